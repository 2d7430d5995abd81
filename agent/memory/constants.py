"""The numbers of memory and perception, with their units."""

RECENCY_PER_CALENDAR_HOUR = 0.995
"""What is left of a memory's recency after each calendar hour without access (Park et al. 2023)."""

SMALLEST_SPREAD = 1e-6
"""Candidates whose values differ by less than this tie: the difference is rounding of vectors."""

TIED = 0.5
"""What each candidate gets for a part in which all tie."""


UNRATED_IMPORTANCE = 3
"""Importance of a memory that could not be rated when it came, for want of the embedding model."""


EMBEDDED_AT_ONCE = 256
"""Texts embedded in one call of the background upkeep."""

SIGHT_TILES = 8
"""Whoever comes this near is seen."""

OUT_OF_SIGHT_TILES = 10
"""Whoever is farther away than this is out of sight: farther than `SIGHT_TILES`, so that nobody flickers."""

EARSHOT_TILES = 4
"""What is said within this distance is overheard."""

MOST_NOTICED_A_MINUTE = 3
"""Observations that an agent makes in a minute of the town's calendar at the most."""

REPEATED_AFTER_CALENDAR_HOURS = 6
"""The same observation is not made again before this much calendar time has passed."""
