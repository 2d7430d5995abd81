"""What each person is asked, in the five kinds of Park et al. (2023, section 6), with what the log has as the answer.

Questions are drawn by a seed alone, before anybody answers. Of those that are answered by yes or no, half have each.
What is asked about the time to come is judged by what came: `coming_truth`, once the town has lived on.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

import msgspec

from bench.interviewing import terms
from bench.interviewing.chronicle import Agreed, Chronicle
from bench.interviewing.looking_back import (
    Talk,
    concerns,
    most_around,
    news_heard,
    news_in_reach,
    news_told,
    own_concerns,
    talks_of,
)
from bench.interviewing.scoring import YES_OR_NO, Truth
from bench.interviewing.topics import Topic
from town.days.constants import MEETING_LASTS_MINUTES, MINUTES_PER_DAY

HOURS_AHEAD = (1, 2, 3, 4, 5)
HABIT_HOURS = (10, 15)
PAST_HOURS = range(9, 20)
SHORTLY_MINUTES = 10
"""Who was at a place so shortly before or after a minute is right to name it."""

ABOUT_THE_HOUR_MINUTES = 30
"""An hour named is right if it is no farther off than this."""

SPENT_AT_A_PLACE_MINUTES, SPENT_WITH_A_DEED_MINUTES = 15, 5
"""Who spends this much of an hour somewhere, or with something, is right to name it."""

FEWEST_TALKS = 2
"""What was said in fewer talks is nothing that anybody keeps coming back to."""

EACH = 2
"""How many persons or hours a question is asked about, where it could be asked about more."""


MOST_PARTNERS = 4
"""Of whom one is asked to what they keep coming back: those with whom one talked most."""


class Kind(enum.Enum):
    """What a question tests."""

    SELF_KNOWLEDGE = "self-knowledge"
    MEMORY = "memory"
    PLANS = "plans"
    REACTIONS = "reactions"
    REFLECTIONS = "reflections"


COMING = (Topic.COMING_PLACE, Topic.COMING_DEED)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A question put to somebody."""

    player: str
    kind: Kind
    topic: Topic
    text: str
    """All that who is asked gets to know of it."""
    minute: int | None = None
    """The calendar minute that it is about."""
    truth: Truth | None
    """None while it is still to come."""


