"""Perception: which of the things that happen within sight an agent notices. Pure rules, no model.

What is noticed follows from the committed steps alone, so looking at them again gives the same observations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import msgspec
import numpy as np
from numpy.typing import NDArray

from agent.memory.company import LEAST_COMPANY_MINUTES, company_text
from agent.memory.constants import (
    EARSHOT_TILES,
    MOST_NOTICED_A_MINUTE,
    OUT_OF_SIGHT_TILES,
    REPEATED_AFTER_CALENDAR_HOURS,
    SIGHT_TILES,
)
from agent.memory.heard import heard
from agent.memory.records import NewMemory
from agent.perceiving.visible import Figure, Ground, Scene, scene_after
from engine.clock import TickRate
from engine.store import CommittedStep
from engine.words import Said, ids_in
from records.memories import MemoryKind
from town.days.calendar import calendar_minutes
from town.ground.geometry import Tile
from town.people.events import PlayerJoined, PlayerLeft
from town.settings import world_ms_of_minutes
from town.talk.events import ConversationStarted, Message

Happening = Message | ConversationStarted | PlayerJoined | PlayerLeft
HAPPENINGS = frozenset(str(kind.__struct_config__.tag) for kind in Happening.__args__)


class Attention(msgspec.Struct, frozen=True):
    """What an agent has in view, and what it has noticed of late."""

    in_sight: frozenset[str] = frozenset()
    noticed_ms: dict[str, int] = {}
    """When it last noticed a thing, by the thing's key; what may be noticed again is left out."""
    minute: int = 0
    noticed_this_minute: int = 0
    company_ms: dict[str, int] = {}
    """Since when those near have been there, as long as all are awake."""


class View(msgspec.Struct, frozen=True):
    """A world and all who notice, as of a step: everything that perception carries from step to step."""

    step: int
    scene: Scene
    attention: dict[str, Attention]
    """By player."""


class _Sight(msgspec.Struct, frozen=True, kw_only=True):
    """Something that can be noticed. The same thing again has the same key."""

    key: str
    text: str
    tile: Tile | None
    about: tuple[str, ...] = ()
    source: str | None = None
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


class _Glance(msgspec.Struct, frozen=True):
    """One agent's look at one step."""

    player: str
    me: Figure
    before: Scene
    after: Scene
    happenings: Sequence[Happening]
    spoken: Mapping[str, Said]
    ground: Ground
    in_sight: frozenset[str]
    arrived: frozenset[str]
    """Those who came into sight."""
    gone: frozenset[str]
    """Those who went out of sight."""
    company_ms: dict[str, int]
    """Since when those who are near have been there."""
    left: dict[str, int]
    """Since when those had been near who are not any more."""


def look(
    view: View, step: CommittedStep, ground: Ground, spoken: Mapping[str, Said], rate: TickRate
) -> tuple[View, list[NewMemory]]:
    """The view after a step, and what was noticed in it, in a fixed order.

    `spoken` is what was said in it, by the ids of the words (`said_in_steps`); what is gone is not overheard.
    """
    after = scene_after(view.scene, step.changes, rate.time_ms(step.next_tick))
    happenings = [
        msgspec.json.decode(event.body, type=Happening) for event in step.events if event.kind in HAPPENINGS
    ]
    crowd = _Crowd(after)
    attention: dict[str, Attention] = {}
    noticed: list[NewMemory] = []
    for player in sorted(set(after.minds.values()) & set(after.figures)):
        known = view.attention.get(player)
        in_sight = crowd.in_sight(player, known.in_sight if known else frozenset())
        if known is None:
            attention[player] = Attention(in_sight)
            continue
        glance = _Glance(
            player,
            after.figures[player],
            view.scene,
            after,
            happenings,
            spoken,
            ground,
            in_sight,
            in_sight - known.in_sight,
            known.in_sight - in_sight,
            *_company(known.company_ms, player, in_sight, after),
        )
        attention[player], memories = _attend(glance, known, step.number)
        noticed.extend(memories)
    return View(step.number, after, attention), noticed


def _company(
    before_ms: dict[str, int], player: str, in_sight: frozenset[str], after: Scene
) -> tuple[dict[str, int], dict[str, int]]:
    """Since when those who are near have been, and since when those had been who are not any more."""
    near = () if after.figures[player].asleep else sorted(in_sight)
    awake = [other for other in near if not after.figures[other].asleep]
    company_ms = {other: before_ms.get(other, after.at_ms) for other in awake}
    return company_ms, {other: at_ms for other, at_ms in before_ms.items() if other not in company_ms}


