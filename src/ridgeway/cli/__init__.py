"""The terminal door: parse, one call, render."""
