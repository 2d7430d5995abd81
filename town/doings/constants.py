"""Numbers of doings, with their units and why they are what they are."""

SHORTEST_ACTIVITY_MS, LONGEST_ACTIVITY_MS = 5_000, 30 * 60_000
"""Bounds of how long an agent may want to be busy with one thing; a human who does not stop is for the longest."""

FALLBACK_ACTIVITY_MS = 60_000
"""How long an activity lasts that the rules choose."""

LONGEST_DESCRIPTION = 80
"""Characters of an activity's description."""