class _Crowd:
    """Who stands where, for quick looks around."""

    def __init__(self, scene: Scene) -> None:
        self._figures = {id_: figure for id_, figure in scene.figures.items() if figure.tile is not None}

    @cached_property
    def _ids(self) -> list[str]:
        return list(self._figures)

    @cached_property
    def _tiles(self) -> NDArray[np.int64]:
        """(people, 2), in the order of `_ids`."""
        tiles = [(f.tile.x, f.tile.y) for f in self._figures.values() if f.tile is not None]
        return np.array(tiles, np.int64).reshape(len(tiles), 2)

    def in_sight(self, player: str, before: frozenset[str]) -> frozenset[str]:
        """Whom a player sees, given whom they saw."""
        if player not in self._figures:
            return frozenset()
        squares = ((self._tiles - self._tiles[self._ids.index(player)]) ** 2).sum(axis=1)
        near = {self._ids[place] for place in np.flatnonzero(squares <= SIGHT_TILES**2).tolist()}
        around = {self._ids[place] for place in np.flatnonzero(squares <= OUT_OF_SIGHT_TILES**2).tolist()}
        return frozenset((near | (around & before)) - {player})


def _attend(glance: _Glance, known: Attention, step: int) -> tuple[Attention, list[NewMemory]]:
    """Keep of what is to be seen what is new and not too much; who falls asleep notices nothing more."""
    now_ms, settings = glance.after.at_ms, glance.ground.settings
    minute = now_ms // max(world_ms_of_minutes(settings, 1), 1)
    count = known.noticed_this_minute if minute == known.minute else 0
    again_ms = now_ms - world_ms_of_minutes(settings, REPEATED_AFTER_CALENDAR_HOURS * 60)
    noticed_ms = known.noticed_ms
    memories: list[NewMemory] = []
    for sight in _partings(glance) if glance.me.asleep else _sights(glance):
        if count == MOST_NOTICED_A_MINUTE:
            break
        if noticed_ms.get(sight.key, again_ms) > again_ms:
            continue
        count += 1
        noticed_ms = {key: at_ms for key, at_ms in noticed_ms.items() if at_ms > again_ms}
        noticed_ms[sight.key] = now_ms
        memories.append(_memory(glance, sight, step))
    return Attention(glance.in_sight, noticed_ms, minute, count, glance.company_ms), memories


def _memory(glance: _Glance, sight: _Sight, step: int) -> NewMemory:
    digest = hashlib.blake2b(sight.key.encode(), digest_size=6).hexdigest()
    place, _ = glance.ground.place_at(sight.tile)
    return NewMemory(
        id=f"seen:{step}:{glance.player}:{digest}",
        player=glance.player,
        kind=MemoryKind.OBSERVATION,
        text=sight.text,
        at_ms=glance.after.at_ms,
        place=place,
        source=sight.source,
        about=sight.about,
        tags=sight.tags,
        authors=sight.authors,
    )


def _sights(glance: _Glance) -> Iterator[_Sight]:
    """What there is to notice, the most telling first."""
    yield from _overheard(glance)
    yield from _comings_to_town(glance)
    yield from _talks(glance)
    yield from _partings(glance)
    yield from _doings(glance)
    yield from _arrivals(glance)
    yield from _objects(glance)


def _overheard(glance: _Glance) -> Iterator[_Sight]:
    """Talk nearby, for who is in no talk of their own."""
    if glance.me.conversation is not None:
        return
    for message in glance.happenings:
        if not isinstance(message, Message) or not _hears(glance, message.player):
            continue
        said = heard(message, glance.spoken)
        if said is None:
            continue
        partner = _partner(glance, message)
        to = f" to {glance.after.figures[partner].name}" if partner else ""
        yield _Sight(
            key=f"heard {message.uuid}",
            text=f"{message.name} said{to}: “{said.text}”",
            tile=glance.me.tile,
            about=(message.player, partner) if partner else (message.player,),
            source=message.player,
            tags=("overheard",),
            authors=said.authors,
        )


def said_in_steps(steps: Iterable[CommittedStep]) -> set[str]:
    """The ids of what was said in steps."""
    return ids_in(event.body for step in steps for event in step.events if event.kind in HAPPENINGS)


def _comings_to_town(glance: _Glance) -> Iterator[_Sight]:
    """Who came into the world or left it before the agent's eyes."""
    for happening in glance.happenings:
        match happening:
            case PlayerJoined(player=other, name=name) if other in glance.in_sight:
                tile = glance.after.figures[other].tile
                yield _Sight(
                    key=f"joined {other}", text=f"{name} has come to town.", tile=tile, about=(other,)
                )
            case PlayerLeft(player=other, name=name) if other in glance.gone:
                yield _Sight(
                    key=f"left {other}", text=f"{name} has left town.", tile=glance.me.tile, about=(other,)
                )
            case _:
                pass


