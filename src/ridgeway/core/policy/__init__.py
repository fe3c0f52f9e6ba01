"""Policies as data: rulebooks read from TOML, checked, compared, published as a schema."""
