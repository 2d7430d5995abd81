"""Numbers of minds, with their units and why they are what they are."""

NO_WORDS = "nobody has words in the language of this world"
"""The reason with which a message fails that would have to be said in another language: the talk ends without one."""

MESSAGE_PACE_MS = 1_000
"""Agents leave this much after a message before they begin to write, so that it can be read."""

AWKWARD_SILENCE_MS = 20_000
"""After this much silence an agent speaks though it is not its turn: a human's is measured in wall time."""

MOST_MESSAGES = 8
"""After more messages than this an agent says goodbye."""

LONGEST_CONVERSATION_MS = 120_000
"""After this long an agent says goodbye: in wall time to a human."""

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

TRIES_TO_REACH_A_SPOT = 3
"""Spots of a place that an agent tries when it can't get to the one it wanted."""

RECENT_TALKS_KEPT = 8
"""Conversations that an agent's state remembers for the cooldown of the same pair."""

TALKS_TO_REMEMBER_KEPT = 4
"""Ended conversations that wait to be remembered; older ones are let go."""

NEARBY_PEOPLE = 8
"""People that a decision is told of, nearest first."""

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

LARGEST_DAILY_LIMIT = 10**12
"""Of what a world may spend in a day, in millionths of a dollar or in tokens: beyond it a limit limits nothing."""