def _talks(glance: _Glance) -> Iterator[_Sight]:
    """Two others who begin to talk."""
    for happening in glance.happenings:
        if isinstance(happening, ConversationStarted) and glance.in_sight.issuperset(happening.members):
            first, second = (glance.after.figures[member] for member in happening.members)
            yield _Sight(
                key=f"talk {' '.join(sorted(happening.members))}",
                text=f"{first.name} and {second.name} stood together and talked{_at(glance, first.tile)}.",
                tile=first.tile,
                about=happening.members,
            )


def _partings(glance: _Glance) -> Iterator[_Sight]:
    """Who was near for long and is not any more: gone, or one of the two is asleep."""
    was = glance.before.figures.get(glance.player, glance.me)
    for other, since_ms in sorted(glance.left.items()):
        minutes = calendar_minutes(glance.ground.settings, glance.after.at_ms - since_ms)
        figure = glance.after.figures.get(other) or glance.before.figures.get(other)
        if figure is not None and minutes >= LEAST_COMPANY_MINUTES:
            yield _Sight(
                key=f"company {other} {since_ms}",
                text=company_text(figure.name, minutes, _at(glance, was.tile)),
                tile=was.tile,
                about=(other,),
                tags=("company",),
            )


def _doings(glance: _Glance) -> Iterator[_Sight]:
    """What those in sight begin to do, or are at when they come into sight; and what oneself begins to do."""
    for other in (*sorted(glance.in_sight), glance.player):
        figure, was = glance.after.figures[other], glance.before.figures.get(other)
        new = other in glance.arrived or was is None or was.activity != figure.activity
        if figure.activity is None or not new:
            continue
        place, _ = glance.ground.place_at(figure.tile)
        oneself = other == glance.player
        yield _Sight(
            key=f"does {other} {place} {figure.activity}",
            text=f"{figure.name} {figure.activity}{_at(glance, figure.tile)}.",
            tile=figure.tile,
            about=() if oneself else (other,),
            tags=("self",) if oneself else (),
        )


def _arrivals(glance: _Glance) -> Iterator[_Sight]:
    """Who comes by without doing anything yet."""
    for other in sorted(glance.arrived):
        figure = glance.after.figures[other]
        if figure.activity is None:
            yield _Sight(
                key=f"came {other}",
                text=f"{figure.name} came by{_at(glance, figure.tile)}.",
                tile=figure.tile,
                about=(other,),
            )


def _objects(glance: _Glance) -> Iterator[_Sight]:
    """What is in use, or was left in some state, at the place where the agent is; but not what it uses itself."""
    place_id, at = glance.ground.place_at(glance.me.tile)
    place = glance.ground.place(glance.me.tile)
    here = sorted(key for key, object_ in glance.after.objects.items() if object_.place == place_id)
    for key in here:
        object_ = glance.after.objects[key]
        fixture = place.object(object_.object) if place else None
        if fixture is None or glance.player in object_.users:
            continue
        tile = Tile(fixture.x, fixture.y)
        if _is_within(glance.me.tile, tile, SIGHT_TILES):
            yield _Sight(
                key=f"object {place_id} {fixture.name} {object_.state}",
                text=f"The {fixture.name}{at} is {object_.state}.",
                tile=glance.me.tile,
                about=object_.users,
                tags=("object",),
            )


def _hears(glance: _Glance, other: str) -> bool:
    there = glance.after.figures.get(other, Figure()).tile
    return other != glance.player and _is_within(glance.me.tile, there, EARSHOT_TILES)


def _is_within(here: Tile | None, there: Tile | None, tiles: int) -> bool:
    if here is None or there is None:
        return False
    return (here.x - there.x) ** 2 + (here.y - there.y) ** 2 <= tiles**2


def _partner(glance: _Glance, message: Message) -> str | None:
    """To whom it was said, if they are still there."""
    others = (
        id_
        for scene in (glance.after, glance.before)
        for id_, figure in scene.figures.items()
        if figure.conversation == message.conversation and id_ != message.player
    )
    partner = next(others, None)
    return partner if partner in glance.after.figures else None


def _at(glance: _Glance, tile: Tile | None) -> str:
    """` at the bakery`, or nothing where there is no place."""
    return glance.ground.place_at(tile)[1]
