"""Bounds of what is stored."""

LEAST_IMPORTANCE, MOST_IMPORTANCE = 1, 10
"""Bounds of importance: a toothbrush and a death."""

SCANNED_DIMENSIONS = 1024
"""Vectors up to this size fit the covering index, whose entries may take 2,704 bytes."""
