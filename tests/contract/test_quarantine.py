"""Rules that break beside any input stop one world, with the reason kept, until it is tried again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from engine.clock import Pace
from engine.game import Rules, Timed
from engine.inputs import ANYONE
from engine.state import Entity
from engine.store import STEP_KIND
from tests.counter.rules import COUNTING, World, add_counter, think_due
from tests.fleet import Fleet, open_fleet
from tests.leasing import open_leased_store


def fail(*_: object) -> Any:
    raise ZeroDivisionError("nothing goes into nothing")


def as_it_is(entities: Sequence[Entity]) -> Sequence[Entity]:
    return entities


def fail_if_bad(world: World, now: int) -> None:
    if any(mind.name == "bad" for mind in world.minds.values()):
        fail()


@dataclass
class Smaller:
    """A world without parts that the stored one has."""

    clock: Pace


FAULTS: dict[str, dict[str, Any]] = {
    "a system": {"systems": (Timed(fail, think_due),)},
    "a due function": {"systems": (Timed(fail_if_bad, fail),)},
    "the motion": {"motion": fail},
    "the restore": {"empty": lambda: Smaller(Pace())},
    "the derived fields": {"prepare": fail},
    "the pace": {"pace": fail},
    "the effects": {"effects": fail},
}


@pytest.fixture(params=["memory", "postgres"])
def address(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("database") if request.param == "postgres" else None


@pytest.fixture
async def fleet(address: str | None) -> AsyncIterator[Fleet]:
    async with open_leased_store(address) as leased, open_fleet(leased) as opened:
        yield opened


async def test_a_system_that_breaks_stops_its_world_alone(fleet: Fleet) -> None:
    await fleet.found("bad", "good")
    host = fleet.host(rules=replace(COUNTING, systems=(Timed(fail_if_bad, lambda _w, now: now + 1),)))
    await fleet.look(host)
    for world_id in ("bad", "good"):
        await fleet.store.send(world_id, add_counter.request(name=world_id), actor=ANYONE)
    fleet.clock.advance(1000)
    host.wake("bad")
    with capture_logs() as logs:
        await fleet.until_broken("bad")
    told = [entry for entry in logs if entry.get("world") == "bad" and "exc_info" in entry]
    assert len(told) == 1, "the log tells it once, with a traceback"
    bad = await fleet.store.world("bad")
    assert bad.broken_reason is not None
    assert "ZeroDivisionError: nothing goes into nothing" in bad.broken_reason
    assert "line" in bad.broken_reason
    assert await fleet.store.answer("bad", 1) is None, "the input waits for the retry"
    host.wake("good")
    await fleet.until_next(STEP_KIND, "good")
    assert await fleet.store.answer("good", 1) is not None


@pytest.mark.parametrize("fault", FAULTS)
async def test_whatever_of_the_rules_breaks_the_world_stands_still(fleet: Fleet, fault: str) -> None:
    await fleet.found("w")
    rules: Rules[World] = replace(COUNTING, **FAULTS[fault])
    host = fleet.host(rules=rules)
    await fleet.look(host)
    fleet.clock.advance(1000)
    host.wake("w")
    await fleet.until_broken("w")
    generation = (await fleet.store.world("w")).generation
    for _ in range(5):
        await fleet.look(host)
    assert host.worlds == set()
    assert (await fleet.store.world("w")).generation == generation, "nobody tries it again by himself"


async def test_a_retry_tries_once(fleet: Fleet) -> None:
    await fleet.found("w")
    host = fleet.host(rules=replace(COUNTING, prepare=fail))
    await fleet.look(host)
    await fleet.until_broken("w")
    await fleet.store.retry("w")
    assert not await fleet.is_broken("w")
    for _ in range(3):
        await fleet.look(host)
        await fleet.until_broken("w")
    assert (await fleet.store.world("w")).generation == 2


async def test_mended_rules_go_on_by_themselves(fleet: Fleet) -> None:
    await fleet.found("w")
    broken = fleet.host(rules=replace(COUNTING, prepare=fail))
    await fleet.look(broken)
    await fleet.until_broken("w")
    mended = fleet.host(
        rules=replace(COUNTING, version=COUNTING.version + 1, upgrades={COUNTING.version: as_it_is})
    )
    await fleet.look(broken, mended)
    assert mended.worlds == {"w"}
    assert (await fleet.store.world("w")).runner == "running"
