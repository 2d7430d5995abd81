"""What happens in talks that other features care about."""

from town.ids import PlayerId
from town.moments import Moment
from town.talk.state import Conversation

CALLED_TO_TALK: Moment[int, PlayerId] = Moment("calledToTalk")
"""Told as (now_ms, player): somebody has asked for a talk, or agreed to one, and ends what they are at."""

TALK_OVER: Moment[int, PlayerId, Conversation] = Moment("talkOver")
"""Told as (now_ms, player, conversation) for each of the two, however far the conversation had come."""
