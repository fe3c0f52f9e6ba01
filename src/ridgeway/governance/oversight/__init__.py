"""Reads that look over everything held of a release or a code: who does what, was it done, how it
stands. No tables of its own."""
