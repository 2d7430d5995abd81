"""Numbers of bodies, with their units and why they are what they are."""

POSITION_TOLERANCE_UNITS = 3
"""Largest error of a position in packed history: under a third of a screen pixel at any zoom."""

WALKING_UNITS_PER_SECOND = 768
"""Default pace: 0.75 tiles a second."""

SLOWEST_WALKING_UNITS_PER_SECOND, FASTEST_WALKING_UNITS_PER_SECOND = 64, 8192
"""Bounds of the pace: at most one tile is entered in a tick."""

SEARCHES_PER_TICK = 16
"""Routes planned in one tick at most; who comes later waits for the next tick."""

LONGEST_WAIT_TO_GIVE_WAY_MS = 1000
"""A walker whose next tile is taken plans again after a random time up to this."""

WALK_LIMIT_FACTOR, WALK_LIMIT_EXTRA_MS = 2, 60_000
"""A walk is given up after this many times its route's duration and this much more."""

LONGEST_DETOUR_TILES = 12
"""How much longer a route around waiting walkers may be; beyond it one of them makes way instead."""

FARTHEST_STEP_ASIDE_TILES = 40
"""How far a walker backs off to let another pass."""

LONGEST_CHAIN_OF_MAKING_WAY = 8
"""How many walkers in a row are asked to back off for one that can't pass."""

STEP_ASIDE_PERMILLE = 250
"""Chance for a walker stuck behind others, none facing it, to step aside: it breaks rings of waiting."""
