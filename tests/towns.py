"""Small towns for tests, drawn as text."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from engine.game import Answer, DueInput, Error, Game, Ok, Step
from engine.inputs import Request
from engine.operations import Operation
from town.days.state import Habit
from town.founding import Villager, found_world
from town.ground.geometry import Tile
from town.ground.map import Area, Fixture, Pastime, Place, TownMap
from town.rules import TOWN
from town.settings import Settings
from town.who import Person
from town.world import World

MEADOW = ("." * 16,) * 12


def town_map(
    rows: Sequence[str] = MEADOW, places: Sequence[Place] = (), entry: Tile | None = None
) -> TownMap:
    """A map drawn with `.` and `#`; people come in at the first free tile if no entry is given."""
    free = (Tile(x, y) for y, row in enumerate(rows) for x, mark in enumerate(row) if mark == ".")
    return TownMap("test", tuple(rows), entry or next(free), tuple(places))


def place(id_: str, x: int, y: int, width: int, height: int) -> Place:
    """A place all of whose tiles are spots."""
    spots = tuple(Tile(x + i, y + j) for j in range(height) for i in range(width))
    pastime = Pastime(f"{id_}-pastime", f"enjoys the {id_}", "🙂")
    return Place(id_, id_.title(), id_, Area(x, y, width, height), Tile(x, y), spots, (pastime,))


def with_objects(place: Place, *objects: Fixture) -> Place:
    """The place with objects; its pastime is done with the first of them."""
    (pastime,) = place.activities
    return replace(place, objects=objects, activities=(replace(pastime, object=objects[0].name),))


def villager(number: int, home: str | None = None, day: Sequence[Habit] = ()) -> Villager:
    """Somebody without qualities."""
    person = Person(age=40, pronouns="they/them", background="Born here.", home=home, day=tuple(day))
    return Villager(name=f"Villager {number}", look="look-01", person=person)


class Play:
    """A game that a test drives: inputs at the next tick, answers and effects kept."""

    def __init__(self, world: World, *, leap: bool = True, next_tick: int = 0) -> None:
        self.game: Game[World] = Game(TOWN, world, leap=leap, next_tick=next_tick)
        self.steps: list[Step] = []
        self.log: list[DueInput] = []
        self.operations: list[Operation] = []
        self.events: list[tuple[str, Any]] = []
        self._number = 0

    @property
    def world(self) -> World:
        return self.game.world

    def step(self, ticks: int, requests: Iterable[Request] = ()) -> list[Answer]:
        """Apply requests at the next tick, then run some ticks."""
        due = [self._due(request) for request in requests]
        step = self.game.step(self.game.next_tick + ticks, due)
        self.steps.append(step)
        self.operations.extend(step.operations)
        self.events.extend((event.kind, msgspec.json.decode(event.body)) for event in step.events)
        return list(step.answers)

    def send(self, request: Request) -> Any:
        """Apply one request before the next tick and return its answer's value; fails if it is rejected."""
        (answer,) = self.step(0, [request])
        assert isinstance(answer.outcome, Ok), answer.outcome
        return msgspec.json.decode(answer.outcome.value)

    def rejected(self, request: Request) -> str:
        """Apply a request that must be rejected and return why."""
        (answer,) = self.step(0, [request])
        assert isinstance(answer.outcome, Error), answer.outcome
        return answer.outcome.message

    def seconds(self, seconds: float) -> None:
        """Let world time pass."""
        self.step(round(seconds * 60))

    def waiting(self) -> set[str]:
        """What waits for people, in their own time: the first word of each key."""
        return {patience.key.partition(":")[0] for patience in TOWN.patience(self.world)}

    def lose_patience(self, what: str) -> Any:
        """Let what waits for a person and is called so lapse, as the runner does when their time is up."""
        (request,) = [p.request for p in TOWN.patience(self.world) if p.key.startswith(f"{what}:")]
        return self.send(request)

    def _due(self, request: Request) -> DueInput:
        self._number += 1
        due = DueInput(self._number, self.game.next_tick, request.name, request.args)
        self.log.append(due)
        return due


def play(
    rows: Sequence[str] = MEADOW,
    places: Sequence[Place] = (),
    villagers: Sequence[Villager] = (),
    *,
    seed: int = 1,
    entry: Tile | None = None,
    leap: bool = True,
    settings: Settings = Settings(template="test"),  # noqa: B008 (a frozen value)
) -> Play:
    """A new game on a small map."""
    world = found_world(town_map(rows, places, entry), seed, settings, villagers, rules=TOWN)
    return Play(world, leap=leap)
