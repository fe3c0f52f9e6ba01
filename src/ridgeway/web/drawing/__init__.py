"""Drawings of dates and lives: plain values in, SVG out, no request, no clock, no style attribute.

The x axis is in percent and the y axis in pixels, so that type never scales with the page.
"""
