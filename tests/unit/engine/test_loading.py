"""A world of another version is upgraded, or stopped with a sentence and left as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from engine.clock import ManualClock
from engine.game import Rules
from engine.inputs import ANYONE
from engine.leases import Holder
from engine.loading import CannotPlay, game_of, load_game
from engine.memory_store import MemoryStore
from engine.replay import check_replay
from engine.runner import Runner
from engine.state import Entity
from engine.store import Loaded
from tests.counter.rules import COUNTING, Mind, World, add_counter, new_world
from tests.simulation.faults import NoQueue

Changed = Callable[[Mind], Mind]


def upgrade_of_minds(change: Changed) -> Callable[[Sequence[Entity]], Iterable[Entity]]:
    def upgrade(entities: Sequence[Entity]) -> Iterable[Entity]:
        for entity in entities:
            if entity.kind == "minds":
                mind = change(msgspec.json.decode(entity.body, type=Mind))
                yield replace(entity, body=msgspec.Raw(msgspec.json.encode(mind)))
            else:
                yield entity

    return upgrade


def renamed(mind: Mind) -> Mind:
    return replace(mind, name=mind.name + "!")


def thought_of(mind: Mind) -> Mind:
    return replace(mind, thoughts=mind.thoughts + (10 if mind.name.endswith("!") else 0))


NEWER = replace(COUNTING, version=3, upgrades={1: upgrade_of_minds(renamed), 2: upgrade_of_minds(thought_of)})


async def turn(store: MemoryStore, rules: Rules[World], ms: int = 1000) -> None:
    """One runner takes the world, and plays for a while."""
    clock = ManualClock(1)
    generation = await store.take("w", Holder.of("test", rules))
    runner: Runner[World] = Runner(
        "w", rules, store, generation=generation, dispatcher=NoQueue(), clock=clock
    )
    await runner.turn()
    clock.advance(ms)
    await runner.turn()


async def played() -> MemoryStore:
    store = MemoryStore()
    await store.create_world(new_world())
    await store.send("w", add_counter.request(name="Ada"), actor=ANYONE)
    await turn(store, COUNTING)
    return store


async def test_a_runner_upgrades_over_several_versions_and_plays_on() -> None:
    store = await played()
    before = await store.world("w")
    await store.send("w", add_counter.request(name="Bo"), actor=ANYONE)
    await turn(store, NEWER)
    minds = [msgspec.json.decode(e.body, type=Mind) for e in (await store.load("w", ["minds"])).entities]
    assert [(mind.name, mind.thoughts) for mind in minds] == [("Ada!", 10), ("Bo", 0)]
    upgraded = (await store.steps_after("w", before.step, 1))[0]
    assert (upgraded.from_tick, upgraded.next_tick) == (before.next_tick, before.next_tick)
    assert [(change.kind, change.id) for change in upgraded.changes] == [("minds", "n:1")]
    founding = (await store.founding("w")).world
    assert (founding.step, founding.next_tick, founding.rules_version) == (
        before.step + 1,
        before.next_tick,
        3,
    )
    result = await check_replay(NEWER, store, "w")
    assert result.divergence is None
    assert result.ticks == (await store.world("w")).next_tick > before.next_tick
    step = (await store.world("w")).step
    await load_game(NEWER, store, "w", await store.take("w", Holder.of("test", NEWER)))
    assert (await store.world("w")).step == step, "it is upgraded once"


def no_rules(_entities: Sequence[Entity]) -> Iterable[Entity]:
    raise KeyError("whims")


def of_no_kind(entities: Sequence[Entity]) -> Iterable[Entity]:
    return (*entities, Entity("whims", "", msgspec.Raw(b"1")))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": "chess"}, "played by the rules 'counting'"),
        ({"version": 0}, "Start a newer program"),
        ({"version": 2}, "no upgrade from version 1"),
        ({"version": 3, "upgrades": {1: upgrade_of_minds(renamed)}}, "no upgrade from version 2"),
        ({"version": 2, "upgrades": {1: no_rules}}, "The upgrade from version 1 .* failed: KeyError"),
        ({"version": 2, "upgrades": {1: of_no_kind}}, "can't be restored by version 2"),
    ],
)
async def test_what_cannot_be_played_is_left_as_it_was(changes: dict[str, Any], says: str) -> None:
    store = await played()
    before = msgspec.json.encode(await store.load("w"))
    rules = replace(COUNTING, **changes)
    with pytest.raises(CannotPlay, match=says):
        await load_game(rules, store, "w", (await store.world("w")).generation)
    assert msgspec.json.encode(await store.load("w")) == before


async def test_a_struct_that_changed_without_a_version_is_told() -> None:
    loaded: Loaded = await (await played()).load("w")
    bare = replace(loaded.entities[0], body=msgspec.Raw(b"{}"))
    entities = (bare, *loaded.entities[1:])
    with pytest.raises(CannotPlay, match="without a new version"):
        game_of(COUNTING, replace(loaded, entities=entities, state_hash=hash_of(entities)))


def hash_of(entities: Sequence[Entity]) -> str:
    """As a program hashed it to whose structs these bodies were whole."""
    total = sum(
        int.from_bytes(
            hashlib.blake2b(
                f"{entity.kind}\0{entity.id}\0".encode() + bytes(entity.body), digest_size=16
            ).digest()
        )
        for entity in entities
    )
    return f"{total % (1 << 128):032x}"
