"""Whole stories through the doors, in a real browser."""
