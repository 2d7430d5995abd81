"""Numbers of talk, with their units and why they are what they are."""

from town.ground.constants import UNITS_PER_TILE

TALKING_DISTANCE_UNITS = 1331
"""People nearer than 1.3 tiles stop and begin to talk."""

MEETING_DISTANCE_UNITS = 4 * UNITS_PER_TILE
"""Nearer than this the two walk to each other, else to the point midway."""

APPROACH_CHECK_MS = 250
"""How often two who walk over to each other look how far they still are: every 15 ticks, on the tick."""

LAST_STEPS_TILES = 3
"""Two who stand no farther apart than this: only the one who invited still walks."""

COME_CLOSER_FOR_MS = 6_000
"""Two who stand within their last steps after this long, a table or a third between them, talk from where they are."""

INVITE_LAPSES_MS = 60_000
"""An invite not answered by then is withdrawn: in wall time where it lies on a human's screen."""

WALKING_OVER_LAPSES_MS = 60_000
"""Two who have not met by then give up their talk."""

TYPING_LAPSES_MS = 15_000
"""Who began to type and says nothing loses the turn: a human in wall time."""

WRITING_CHARACTERS_PER_SECOND = 25
"""Agents write at this pace, however fast their words were found: one sees them write."""

SHORTEST_WRITING_MS, LONGEST_WRITING_MS = 1_000, 3_000
"""Bounds of how long a message takes to write, from when its writer took the turn."""

LONGEST_NAME = 40
"""Characters of a name."""

LONGEST_MESSAGE = 500
"""Characters of a message."""
