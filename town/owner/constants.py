"""Numbers of owner, with their units and why they are what they are."""

from engine.clock import TickRate

TICK_RATE = TickRate(60)
"""As fine as a screen shows motion."""

LONGEST_UNTIL_REST_MINUTES = 7 * 24 * 60
"""A world that rests when nobody watches does so within a week."""

SLOWEST_SPEED_PERMILLE, FASTEST_SPEED_PERMILLE = 250, 64_000
"""Bounds of the world's speed in thousandths of real time."""
