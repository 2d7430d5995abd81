"""What a world chose for itself when it was founded."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from town.bodies.constants import (
    FASTEST_WALKING_UNITS_PER_SECOND,
    SLOWEST_WALKING_UNITS_PER_SECOND,
    WALKING_UNITS_PER_SECOND,
)
from town.days.constants import DAY_STARTS_AT_MINUTE, MINUTES_PER_DAY, TOWN_DAY_MS
from town.languages import LONGEST_TAG
from town.minds.constants import LARGEST_DAILY_LIMIT
from town.owner.constants import LONGEST_UNTIL_REST_MINUTES
from town.people.constants import MOST_HUMANS

WalkingSpeed = Annotated[
    int,
    msgspec.Meta(ge=SLOWEST_WALKING_UNITS_PER_SECOND, le=FASTEST_WALKING_UNITS_PER_SECOND),
]


class Abilities(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What the minds of a world can do; each is switched off alone to see what it is worth."""

    memory: bool = True
    """Notice and remember, and find it again; without it there is nothing to reflect on either."""
    reflection: bool = True
    """Draw insights from memories."""
    plans: bool = True
    """Plan days; without it each deed is decided by itself."""


Language = Annotated[
    str,
    msgspec.Meta(
        min_length=2,
        max_length=LONGEST_TAG,
        description="A BCP 47 tag: en, fa, pt-BR, zh-Hant; what people speak.",
    ),
]

DailyLimit = Annotated[int, msgspec.Meta(ge=0, le=LARGEST_DAILY_LIMIT)]

RestAfterMinutes = Annotated[int, msgspec.Meta(ge=1, le=LONGEST_UNTIL_REST_MINUTES)]


class Speech(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """How the people of a world are spoken for. None leaves it to whoever runs the workers, whose own limits no
    world exceeds. The rules never read it."""

    voice: Literal["scripted"] | None = None
    """`scripted`: no model is asked anything."""
    language: Language | None = None
    daily_microdollars: DailyLimit | None = None
    """What the world may spend on models in a UTC day."""
    daily_tokens: DailyLimit | None = None
    """The same in tokens."""


def lower_limit(first: int | None, second: int | None) -> int | None:
    """The one of two limits that is reached first; None is no limit."""
    return min((limit for limit in (first, second) if limit is not None), default=None)


class Settings(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What a world chose for itself when it was founded."""

    template: str
    town_day_ms: int = TOWN_DAY_MS
    day_starts_at_minute: int = DAY_STARTS_AT_MINUTE
    walking_units_per_second: WalkingSpeed = WALKING_UNITS_PER_SECOND
    most_humans: int = MOST_HUMANS
    abilities: Abilities = Abilities()
    speech: Speech = Speech()
    rest_after_minutes: RestAfterMinutes | None = None
    """Real minutes without anybody watching or playing after which the world rests; None: it never does."""


def world_ms_of_minutes(settings: Settings, minutes: int) -> int:
    """World time that so many minutes of the calendar take."""
    return minutes * settings.town_day_ms // MINUTES_PER_DAY
