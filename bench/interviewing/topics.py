"""What questions are about. The examined are told none of it: they have the words of the question alone."""

from __future__ import annotations

import enum


class Topic(enum.Enum):
    """What a question is about, for the tables."""

    HOME = "where one lives"
    WORK = "where one works"
    HABIT = "where one usually is at a minute of the day"
    RELATIVE = "who it is that is this to one"
    LAST_TALK = "with whom one talked last"
    LAST_HOUR = "when one last talked with somebody"
    WHETHER_TALKED = "whether one talked with somebody on the day of a minute"
    NEWS_FROM = "a piece of news that somebody told one"
    TALK_PARTNER = "with whom one talks most"
    PAST_PLACE = "where one was at a minute"
    COMING_PLACE = "where one will be in the hour from a minute"
    COMING_DEED = "what one will be doing in the hour from a minute"
    MEETING_PLACE = "where one is to meet somebody"
    MEETING_HOUR = "when one is to meet somebody"
    IS_NEWS = "whether something is new to one"
    WHEREABOUTS = "where somebody is to be found now"
    FREE = "whether one is free at a minute"
    COMPANION = "whom one has around most"
    TALK_OF_TOWN = "the news that is told one most"
    CONCERN = "what somebody comes back to most of what is theirs"
