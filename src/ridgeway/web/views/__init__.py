"""The views: each parses, asks one thing, and renders."""
