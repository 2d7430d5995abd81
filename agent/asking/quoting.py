"""Quoted data: what people and agents are, said and remember, as JSON lines that no text can break out of.

A line holds one object and names its source first. Line breaks and angle brackets inside a text are escaped, so a
text can neither begin a line nor look like a mark of the prompt or of a model's chat template.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from agent.people import Partner, RememberedTalk, Self
from town.days.constants import MINUTES_PER_DAY
from town.days.state import Habit, Promise
from town.minds.operations import NearbyPerson

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


def remembered_lines(remembered: Iterable[RememberedTalk]) -> list[str]:
    """Earlier talks."""
    return [quoted("your own memory", {"text": memory.text}) for memory in remembered]


def spoken_lines(said: Iterable[tuple[str, str]]) -> list[str]:
    """What was said, each by its speaker's name and the text."""
    return [quoted(f"said by {name}", {"text": text}) for name, text in said]


def habit_line(habit: Habit) -> str:
    """What somebody usually does at this hour."""
    until = clock_time(habit.to_minute % MINUTES_PER_DAY)
    return quoted(
        "what you usually do now",
        {"place": habit.place, "activity": habit.activity, "emoji": habit.emoji, "until": until},
    )


def nearby_line(person: NearbyPerson) -> str:
    """Somebody whom one could turn to."""
    fields = {"person": person.player, "name": person.name, "tiles": person.distance_tiles}
    return quoted("somebody nearby", {**fields, "does": person.activity})
