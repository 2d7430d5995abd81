"""What is told of the wire is what goes over it: the description, the page's types and docs/WIRE.md."""

from __future__ import annotations

import functools
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from engine.inputs import Authority
from engine.store import NumberedEvent
from examples.harbor import HARBOR
from tests.towns import Play, place, town_map, villager
from tests.wire_schemas import fault
from tooling import wire
from tooling.wire_tables import TABLES
from town.founding import found_world
from town.people.inputs import join
from town.rules import TOWN
from town.settings import Settings
from town.views import FRAME_KINDS, PUBLIC_KINDS
from web.app import describe
from web.routes import watching
from web.schemas import sent_schemas
from web.wire import wire_types

DOCUMENT = (wire.ROOT / wire.DOCUMENT).read_text()


@functools.cache
def description() -> dict[str, Any]:
    return msgspec.json.decode(describe(TOWN))


def components() -> dict[str, Any]:
    return description()["components"]["schemas"]


@pytest.mark.parametrize("path", [wire.GENERATED / "types.ts", wire.GENERATED / "values.ts", wire.DOCUMENT])
def test_what_is_made_from_the_structs_is_fresh(path: Path) -> None:
    made = wire.made_from(description(), DOCUMENT)
    assert made[path] == (wire.ROOT / path).read_text(), "run `make wire`, and commit"


def test_the_document_has_every_table() -> None:
    assert set(re.findall(r"<!-- made: (\w+) -->", DOCUMENT)) == TABLES.keys()


def test_every_reason_to_close_the_line_is_named() -> None:
    codes = (
        watching.UNKNOWN_WORLD,
        watching.TOO_MANY_VIEWERS,
        watching.NOT_UNDERSTOOD,
        watching.WORLD_DELETED,
        watching.TOO_SLOW,
    )
    assert all(str(code) in DOCUMENT for code in codes)


def test_every_public_kind_and_every_input_from_outside_is_described() -> None:
    assert components()["EntityMap"]["properties"].keys() == FRAME_KINDS
    sendable = {
        name for name, i in TOWN.inputs.items() if i.authority in (Authority.SUBJECT, Authority.OWNER)
    }
    assert components()["Input"]["discriminator"]["mapping"].keys() == sendable


def test_every_event_is_declared() -> None:
    """A tagged struct of a module of events is one that `TOWN` declares, for only those are described."""

    def declared() -> Iterator[type[msgspec.Struct]]:
        for name, module in list(sys.modules.items()):
            if name.startswith("town.") and name.endswith(".events"):
                structs = (each for each in vars(module).values() if isinstance(each, type))
                yield from (each for each in structs if issubclass(each, msgspec.Struct))

    told = {each for each in declared() if each.__struct_config__.tag is not None}
    assert told == set(TOWN.events)


def test_a_forks_events_are_described_with_its_rules() -> None:
    types = wire_types(HARBOR)
    schemas = sent_schemas(types.values())
    assert {"WavedEvent", "BellStruckEvent"} <= types.keys()
    assert schemas["Waved"]["required"] == ["kind", "player", "at"]


def test_what_happens_in_a_town_is_as_described() -> None:
    """Villagers and a visitor live for a while: their entities and events hold what is told of them, and no more."""
    places = (place("garden", 0, 0, 4, 3), place("mill", 10, 6, 4, 3))
    villagers = [villager(number, "garden") for number in range(3)]
    play = Play(found_world(town_map(places=places), 7, Settings(template="test"), villagers, rules=TOWN))
    changes = [*play.game.mark_committed()]
    play.send(join.request(name="Ada", character="look-02"))
    play.step(1200)
    changes += [change for step in play.steps for change in step.changes if change.kind in PUBLIC_KINDS]
    told = [change for change in changes if change.kind in PUBLIC_KINDS]
    events = [event for step in play.steps for event in step.events]
    assert len({change.kind for change in told}) > 5
    assert events
    for change in told:
        assert fault_in(change, "Change") is None
    for number, event in enumerate(events, 1):
        fields = {name: getattr(event, name) for name in event.__struct_fields__}
        assert fault_in(NumberedEvent(number=number, **fields), "TownEvent") is None


def fault_in(value: Any, component: str) -> str | None:
    """What is wrong with a value's JSON as one of a component."""
    json = msgspec.json.decode(msgspec.json.encode(value))
    return fault(json, components()[component], components())


def test_a_fault_would_be_seen() -> None:
    """The check itself: of what is missing, what is too much and what is wrong."""
    tile = {"x": 1, "y": 2}
    assert fault(tile, components()["Tile"], components()) is None
    for wrong in ({"x": 1}, {**tile, "z": 3}, {**tile, "y": "2"}):
        assert fault(wrong, components()["Tile"], components()) is not None
    assert fault("c:1", components()["PlayerId"], components()) is not None
