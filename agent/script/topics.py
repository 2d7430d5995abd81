"""What somebody can talk about, from who they are and what they heard."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Sequence

import msgspec

from agent.people import Partner, Self, Thought
from agent.script.grammar import first_name
from agent.script.hearing import Found
from agent.script.insight_sentences import Sort, understood
from agent.script.recollection import Recollection

_NEWS = ("tell_news", "tell_own_news", "tell_heard_news")
_FELT = (Sort.MATTERS, Sort.COMPANION, Sort.LASTING_COMPANION)
_COMMON = re.compile(
    r"(?:about|after|again|also|because|before|could|every|from|have|having|just|know|like|make|more|most|much"
    r"|never|good|well|here|come|look|tell|told|talk|said|think|only|other|over|people|same|should|some|something|still|such|than|that|their|them|then|there|these"
    r"|they|things?|this|those|very|want|what|when|where|which|while|will|with|without|would|your)\Z"
)


class Kind(enum.Enum):
    """Kinds of topics."""

    NEWS = "news"
    WANT = "want"
    WORRY = "worry"
    INTEREST = "interest"
    FEELING = "feeling"


class Topic(msgspec.Struct, frozen=True):
    """Something to say."""

    kind: Kind
    text: str
    """As the person's own texts have it: see `town.templates`."""
    person: str | None = None
    """Whom a feeling is about."""
    source: str | None = None
    """Who told it, by first name; None for what one knows oneself."""


def topics_of(
    me: Self, recollections: Sequence[Recollection], thoughts: Sequence[Thought] = ()
) -> Iterator[Topic]:
    """All that somebody could bring up, whoever listens."""
    person = me.person
    yield from (Topic(Kind.NEWS, text) for text in person.news)
    yield from _heard(recollections, person.news)
    yield from (Topic(Kind.WANT, text) for text in person.wants)
    yield from (Topic(Kind.WORRY, text) for text in person.worries)
    yield from (Topic(Kind.INTEREST, text) for text in person.interests)
    yield from (Topic(Kind.FEELING, known.feeling, person=known.name) for known in person.knows)
    names: dict[str, str] = {known.player: known.name for known in person.knows}
    for thought in thoughts:
        if len(thought.about) == 1 and thought.about[0] in names and _is_felt(thought):
            yield Topic(Kind.FEELING, thought.text, person=names[thought.about[0]])


def concerns(topic: Topic, partner: Partner) -> bool:
    """Whether a topic is about the one who would have to listen to it."""
    words = f"{topic.person or ''} {topic.text}".lower()
    if re.search(rf"\b{re.escape(first_name(partner.name).lower())}\b", words):
        return True
    return partner.relation is not None and f"my {partner.relation}" in words


def headline(text: str) -> str:
    """The first part of a long sentence, whole in itself."""
    return re.split(r"[:;] ", text, maxsplit=1)[0].rstrip(".") + "."


def key_words(text: str) -> frozenset[str]:
    """The words that a text is about."""
    words = re.findall(r"[^\W\d_]{4,}", text.lower())
    return frozenset(_stem(word) for word in words if not _COMMON.match(word))


def news_in(found: Sequence[Found]) -> Iterator[str]:
    """The news among what was said."""
    return (act.slots["news"] for act in found if act.act in _NEWS)


def _is_felt(thought: Thought) -> bool:
    """Whether it says what somebody is to one, and not what they do or what they said."""
    read = understood(thought.text)
    return read is None or read.sort in _FELT


def _heard(recollections: Sequence[Recollection], own: Sequence[str]) -> Iterator[Topic]:
    known = set(map(headline, own))
    for recollection in recollections:
        for text in news_in(recollection.theirs):
            if headline(text) not in known:
                known.add(headline(text))
                yield Topic(Kind.NEWS, text, source=recollection.name)


def _stem(word: str) -> str:
    return word.removesuffix("s")
