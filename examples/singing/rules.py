"""The town's side: an owner asks for a song, the work is declared once, and its report is sung."""

from __future__ import annotations

from typing import Annotated

import msgspec

from engine.game import Rules
from engine.inputs import Authority
from town.days.calendar import minute_of_day
from town.ids import OperationId, PlayerId
from town.parts import Part, registry
from town.rules import PARTS, rules_of
from town.slow_work import SlowRequest, SlowWork
from town.world import World

MOST_LINES, LONGEST_LINE = 8, 80
SONG_LASTS_MS = 120_000

Line = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST_LINE)]
Lines = Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=MOST_LINES)]

SONGS = registry()


class ComposeSong(SlowRequest, frozen=True, kw_only=True, tag="composeSong"):
    """Compose a song about something."""

    player: PlayerId
    about: str
    minute_of_day: int


class Song(msgspec.Struct, frozen=True):
    """A song that somebody has composed."""

    title: str
    lines: tuple[str, ...]


COMPOSING = SlowWork(
    request=ComposeSong,
    answer=Song,
    report="finishSong",
    failure="songFailed",
    names=("operation", "player"),
    lasts_ms=SONG_LASTS_MS,
)


class Sung(msgspec.Struct, frozen=True, tag="sung", tag_field="kind"):
    """Somebody sings a song of theirs; without lines they hum."""

    player: PlayerId
    title: str
    lines: tuple[str, ...]


@SONGS(Authority.OWNER)
def ask_for_song(world: World, now: int, *, player: PlayerId, about: Line) -> None:
    """Ask somebody for a song."""
    request = ComposeSong(
        operation=world.new_operation_id(),
        player=world.player(player).id,
        about=about,
        minute_of_day=minute_of_day(world.settings, now),
    )
    COMPOSING.ask(world, now, request)


@SONGS(Authority.OPERATION)
def finish_song(
    world: World, now: int, *, operation: OperationId, player: PlayerId, title: Line, lines: Lines
) -> None:
    """Somebody has composed a song."""
    del operation
    world.effects.emit(now, world.player(player).id, Sung(player, title, lines))


@SONGS(Authority.OPERATION)
def song_failed(world: World, now: int, *, operation: OperationId, player: PlayerId, reason: str) -> None:
    """Nothing came to mind: who was asked hums."""
    del operation, reason
    world.effects.emit(now, world.player(player).id, Sung(player, "", ()))


SINGING = Part(name="singing", inputs=SONGS.by_name, events=(Sung,), operations=(COMPOSING,))
SINGING_TOWN: Rules[World] = rules_of("singing", (*PARTS, SINGING))
