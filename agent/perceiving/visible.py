"""What of a world can be seen: a fold over its committed steps, apart from the rules and their state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import msgspec

from engine.clock import TickRate
from engine.state import EntityChange
from engine.store import Loaded
from town.doings.activities import is_asleep
from town.doings.state import ObjectState
from town.ground.chunks import joined_places
from town.ground.geometry import Tile
from town.ground.map import Place, first_at
from town.ground.state import StoredFixture, StoredPlace
from town.minds.state import Agent
from town.settings import Settings
from town.who import Player

SCENE_KINDS = ("players", "walkers", "agents", "objects", "settings", "places", "fixtures")


class Figure(msgspec.Struct, frozen=True):
    """Somebody as others see them."""

    name: str = ""
    tile: Tile | None = None
    activity: str | None = None
    """What they are doing, told in the third person."""
    asleep: bool = False
    conversation: str | None = None


class Ground(msgspec.Struct, frozen=True, dict=True):
    """Where and by which calendar things are seen."""

    settings: Settings
    stored_places: Mapping[str, StoredPlace] = {}
    stored_fixtures: Mapping[str, StoredFixture] = {}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The places with their objects."""
        return joined_places(self.stored_places, self.stored_fixtures)

    def place(self, tile: Tile | None) -> Place | None:
        """The place that a tile belongs to."""
        return None if tile is None else first_at(self.places, tile)

    def place_at(self, tile: Tile | None) -> tuple[str | None, str]:
        """The id of the place that a tile belongs to, and ` at its name`: None and nothing elsewhere."""
        place = self.place(tile)
        return (None, "") if place is None else (place.id, f" at {place.name}")


class Scene(msgspec.Struct, frozen=True):
    """All who are in the world at a moment."""

    at_ms: int
    figures: dict[str, Figure]
    """By player."""
    minds: dict[str, str]
    """The player of each agent: those who notice."""
    objects: dict[str, ObjectState] = {}
    """What is in use, or as its last user left it."""


class _Body(msgspec.Struct, frozen=True, rename="camel"):
    tile_x: int
    tile_y: int


def first_scene(loaded: Loaded, rate: TickRate) -> tuple[Scene, Ground]:
    """The world as of its last commit; `loaded` holds the entities of `SCENE_KINDS`."""
    changes = [EntityChange(entity.kind, entity.id, entity.body) for entity in loaded.entities]
    at_ms = rate.time_ms(loaded.world.next_tick)
    scene = scene_after(Scene(at_ms, {}, {}), changes, at_ms)
    (settings,) = (entity.body for entity in loaded.entities if entity.kind == "settings")
    return scene, ground_after(Ground(msgspec.json.decode(settings, type=Settings)), changes)


def scene_after(scene: Scene, changes: Iterable[EntityChange], at_ms: int) -> Scene:
    """The scene once a step's changes are made."""
    figures, minds, objects = dict(scene.figures), dict(scene.minds), dict(scene.objects)
    for change in changes:
        match change.kind, change.body:
            case "players", None:
                figures.pop(change.id, None)
            case "players", msgspec.Raw() as body:
                figures[change.id] = _as_player(figures.get(change.id, Figure()), body)
            case "walkers", msgspec.Raw() as body:
                row = msgspec.json.decode(body, type=_Body)
                figure = figures.get(change.id, Figure())
                figures[change.id] = msgspec.structs.replace(figure, tile=Tile(row.tile_x, row.tile_y))
            case "agents", None:
                minds.pop(change.id, None)
            case "agents", msgspec.Raw() as body:
                minds[change.id] = msgspec.json.decode(body, type=Agent).player
            case "objects", None:
                objects.pop(change.id, None)
            case "objects", msgspec.Raw() as body:
                objects[change.id] = msgspec.json.decode(body, type=ObjectState)
            case _:
                pass
    # A body without a person is none: of one who leaves, either may be told first.
    present = {id_: figure for id_, figure in figures.items() if figure.name}
    return Scene(at_ms, present, minds, objects)


def _as_player(figure: Figure, body: msgspec.Raw) -> Figure:
    player = msgspec.json.decode(body, type=Player)
    return Figure(
        name=player.name,
        tile=figure.tile,
        activity=player.activity.description if player.activity else None,
        asleep=is_asleep(player),
        conversation=player.conversation,
    )


def ground_after(ground: Ground, changes: Iterable[EntityChange]) -> Ground:
    """Where things are seen once a step's changes are made: the same value if none of them is of the ground."""
    places, fixtures = dict(ground.stored_places), dict(ground.stored_fixtures)
    is_changed = False
    for change in changes:
        match change.kind, change.body:
            case "places", None:
                places.pop(change.id, None)
            case "places", msgspec.Raw() as body:
                places[change.id] = msgspec.json.decode(body, type=StoredPlace)
            case "fixtures", None:
                fixtures.pop(change.id, None)
            case "fixtures", msgspec.Raw() as body:
                fixtures[change.id] = msgspec.json.decode(body, type=StoredFixture)
            case _:
                continue
        is_changed = True
    return Ground(ground.settings, places, fixtures) if is_changed else ground
