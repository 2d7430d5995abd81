"""Numbers of people, with their units and why they are what they are."""

MOST_HUMANS = 8
"""Humans in a world at once."""

IDLE_HUMAN_LEAVES_MS = 5 * 60_000
"""A human who sends nothing for this long, in wall time, has left."""

LONGEST_BIOGRAPHY = 2_000
"""Characters of a villager's background as an owner writes it."""