class Interview(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's interview in the making."""

    chronicle: Chronicle
    player: str
    minute: int
    talks: list[Talk]
    chance: Random

    def name(self, player: str) -> str:
        """What somebody is called."""
        return self.chronicle.names[player]

    def some(self, among: Sequence[str], most: int = EACH) -> list[str]:
        """A few of them, by the seed."""
        return self.chance.sample(sorted(among), min(most, len(among)))

    def ask(
        self, kind: Kind, topic: Topic, text: str, truth: Truth | None, minute: int | None = None
    ) -> Asked:
        """A question to this person."""
        return Asked(player=self.player, kind=kind, topic=topic, text=text, truth=truth, minute=minute)

    def people(self, *accepted: str) -> Truth:
        """One of these players is right."""
        return Truth(accepted=frozenset(accepted), vocabulary=terms.people(self.chronicle))

    def places(self, *accepted: str) -> Truth:
        """One of these places is right."""
        return Truth(accepted=frozenset(accepted), vocabulary=terms.places(self.chronicle))

    def hour(self, minute: int) -> Truth:
        """About this time is right."""
        days = minute // MINUTES_PER_DAY + 2
        accepted = terms.around(minute, ABOUT_THE_HOUR_MINUTES)
        return Truth(accepted=accepted, vocabulary=terms.minutes(days))


def questions(chronicle: Chronicle, minute: int, seed: int) -> list[Asked]:
    """All that everybody is asked at a calendar minute, at which the chronicle ends."""
    asked: list[Asked] = []
    for player in sorted(chronicle.people):
        chance = Random(f"{seed} {player}")
        interview = Interview(
            chronicle=chronicle,
            player=player,
            minute=minute,
            talks=talks_of(chronicle, player),
            chance=chance,
        )
        for kind in (_self_knowledge, _memory, _plans, _reactions, _reflections):
            asked.extend(kind(interview))
    return asked


def coming_truth(chronicle: Chronicle, asked: Asked) -> Truth | None:
    """What came, by a chronicle that reaches beyond the minute asked about; None if the log cannot say."""
    minute = asked.minute
    assert minute is not None
    instants = chronicle.between(minute, minute + 59)
    step_minutes = 60 / max(len(instants), 1)
    if asked.topic is Topic.COMING_PLACE:
        spent = Counter(chronicle.place_of(asked.player, instant) for instant in instants)
        least, vocabulary = SPENT_AT_A_PLACE_MINUTES, terms.places(chronicle)
    else:
        spent = Counter(instant.scene.figures[asked.player].activity for instant in instants)
        least, vocabulary = SPENT_WITH_A_DEED_MINUTES, terms.deeds(chronicle)
    accepted = frozenset(what for what, steps in spent.items() if what and steps * step_minutes >= least)
    return Truth(accepted=accepted, vocabulary=vocabulary) if accepted else None


def _self_knowledge(it: Interview) -> Iterator[Asked]:
    person = it.chronicle.people[it.player]
    if person.home:
        yield it.ask(Kind.SELF_KNOWLEDGE, Topic.HOME, "Where do you live?", it.places(person.home))
    if person.work:
        yield it.ask(Kind.SELF_KNOWLEDGE, Topic.WORK, "Where do you work?", it.places(person.work))
    for hour in HABIT_HOURS:
        habit = next((h for h in person.day if h.from_minute <= hour * 60 < h.to_minute), None)
        if habit:
            text = f"On a usual day, where are you at {hour}:00?"
            yield it.ask(Kind.SELF_KNOWLEDGE, Topic.HABIT, text, it.places(habit.place), minute=hour * 60)
    relations = Counter(known.relation for known in person.knows)
    only = {known.relation: known.player for known in person.knows if relations[known.relation] == 1}
    for relation in it.some(list(only)):
        text = f"Who is your {relation}?"
        truth = it.people(only[relation])
        yield it.ask(Kind.SELF_KNOWLEDGE, Topic.RELATIVE, text, truth)


def _memory(it: Interview) -> Iterator[Asked]:
    partners = sorted({talk.partner for talk in it.talks})
    if it.talks:
        last = max(it.talks, key=lambda talk: talk.minute)
        yield it.ask(Kind.MEMORY, Topic.LAST_TALK, "Whom did you talk with last?", it.people(last.partner))
        talks = Counter(talk.partner for talk in it.talks)
        often = [partner for partner in partners if talks[partner] == max(talks.values())]
        yield it.ask(Kind.MEMORY, Topic.TALK_PARTNER, "Whom do you talk with most?", it.people(*often))
    for other in it.some(partners):
        minute = max(talk.minute for talk in it.talks if talk.partner == other)
        text = f"When did you last talk with {it.name(other)}?"
        yield it.ask(Kind.MEMORY, Topic.LAST_HOUR, text, it.hour(minute))
    yield from _whether_they_talked(it)
    yield from _news_from(it, partners)
    yield from _past_places(it)


def _whether_they_talked(it: Interview) -> Iterator[Asked]:
    yesterday = it.minute // MINUTES_PER_DAY - 1
    talked = {talk.partner for talk in it.talks if talk.minute // MINUTES_PER_DAY == yesterday}
    others = it.chronicle.people.keys() - talked - {it.player}
    pairs = min(EACH, len(talked), len(others))
    for accepted, among in (("yes", talked), ("no", others)):
        for other in it.some(sorted(among), pairs):
            text = f"Did you talk with {it.name(other)} yesterday?"
            minute = yesterday * MINUTES_PER_DAY
            truth = Truth(accepted=frozenset([accepted]), vocabulary=YES_OR_NO)
            yield it.ask(Kind.MEMORY, Topic.WHETHER_TALKED, text, truth, minute=minute)


def _news_from(it: Interview, partners: Sequence[str]) -> Iterator[Asked]:
    told = {
        other: news_told(it.chronicle, (s for t in it.talks if t.partner == other for s in t.heard))
        for other in partners
    }
    for other in it.some([other for other in partners if told[other]]):
        truth = Truth(accepted=told[other], vocabulary=terms.news(it.chronicle))
        text = f"What news did {it.name(other)} tell you?"
        yield it.ask(Kind.MEMORY, Topic.NEWS_FROM, text, truth)


def _past_places(it: Interview) -> Iterator[Asked]:
    yesterday = (it.minute // MINUTES_PER_DAY - 1) * MINUTES_PER_DAY
    for hour in it.chance.sample(PAST_HOURS, EACH):
        minute = yesterday + hour * 60
        instants = it.chronicle.between(minute - SHORTLY_MINUTES, minute + SHORTLY_MINUTES)
        places = filter(None, {it.chronicle.place_of(it.player, instant) for instant in instants})
        truth = it.places(*places)
        if truth.accepted:
            text = f"Where were you yesterday at {hour}:00, and what did you do there?"
            yield it.ask(Kind.MEMORY, Topic.PAST_PLACE, text, truth, minute=minute)


def _plans(it: Interview) -> Iterator[Asked]:
    for hours in HOURS_AHEAD:
        minute = (it.minute // 60 + hours) * 60
        span = f"in the hour from {minute // 60 % 24}:00"
        yield it.ask(Kind.PLANS, Topic.COMING_PLACE, f"Where will you be {span}?", None, minute=minute)
        yield it.ask(Kind.PLANS, Topic.COMING_DEED, f"What will you be doing {span}?", None, minute=minute)
    for other, meeting in _meetings(it).items():
        name = it.name(other)
        place = f"Where are you to meet {name}, as you agreed?"
        hour = f"When are you to meet {name}, as you agreed?"
        yield it.ask(Kind.PLANS, Topic.MEETING_PLACE, place, it.places(meeting.place))
        yield it.ask(Kind.PLANS, Topic.MEETING_HOUR, hour, it.hour(meeting.minute))


def _meetings(it: Interview) -> dict[str, Agreed]:
    """What is agreed and still to come, by partner: the first that was said with each."""
    coming: dict[str, Agreed] = {}
    for agreed in it.chronicle.agreed:
        if it.player in agreed.members and agreed.minute > it.minute:
            first, second = agreed.members
            coming.setdefault(second if first == it.player else first, agreed)
    return coming


def _reactions(it: Interview) -> Iterator[Asked]:
    yield from _told_again(it)
    for other in it.some([other for other in it.chronicle.people if _is_about(it, other)], EACH + 1):
        instants = it.chronicle.between(it.minute - SHORTLY_MINUTES, it.minute)
        truth = it.places(*filter(None, {it.chronicle.place_of(other, instant) for instant in instants}))
        text = f"{it.name(other)} must have a letter at once. Where do you take it?"
        yield it.ask(Kind.REACTIONS, Topic.WHEREABOUTS, text, truth)
    yield from _invited(it)


def _is_about(it: Interview, other: str) -> bool:
    """Whether somebody else is awake and at some place."""
    now = it.chronicle.instants[-1]
    there = it.chronicle.place_of(other, now) is not None
    return other != it.player and there and not now.scene.figures[other].asleep


def _told_again(it: Interview) -> Iterator[Asked]:
    """News, half of it told before and half of it never in reach."""
    everything = {
        terms.spelled_headline(text): text for person in it.chronicle.people.values() for text in person.news
    }
    lines = [line for talk in it.talks for line in (*talk.heard, *talk.told)]
    known = news_told(it.chronicle, lines) - set(
        map(terms.spelled_headline, it.chronicle.people[it.player].news)
    )
    unheard = everything.keys() - news_in_reach(it.chronicle, it.player)
    pairs = min(EACH, len(known), len(unheard))
    for accepted, among in (("no", known), ("yes", unheard)):
        for found in it.some(sorted(among), pairs):
            text = f"Somebody says to you: “{everything[found]}” Is that new to you?"
            truth = Truth(accepted=frozenset([accepted]), vocabulary=YES_OR_NO)
            yield it.ask(Kind.REACTIONS, Topic.IS_NEWS, text, truth)


def _invited(it: Interview) -> Iterator[Asked]:
    """An invitation for an hour that is promised to somebody, and one for an hour that is not."""
    meetings = sorted(meeting.minute for meeting in _meetings(it).values())
    for minute in meetings[:1]:
        free = minute + 2 * MEETING_LASTS_MINUTES
        while any(abs(other - free) < MEETING_LASTS_MINUTES for other in meetings):
            free += MEETING_LASTS_MINUTES
        for accepted, asked in (("no", minute), ("yes", free)):
            day, hour = asked // MINUTES_PER_DAY + 1, asked // 60 % 24
            text = f"You are asked to help with something on day {day} at {hour}:00. Can you come?"
            truth = Truth(accepted=frozenset([accepted]), vocabulary=YES_OR_NO)
            yield it.ask(Kind.REACTIONS, Topic.FREE, text, truth, minute=asked)


def _reflections(it: Interview) -> Iterator[Asked]:
    around = most_around(it.chronicle, it.player)
    if around:
        yield it.ask(
            Kind.REFLECTIONS, Topic.COMPANION, "Whom do you have around you most?", it.people(*around)
        )
    heard = news_heard(it.chronicle, it.player)
    if heard and max(heard.values()) >= FEWEST_TALKS:
        most = frozenset(news for news, times in heard.items() if times == max(heard.values()))
        truth = Truth(accepted=most, vocabulary=terms.news(it.chronicle))
        yield it.ask(Kind.REFLECTIONS, Topic.TALK_OF_TOWN, "What news is everybody talking of?", truth)
    talks = Counter(talk.partner for talk in it.talks)
    for other in sorted(talks, key=lambda other: (-talks[other], other))[:MOST_PARTNERS]:
        told = concerns(it.chronicle, it.player, other)
        accepted = frozenset(own for own, times in told.items() if times == max(told.values()))
        if accepted and max(told.values()) >= FEWEST_TALKS:
            own = own_concerns(it.chronicle, other)
            truth = Truth(accepted=accepted, vocabulary={each: (each,) for each in own})
            text = f"What does {it.name(other)} keep coming back to when you talk?"
            yield it.ask(Kind.REFLECTIONS, Topic.CONCERN, text, truth)
