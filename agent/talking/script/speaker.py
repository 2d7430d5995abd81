"""All that one answer is made from, worked out once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from itertools import chain

import msgspec

from agent.people import Line
from agent.script.appointments import minute_in
from agent.script.bank import ANYBODY, Bank
from agent.script.chance import Chance
from agent.script.grammar import doing, first_name, spoken_name
from agent.script.habits import habit_at, hour_of, place_word
from agent.script.hearing import Found, recognise
from agent.script.phrases import Phrase
from agent.script.recollection import Recollection, recollect
from agent.script.style import style_of
from agent.script.topics import Kind, Topic, concerns, headline, key_words, topics_of
from agent.talking.task import SayTask
from town.days.constants import MINUTES_PER_DAY
from town.days.state import Habit

LONGEST_LINE = 160
"""Characters: what fits in a bubble and is read in passing."""

FAMILIAR = 25
"""From this familiarity on, which some talks make, one goes by what has become of two."""

WARM_FROM, COOL_TO = 35, -20
OWN_STYLE_PERCENT = 55
CHILD_STYLE_PERCENT = 85
_OF_ONESELF = frozenset({"tell_want", "tell_worry", "tell_interest"})


class Piece(msgspec.Struct, frozen=True):
    """Part of a line: what it does, and its words."""

    act: str
    text: str
    closed: bool = False
    """Whether nothing may follow it."""


class Scene(msgspec.Struct, frozen=True, dict=True):
    """Somebody about to speak."""

    task: SayTask
    bank: Bank
    chance: Chance

    @cached_property
    def style(self) -> frozenset[str]:
        """How they speak."""
        return style_of(self.task.me.person, self.bank)

    @cached_property
    def heard(self) -> tuple[tuple[Line, tuple[Found, ...]], ...]:
        """All lines so far, with what was recognised in them."""
        return tuple((line, recognise(line.text, self.bank)) for line in self.task.lines)

    @cached_property
    def acts(self) -> frozenset[str]:
        """The acts that were done so far, by either."""
        return frozenset(act.act for _, found in self.heard for act in found)

    @cached_property
    def spoken(self) -> str:
        """All that was said, in lower case, a line a line."""
        return "\n".join(line.text.lower() for line in self.task.lines)

    @cached_property
    def recollections(self) -> tuple[Recollection, ...]:
        """Earlier talks, newest first, with the partner and with others."""
        return tuple(recollect(talk, self.bank) for talk in self.task.remembered)

    @cached_property
    def of_partner(self) -> tuple[Recollection, ...]:
        """Earlier talks with the partner, newest first."""
        return tuple(r for r in self.recollections if r.partner == self.task.partner.player)

    @cached_property
    def habit(self) -> Habit | None:
        """What they usually do at this hour."""
        return habit_at(self.task.me.person, self.task.moment.minute_of_day)

    @cached_property
    def closeness(self) -> str:
        """`family`, `warm`, `cool`, `known` or `stranger`: what the two were, and what has become of them since."""
        relation, relationship = self.task.partner.relation, self.task.partner.relationship
        said = _closeness_of(relation, self.bank) if relation else None
        if said == "family":
            return said
        if relationship is not None and relationship.familiarity >= FAMILIAR:
            return _felt(relationship.warmth) or said or _told(relationship.summary, self.bank) or "known"
        if relation is None:
            return "known" if self.of_partner or relationship else "stranger"
        return said or "known"

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """What they could bring up with this partner and have not yet."""
        topics = topics_of(self.task.me, self.recollections, self.task.thoughts)
        return tuple(
            t for t in topics if not concerns(t, self.task.partner) and self.is_fresh(headline(t.text))
        )

    def is_fresh(self, text: str) -> bool:
        """Whether the partner has not heard a text in this talk nor, as far as one remembers, in earlier ones."""
        lowered = text.lower().rstrip(".")
        return lowered not in self.spoken and all(lowered not in r.text.lower() for r in self.of_partner)

    @cached_property
    def values(self) -> dict[str, str]:
        """What fills the slots of any line."""
        me, moment = self.task.me, self.task.moment
        values = {
            "me": me.name if self.closeness == "stranger" else first_name(me.name),
            "you": spoken_name(self.task.partner.name),
            "age": str(me.person.age),
            "hour": hour_of(moment.minute_of_day),
            "daytime": _daytime(moment.minute_of_day),
            "clock": _clock(moment.minute_of_day),
        }
        if moment.place_name:
            values["place"] = re.sub(r"^The\b", "the", moment.place_name)
        if self.habit is not None and not self.habit.asleep:
            values["doing"] = doing(self.habit.activity)
        return values | self._work() | self._next()

    def say(
        self, act: str, more: Mapping[str, str] | None = None, *, most: int = LONGEST_LINE
    ) -> Piece | None:
        """One way to do an act, of at most so many characters, that was not used in this talk; None if none is left."""
        values = {**self.values, **(more or {})}
        own: list[Phrase] = []
        anybody: list[Phrase] = []
        for style, phrases in self.bank.lines[act].items():
            if style == ANYBODY or style in self.style:
                fitting = [p for p in phrases if p.slots <= values.keys() and self._is_fit(p, values, most)]
                (anybody if style == ANYBODY else own).extend(fitting)
        if not own and not anybody:
            return None
        percent = CHILD_STYLE_PERCENT if "child" in self.style else OWN_STYLE_PERCENT
        in_style = own and (not anybody or self.chance.happens(f"{act} in style", percent))
        phrase = self.chance.pick(act, own if in_style else self._by_length(anybody))
        return Piece(act, phrase.filled(values), phrase.open_ended)

    def topic(self, kind: Kind) -> Topic | None:
        """One of the topics of a kind, rather one that matters to the partner."""
        fresh = [(topic, self._matters(topic)) for topic in self.topics if topic.kind is kind]
        return self.chance.weighted(f"topic {kind.value}", fresh) if fresh else None

    @cached_property
    def to_come(self) -> tuple[Topic, ...]:
        """What is still to come and the partner has not heard of from one."""
        return tuple(t for t in self.topics if t.kind is Kind.NEWS and self._is_to_come(t))

    def _matters(self, topic: Topic) -> int:
        """How much rather than others one brings a topic up: what names a time, what they care for, one's own."""
        shared = bool(key_words(topic.text) & self.partner_cares_for)
        own = topic.kind is Kind.NEWS and topic.source is None
        return 2 + (40 if own else 10) * self._is_to_come(topic) + 4 * shared + 2 * own

    def _is_to_come(self, topic: Topic) -> bool:
        moment = self.task.moment
        minute = minute_in(topic.text, moment.day)
        return minute is not None and minute > (moment.day - 1) * MINUTES_PER_DAY + moment.minute_of_day

    @cached_property
    def partner_cares_for(self) -> frozenset[str]:
        """The words of what the partner has told of themselves, now and before."""
        now = (found for line, found in self.heard if line.player == self.task.partner.player)
        told = chain.from_iterable((*now, *(r.theirs for r in self.of_partner)))
        return frozenset(chain.from_iterable(key_words(act.text) for act in told if act.act in _OF_ONESELF))

    def saying(self) -> Piece | None:
        """Something that they are known to say."""
        partner = self.task.partner
        fresh = [
            text
            for text in self.task.me.person.sayings
            if text.lower() not in self.spoken and not concerns(Topic(Kind.INTEREST, text), partner)
        ]
        return Piece("saying", self.chance.pick("saying", fresh)) if fresh else None

    def _is_fit(self, phrase: Phrase, values: Mapping[str, str], most: int) -> bool:
        if phrase.said_in(self.spoken):
            return False
        text = phrase.filled(values)
        return len(text) <= most and text.lower() not in self.spoken

    def _by_length(self, phrases: list[Phrase]) -> list[Phrase]:
        """Those who say little choose among the shorter half, those who say much among the longer."""
        half = (len(phrases) + 1) // 2
        ordered = sorted(phrases, key=lambda phrase: len(phrase.text))
        if "terse" in self.style:
            return ordered[:half]
        return ordered[-half:] if "talkative" in self.style else phrases

    def _work(self) -> dict[str, str]:
        person = self.task.me.person
        work = place_word(person.work, self.bank)
        habit = next((h for h in person.day if h.place == person.work), None)
        if work is None or habit is None:
            return {}
        return {"work": work, "work_doing": doing(habit.activity)}

    def _next(self) -> dict[str, str]:
        if self.habit is None:
            return {}
        following = habit_at(self.task.me.person, self.habit.to_minute % (24 * 60))
        if following is None or following.asleep:
            return {}
        return {"next_doing": doing(following.activity)}


def _closeness_of(words: str, bank: Bank) -> str | None:
    """What is said to be between two: `family`, `cool` or `warm`."""
    relations = bank.texts.relations
    sorts = {"family": relations.family, "cool": relations.cool, "warm": relations.warm}
    return next((name for name, known in sorts.items() if any(word in words for word in known)), None)


def _told(summary: str, bank: Bank) -> str | None:
    """What a summary in one's own words says that the other is."""
    words, relations = set(re.findall(r"\w+", summary.lower())), bank.texts.relations
    if words & set(relations.cool):
        return "cool"
    return "warm" if words & set(relations.warm) else None


def _felt(warmth: int) -> str | None:
    """What warmth makes of it, where it is clear."""
    if warmth >= WARM_FROM:
        return "warm"
    return "cool" if warmth <= COOL_TO else None


def _daytime(minute_of_day: int) -> str:
    """As in a greeting: nobody says good night on meeting."""
    hour = hour_of(minute_of_day)
    return "evening" if hour == "night" else hour


def _clock(minute_of_day: int) -> str:
    return f"{minute_of_day // 60}:{minute_of_day % 60:02d}"
