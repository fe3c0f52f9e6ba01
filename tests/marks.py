"""Marks that tie a test to the functions that it proves."""

from __future__ import annotations

import pytest


def covers(*functions: str) -> pytest.MarkDecorator:
    """Say which functions (F-001 to F-265) a test would catch breaking."""
    return pytest.mark.covers(*functions)
