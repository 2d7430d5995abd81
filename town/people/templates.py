"""The people of a new world, read from the templates of a library.

A template is one JSON file: those of the town are in town/data/templates. Texts are written so that they can be put
into a sentence as they stand: wants follow "I want to", worries follow "I worry that", an
activity follows a name ("Marit" + "irons twelve napkins"), and the feeling about an acquaintance
is what the person would say of them.
"""

from functools import cache
from typing import Annotated

import msgspec
from msgspec import Meta, Struct, field

from town.library import SHIPPED, Library

ClockTime = Annotated[str, Meta(pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$")]
"""A time of day as HH:MM, 00:00 to 24:00."""


class UnknownTemplate(LookupError):
    """No template has this name; the message lists those that exist."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"There is no template {name!r}. Choose one of: {', '.join(known)}.")
        self.name = name
        self.known = known


class BadTemplate(ValueError):
    """A template that no town can be founded from; the message says what is wrong in it."""


class Acquaintance(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody known on the first day; `relation` is what they are to the one who knows them."""

    name: str
    relation: str
    feeling: str


class Habit(Struct, frozen=True, forbid_unknown_fields=True):
    """One piece of a usual day, from `from_time` up to but not including `to_time`."""

    from_time: ClockTime = field(name="from")
    to_time: ClockTime = field(name="to")
    place: str
    activity: str
    emoji: str
    object: str | None = None
    """What it is done with, by the name of an object of the place."""
    asleep: bool = False

    @property
    def from_minute(self) -> int:
        """Minutes after midnight, 0 to 1,440."""
        return _minute_of_day(self.from_time)

    @property
    def to_minute(self) -> int:
        """Minutes after midnight, 0 to 1,440."""
        return _minute_of_day(self.to_time)


class Person(Struct, frozen=True, forbid_unknown_fields=True):
    """Who somebody is before the world begins; `news` is what they alone know on day one."""

    name: str
    age: int
    pronouns: str
    look: str
    background: str
    character: tuple[str, ...]
    manner: str
    sayings: tuple[str, ...]
    wants: tuple[str, ...]
    worries: tuple[str, ...]
    interests: tuple[str, ...]
    news: tuple[str, ...]
    knows: tuple[Acquaintance, ...]
    home: str
    work: str | None
    day: tuple[Habit, ...]


class Template(Struct, frozen=True, forbid_unknown_fields=True):
    """A town to begin with: its map by id, the seed, the language of its texts, its people."""

    id: str
    name: str
    description: str
    map: str
    seed: int
    language: str
    people: tuple[Person, ...]


def _minute_of_day(time: str) -> int:
    hours, minutes = time.split(":")
    return int(hours) * 60 + int(minutes)


def template_names(library: Library = SHIPPED) -> tuple[str, ...]:
    """Return the names of all templates, in alphabetical order."""
    return library.names("templates")


@cache
def load_template(name: str, library: Library = SHIPPED) -> Template:
    """Read a template by name.

    Raises UnknownTemplate for a name that is not in `template_names()`, and BadTemplate for a file
    that breaks the format.
    """
    content = library.read("templates", name)
    if content is None:
        raise UnknownTemplate(name, template_names(library))
    try:
        template = msgspec.json.decode(content, type=Template)
    except msgspec.DecodeError as error:
        raise BadTemplate(f"the template {name!r} can't be read: {error}") from error
    if template.id != name:
        raise BadTemplate(f"the template {name!r} calls itself {template.id!r}; its id is its file's name")
    return template
