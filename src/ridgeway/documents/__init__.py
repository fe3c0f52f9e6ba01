"""Papers, implementation documents, calendar feeds and sheets, written from plain values."""
