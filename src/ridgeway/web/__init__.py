"""The browser's door: parse, one call, render."""
