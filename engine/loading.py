"""From a world as it is stored to a game that goes on: restored by its rules, upgraded first if they have moved on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import structlog

from engine.codec import encode_history
from engine.game import Game, Rules
from engine.history import HistorySegment
from engine.state import Entity, EntityChange, restore, stored_entities
from engine.store import Loaded, Store, UpgradedWorld, WorldRecord

W = TypeVar("W")

log: structlog.stdlib.BoundLogger = structlog.get_logger("loading")


class CannotPlay(Exception):
    """These rules can't play the world as it is stored. The message is for its owner: what is wrong, what helps."""


class AwaitsUpgrade(CannotPlay):
    """The world has an older form still: a host of these rules upgrades it, and then it can be read."""


async def load_game(rules: Rules[W], store: Store, world_id: str, generation: int) -> Game[W]:
    """The game as of the last commit; a world of an older version is upgraded first.

    Raises `CannotPlay`, having changed nothing, `StaleGeneration` and what `Store.load` raises.
    """
    loaded = await store.load(world_id)
    if rules.outgrew(loaded.world.rules, loaded.world.rules_version):
        upgraded = upgraded_world(rules, loaded)
        step = await store.upgrade(world_id, generation, upgraded)
        log.info("world upgraded", world=world_id, to_version=upgraded.rules_version, step=step)
        loaded = await store.load(world_id)
    return game_of(rules, loaded)


def game_of(rules: Rules[W], loaded: Loaded) -> Game[W]:
    """The game as it was at a commit. Raises `CannotPlay`."""
    check_rules(rules, loaded.world)
    game = _restored(rules, loaded.world, loaded.entities)
    if game.committed_hash != loaded.state_hash:
        raise CannotPlay(
            f"The stored state reads differently under version {rules.version} of the rules {rules.name!r}: "
            "they were changed without a new version. Start the program that ran this world before."
        )
    return game


def upgraded_world(rules: Rules[W], loaded: Loaded) -> UpgradedWorld:
    """A world of an older version in the form of the newest, proven by restoring it. Raises `CannotPlay`."""
    entities = _upgraded_entities(rules, loaded)
    game = _restored(rules, loaded.world, entities)
    stored = stored_entities(game.world)
    next_tick = loaded.world.next_tick
    return UpgradedWorld(
        rules_version=rules.version,
        entities=stored,
        changes=_differences(loaded.entities, stored),
        history=encode_history(HistorySegment(max(next_tick - 1, 0), 0, ())),
        state_hash=game.committed_hash,
    )


def check_rules(rules: Rules[Any], world: WorldRecord) -> None:
    """Raise `CannotPlay` for a world of other rules or of another version, `AwaitsUpgrade` for an older one."""
    check_rules_name(rules, world)
    if world.rules_version > rules.version:
        raise CannotPlay(
            f"This world was last played by version {world.rules_version} of the rules {rules.name!r}, "
            f"this program has version {rules.version}. Start a newer program."
        )
    if world.rules_version < rules.version:
        raise AwaitsUpgrade(
            f"This was stored by version {world.rules_version} of the rules {rules.name!r} and is not upgraded "
            f"to version {rules.version} yet. Let a host of this program run the world."
        )


def check_rules_name(rules: Rules[Any], world: WorldRecord) -> None:
    """Raise `CannotPlay` for a world of other rules."""
    if world.rules != rules.name:
        raise CannotPlay(
            f"This world is played by the rules {world.rules!r}, this program has {rules.name!r}. "
            "Start the program with the rules that it was founded with."
        )


def _upgraded_entities(rules: Rules[W], loaded: Loaded) -> Sequence[Entity]:
    entities: Sequence[Entity] = loaded.entities
    for version in range(loaded.world.rules_version, rules.version):
        upgrade = rules.upgrades.get(version)
        if upgrade is None:
            raise CannotPlay(
                f"The rules {rules.name!r} have no upgrade from version {version}. "
                "Start a program between the one that ran this world before and this one."
            )
        try:
            entities = tuple(upgrade(entities))
        except Exception as error:  # an upgrade is code of the rules, and may break in any way
            raise CannotPlay(
                f"The upgrade from version {version} of the rules {rules.name!r} failed: {error!r}. "
                "The world is as it was; start the program that ran it before."
            ) from error
    return entities


def _restored(rules: Rules[W], record: WorldRecord, entities: Sequence[Entity]) -> Game[W]:
    try:
        world = rules.empty(record.capacity)
        restore(world, entities)
        rules.prepare(world)
        game = Game(rules, world, next_tick=record.next_tick, last_input=record.last_input)
        game.mark_committed()
    except Exception as error:  # what is stored may be anything
        raise CannotPlay(
            f"The stored state can't be restored by version {rules.version} of the rules {rules.name!r}: {error!r}. "
            "Start the program that ran this world before."
        ) from error
    return game


def _differences(before: Sequence[Entity], after: Sequence[Entity]) -> tuple[EntityChange, ...]:
    bodies = {(entity.kind, entity.id): bytes(entity.body) for entity in before}
    changed = [
        EntityChange(entity.kind, entity.id, entity.body)
        for entity in after
        if bodies.get((entity.kind, entity.id)) != bytes(entity.body)
    ]
    left = {(entity.kind, entity.id) for entity in after}
    gone = [EntityChange(e.kind, e.id, None) for e in before if (e.kind, e.id) not in left]
    return (*changed, *gone)
