"""Quoted data: what people and agents are, said and remember, as JSON lines that no text can break out of.

A line holds one object and names its source first. Line breaks and angle brackets inside a text are escaped, so a
text can neither begin a line nor look like a mark of the prompt or of a model's chat template.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from agent.tasks import DecideTask, Partner, RememberedTalk, RememberTask, SayTask, Self
from town.constants import MINUTES_PER_DAY
from town.entities import Habit
from town.operations import KnownPlace, MessageKind, NearbyPerson
from town.plans import Promise

MOST_LINES = 10
"""Lines of the talk so far that a next line is written from."""
MOST_PLACES = 10
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029", "\x85": "\\u0085"}

_WARMTH = ((60, "devoted"), (30, "fond"), (10, "friendly"), (-9, "neutral"), (-29, "cool"), (-100, "hostile"))
"""From what warmth on somebody is so towards another."""

Fields = Mapping[str, object]


def quoted(source: str, fields: Fields) -> str:
    """One line of data; fields without a value are left out."""
    told = {name: value for name, value in fields.items() if value not in (None, "", ())}
    line = msgspec.json.encode({"source": source, **told}).decode()
    for character, escape in ESCAPES.items():
        line = line.replace(character, escape)
    return line


def whole_person(me: Self) -> str:
    """All that a person is, for talk."""
    person = me.person
    return block(
        quoted(
            "who you are",
            {
                "name": me.name,
                "age": person.age,
                "pronouns": person.pronouns,
                "background": person.background,
                "character": person.character,
                "manner": person.manner,
                "sayings": person.sayings,
                "wants": person.wants,
                "worries": person.worries,
                "interests": person.interests,
                "news": person.news,
            },
        )
    )


def person_in_short(me: Self) -> str:
    """What a person decides and remembers by."""
    person = me.person
    fields = {
        "name": me.name,
        "age": person.age,
        "pronouns": person.pronouns,
        "character": person.character,
        "wants": person.wants,
        "worries": person.worries,
    }
    return block(quoted("who you are", fields))


def say_data(task: SayTask) -> str:
    """The moment, the other, what is remembered of them, and the talk so far, in this order."""
    moment = task.moment
    now = {"day": moment.day, "time": clock_time(moment.minute_of_day), "place": moment.place_name}
    return block(
        quoted("here and now", {**now, "you": task.me.activity}),
        *partner_lines("the other", task.partner),
        *_remembered(task.remembered),
        *_meetings(task),
        *(quoted("your own thought", {"text": thought.text}) for thought in task.thoughts),
        *_lines((line.name, line.text) for line in task.lines[-MOST_LINES:]),
    )


def remember_data(task: RememberTask) -> str:
    """When the talk ended, the other, and the whole talk."""
    moment = task.moment
    return block(
        quoted("end of the talk", {"day": moment.day, "time": clock_time(moment.minute_of_day)}),
        *partner_lines("the other", task.partner),
        *_lines((line.name, line.text) for line in task.lines),
    )


def decide_data(task: DecideTask) -> str:
    """The moment, the usual day, who is near, where one may go."""
    job = task.job
    now = {"day": job.day, "time": clock_time(job.minute_of_day), "place": job.place}
    return block(
        quoted("here and now", {**now, "you": task.me.activity}),
        *([_usual(job.habit)] if job.habit else []),
        *(_nearby(person) for person in job.nearby if job.may_invite and person_can_talk(person)),
        *(_place(place) for place in places_told(task)),
        *_remembered(task.remembered),
    )


def react_data(task: DecideTask) -> str:
    """The moment, what was noticed, what one is about, and who is near."""
    job = task.job
    now = {"day": job.day, "time": clock_time(job.minute_of_day), "place": job.place_name}
    return block(
        quoted("here and now", {**now, "you": task.me.activity}),
        *([_usual(job.habit)] if job.habit else []),
        *(_nearby(person) for person in job.nearby if job.may_invite and person_can_talk(person)),
        quoted("what you have just noticed", {"text": job.noticed}),
    )


def places_told(task: DecideTask) -> list[KnownPlace]:
    """The places that a decision may choose from: the nearest, and that of one's habit."""
    job = task.job
    usual = job.habit.place if job.habit else None
    nearest = sorted(job.places, key=lambda place: (place.id != usual, place.distance_tiles))
    return nearest[:MOST_PLACES]


def person_can_talk(person: NearbyPerson) -> bool:
    """Whether somebody could be asked for a talk."""
    return person.may_invite and not person.busy


def clock_time(minute_of_day: int) -> str:
    """As HH:MM."""
    return f"{minute_of_day // 60:02}:{minute_of_day % 60:02}"


def block(*lines: str) -> str:
    """Lines of data, as they stand in a prompt."""
    return "\n".join(lines)


def partner_lines(source: str, partner: Partner) -> list[str]:
    """Somebody, and what has become of the two."""
    relationship = partner.relationship
    stranger = "acquaintance" if relationship else "stranger or newcomer"
    fields = {
        "name": partner.name,
        "is your": partner.relation or stranger,
        "you feel": partner.feeling,
        "they": partner.activity,
    }
    if relationship is None:
        return [quoted(source, fields)]
    became = {"talks so far": relationship.talks, "you are to them": warmth_in_words(relationship.warmth)}
    lines = [quoted(source, {**fields, **became})]
    if relationship.summary:
        lines.append(quoted(f"what you think of {partner.name}", {"text": relationship.summary}))
    return lines


def warmth_in_words(warmth: int) -> str:
    """How somebody feels towards another, from -100 to 100."""
    return next(words for least, words in _WARMTH if warmth >= least)


def promise_line(promise: Promise) -> str:
    """A meeting that somebody has agreed to."""
    minute = promise.minute % MINUTES_PER_DAY
    when = {"day": promise.minute // MINUTES_PER_DAY + 1, "time": clock_time(minute)}
    fields = {"with": promise.partner_name, **when, "place": promise.place, "for": promise.about}
    return quoted("what you have promised", fields)


def _meetings(task: SayTask) -> list[str]:
    """What was agreed to, and where one may meet; at a first word nobody agrees to anything yet."""
    if task.kind is MessageKind.START:
        return []
    places = {place.id: place.name for place in task.places}
    offered = [quoted("places to meet at", {"ids and names": places})] if places else []
    return [*map(promise_line, task.promises), *offered]


def _remembered(remembered: Iterable[RememberedTalk]) -> list[str]:
    return [quoted("your own memory", {"text": memory.text}) for memory in remembered]


def _lines(said: Iterable[tuple[str, str]]) -> list[str]:
    return [quoted(f"said by {name}", {"text": text}) for name, text in said]


def _usual(habit: Habit) -> str:
    until = clock_time(habit.to_minute % MINUTES_PER_DAY)
    return quoted(
        "what you usually do now",
        {"place": habit.place, "activity": habit.activity, "emoji": habit.emoji, "until": until},
    )


def _nearby(person: NearbyPerson) -> str:
    fields = {"person": person.player, "name": person.name, "tiles": person.distance_tiles}
    return quoted("somebody nearby", {**fields, "does": person.activity})


def _place(place: KnownPlace) -> str:
    return quoted(
        "a place",
        {
            "place": place.id,
            "name": place.name,
            "tiles": place.distance_tiles,
            "for": tuple(pastime.description for pastime in place.activities[:3]),
        },
    )
