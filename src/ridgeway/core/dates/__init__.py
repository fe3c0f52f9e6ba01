"""Dates by rule: versioned calendars of working days, offsets, and the steps that led to a date."""
