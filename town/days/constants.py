"""Numbers of days, with their units and why they are what they are."""

SHORTEST_PIECE_MINUTES, LONGEST_PIECE_MINUTES = 5, 15
"""A plan is followed in pieces of this many minutes of the calendar."""

USUAL_PIECE_MINUTES = 13
"""Pieces are about this long: 5 fill an hour, with room to divide what is left of one."""

SHORTEST_STROKE_MINUTES = 10
"""A stroke of a planned day lasts at least this long."""

MOST_STROKES = 32
"""Strokes of a planned day at most."""

MOST_PARTS = 6
"""Things that one stroke may be spent with."""

FARTHEST_PLAN_MINUTES = 36 * 60
"""A plan reaches no farther than this: to the end of the night to come."""

USUAL_WAKING_MINUTE, USUAL_BEDTIME_MINUTE = 7 * 60, 22 * 60
"""When people sleep of whose usual day nothing is known."""

SHORTEST_NIGHT_MINUTES = 120
"""Who usually sleeps less than this at a stretch takes naps, and sleeps at the usual hours besides."""

LEAD_TO_MEETING_MINUTES = 20
"""Who promised to be somewhere sets out so long before: about the walk across the town."""

MEETING_LASTS_MINUTES = 60
"""How long a promised meeting is planned for."""

FARTHEST_PROMISE_MINUTES = 7 * 24 * 60
"""Meetings may be agreed up to a week ahead."""

MOST_PROMISES = 8
"""Promises that an agent keeps in mind; no more are made until some are over."""

TOWN_DAY_MS = 48 * 60_000
"""Default length of a town day in world time: whoever watches sees mornings and nights."""

DAY_STARTS_AT_MINUTE = 8 * 60
"""Default minute of the day at world time 0."""

MINUTES_PER_DAY = 24 * 60
"""Minutes of a town day."""
