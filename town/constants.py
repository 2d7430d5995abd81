"""Every number of the rules, with its unit and why it is what it is.

What a world may choose for itself is in `town.entities.Settings`; its defaults are here.
"""

# Space

UNITS_PER_TILE = 1024
"""Positions are integers: so many units to a tile, so that a replay matches to the bit."""

WALKER_CAPACITY = 256
"""Bodies that a world has room for; joining is rejected before the table is full."""

POSITION_TOLERANCE_UNITS = 3
"""Largest error of a position in packed history: under a third of a screen pixel at any zoom."""

# Walking

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

DISTANCE_FIELDS_KEPT = 512
"""Destinations whose distance fields are remembered, about 6 kB each on the usual map."""

# Conversations

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
"""An invite not answered by then is withdrawn."""

WALKING_OVER_LAPSES_MS = 60_000
"""Two who have not met by then give up their talk."""

TYPING_LAPSES_MS = 15_000
"""Who began to type and says nothing loses the turn."""

MESSAGE_PACE_MS = 1_000
"""Agents leave this much after a message before they begin to write, so that it can be read."""

WRITING_CHARACTERS_PER_SECOND = 25
"""Agents write at this pace, however fast their words were found: one sees them write."""

SHORTEST_WRITING_MS, LONGEST_WRITING_MS = 1_000, 3_000
"""Bounds of how long a message takes to write, from when its writer took the turn."""

AWKWARD_SILENCE_MS = 20_000
"""After this much silence an agent speaks though it is not its turn."""

MOST_MESSAGES = 8
"""After more messages than this an agent says goodbye."""

LONGEST_CONVERSATION_MS = 120_000
"""After this long an agent says goodbye."""

# Agents

INVITE_COOLDOWN_MS = 15_000
"""An agent invites nobody for this long after a conversation or an attempt at one."""

SAME_PAIR_COOLDOWN_MS = 60_000
"""Agents who talked do not invite each other again for this long."""

ACTIVITY_COOLDOWN_MS = 10_000
"""An agent pauses for this long after an activity."""

DECISION_PAUSE_MS = 1_000
"""An agent stands for this long before it decides what to do next."""

ACCEPT_AGENT_PERMILLE = 800
"""Chance that an agent accepts an agent's invite; a human's it always accepts."""

OPERATION_LASTS_MS = 55_000
"""An operation not answered by then is given up, and the rules act without it: nobody waits for a minute."""

SLEEP_EMOJI = ("💤", "😴", "🛌", "🛏️", "🛏")
"""Who does something with one of these is asleep."""

SHORTEST_ACTIVITY_MS, LONGEST_ACTIVITY_MS = 5_000, 30 * 60_000
"""Bounds of how long an agent may want to be busy with one thing; a human who does not stop is for the longest."""

FALLBACK_ACTIVITY_MS = 60_000
"""How long an activity lasts that the rules choose."""

TRIES_TO_REACH_A_SPOT = 3
"""Spots of a place that an agent tries when it can't get to the one it wanted."""

CROWD_MARGIN_TILES = 3
"""Where all spots of a place are taken, people stand in the open within this distance of it."""

ROOM_AROUND_A_PLACE = 12
"""So many stand there at most, nearest to the entrance."""

RECENT_TALKS_KEPT = 8
"""Conversations that an agent's state remembers for the cooldown of the same pair."""

TALKS_TO_REMEMBER_KEPT = 4
"""Ended conversations that wait to be remembered; older ones are let go."""

NEARBY_PEOPLE = 8
"""People that a decision is told of, nearest first."""

# Plans

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

DECISION_EVERY_MINUTES = 10
"""Between two pieces of a plan an agent thinks of doing something else no oftener than this."""

TALKING_REACH_TILES = 12
"""Somebody idle within this distance is an occasion to talk."""

REACT_FROM_IMPORTANCE = 7
"""What is noticed makes an agent stop only if it is at least as important as this, of 10."""

REACT_EVERY_MINUTES = 60
"""An agent stops for something noticed no oftener than this."""

NOTICED_LASTS_MINUTES = 30
"""What an agent could not react to for so long is let go."""

LONGEST_NOTICED = 300
"""Characters of what was noticed."""

# People

MOST_HUMANS = 8
"""Humans in a world at once."""

IDLE_HUMAN_LEAVES_MS = 5 * 60_000
"""A human who sends nothing for this long has left."""

LONGEST_NAME = 40
"""Characters of a name."""

LONGEST_MESSAGE = 500
"""Characters of a message."""

LONGEST_DESCRIPTION = 80
"""Characters of an activity's description."""

LONGEST_BIOGRAPHY = 2_000
"""Characters of a villager's background as an owner writes it."""

# Calendar

TOWN_DAY_MS = 48 * 60_000
"""Default length of a town day in world time: whoever watches sees mornings and nights."""

DAY_STARTS_AT_MINUTE = 8 * 60
"""Default minute of the day at world time 0."""

MINUTES_PER_DAY = 24 * 60
"""Minutes of a town day."""

# Minds

LARGEST_DAILY_LIMIT = 10**12
"""Of what a world may spend in a day, in millionths of a dollar or in tokens: beyond it a limit limits nothing."""

# Pace of the world

LONGEST_UNTIL_REST_MINUTES = 7 * 24 * 60
"""A world that rests when nobody watches does so within a week."""

SLOWEST_SPEED_PERMILLE, FASTEST_SPEED_PERMILLE = 250, 64_000
"""Bounds of the world's speed in thousandths of real time."""
