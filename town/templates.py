"""The templates that worlds are founded from."""

from __future__ import annotations

from importlib import resources
from typing import Annotated

import msgspec

Minute = Annotated[int, msgspec.Meta(ge=0, le=1440)]


class UnknownTemplate(LookupError):
    """There is no such template; the message says which there are."""


class Habit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stretch of a usual day."""

    from_: Annotated[str, msgspec.Meta(pattern=r"^\d\d:\d\d$")] = msgspec.field(name="from")
    to: Annotated[str, msgspec.Meta(pattern=r"^\d\d:\d\d$")]
    place: str
    activity: str
    emoji: str

    @property
    def from_minute(self) -> int:
        """Minute of the day."""
        return _minute(self.from_)

    @property
    def to_minute(self) -> int:
        """Minute of the day, up to 1440."""
        return _minute(self.to)


class Acquaintance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a person knows on the first day."""

    name: str
    relation: str
    feeling: str


class Person(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One villager."""

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


class Template(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A town to found."""

    id: str
    name: str
    description: str
    map: str
    seed: int
    language: str
    people: tuple[Person, ...]


def template_names() -> tuple[str, ...]:
    """The templates that there are."""
    files = resources.files("town.data.templates").iterdir()
    return tuple(sorted(f.name.removesuffix(".json") for f in files if f.name.endswith(".json")))


def load_template(name: str) -> Template:
    """A template by its name. Raises `UnknownTemplate`."""
    if name not in template_names():
        raise UnknownTemplate(f"there is no template {name[:40]!r}; there are {', '.join(template_names())}")
    content = resources.files("town.data.templates").joinpath(f"{name}.json").read_bytes()
    return msgspec.json.decode(content, type=Template)


def _minute(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)
