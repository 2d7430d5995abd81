"""How hosts share worlds: the same for `MemoryStore` and `PostgresStore`; time passes when a test says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from engine.leases import LEASE_MS, Holder
from tests.counter.rules import COUNTING, new_world
from tests.fleet import Fleet, open_fleet
from tests.leasing import LeasedStore, open_leased_store

OTHER = replace(COUNTING, name="other")


@pytest.fixture(params=["memory", "postgres"])
def address(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("database") if request.param == "postgres" else None


@pytest.fixture
async def leased(address: str | None) -> AsyncIterator[LeasedStore]:
    async with open_leased_store(address) as opened:
        yield opened


@pytest.fixture
async def fleet(leased: LeasedStore) -> AsyncIterator[Fleet]:
    async with open_fleet(leased) as opened:
        yield opened


def names(count: int) -> list[str]:
    return [f"w{number}" for number in range(count)]


async def test_a_host_alone_takes_all_up_to_its_capacity(fleet: Fleet) -> None:
    await fleet.found(*names(5))
    small, large = fleet.host(capacity=3), fleet.host()
    await fleet.look(small)
    assert small.worlds == {"w0", "w1", "w2"}
    await fleet.look(large)
    assert large.worlds == {"w3", "w4"}
    await fleet.settle(small, large)
    assert (len(small.worlds), len(large.worlds)) == (3, 2)
    await fleet.found("new")
    await fleet.settle(small, large)
    assert large.worlds == {"w3", "w4", "new"}


async def test_a_second_host_gets_its_share_world_by_world(fleet: Fleet) -> None:
    await fleet.found(*names(6))
    first, second = fleet.host(), fleet.host()
    await fleet.look(first)
    while len(second.worlds) < 3:
        had = len(second.worlds)
        await fleet.look(second, first)
        assert len(first.worlds) >= 5 - had, "one world at a time"
        await fleet.look(first)
        assert len(first.worlds) >= 5 - had, "none before the last was taken"
        await fleet.look(second)
        assert len(second.worlds) == had + 1
    await fleet.settle(first, second)
    assert (len(first.worlds), len(second.worlds)) == (3, 3)
    assert first.worlds | second.worlds == set(names(6))


async def test_what_is_fair_stays_where_it_is(fleet: Fleet) -> None:
    await fleet.found(*names(3))
    first, second = fleet.host(), fleet.host()
    await fleet.settle(first, second)
    before = first.worlds, second.worlds
    generations = [world.generation for world in await fleet.store.worlds()]
    await fleet.settle(second, first)
    assert (first.worlds, second.worlds) == before
    assert [world.generation for world in await fleet.store.worlds()] == generations


async def test_the_worlds_of_a_dead_host_are_taken_when_its_leases_end(fleet: Fleet) -> None:
    await fleet.found(*names(4))
    first, second = fleet.host(), fleet.host()
    await fleet.settle(first, second)
    await fleet.die(second)
    await fleet.look(first)
    assert len(first.worlds) == 2
    await fleet.pass_time(LEASE_MS)
    await fleet.look(first)
    assert first.worlds == set(names(4))


async def test_a_host_that_stops_leaves_its_worlds_to_the_others_at_once(fleet: Fleet) -> None:
    await fleet.found(*names(4))
    first, second = fleet.host(), fleet.host()
    await fleet.settle(first, second)
    await second.stop()
    await fleet.look(first)
    assert first.worlds == set(names(4))


async def test_a_lost_world_is_not_taken_back(fleet: Fleet) -> None:
    await fleet.found("w")
    host = fleet.host()
    await fleet.look(host)
    (runner,) = [task for task in asyncio.all_tasks() if task.get_name() == "runner of w"]
    await fleet.pass_time(LEASE_MS)
    rival = await fleet.store.take("w", Holder.of("rival", COUNTING))
    fleet.clock.advance(1000)
    host.wake("w")
    await asyncio.wait([runner], timeout=10)
    assert host.worlds == set()
    await fleet.look(host)
    assert host.worlds == set()
    await fleet.store.beat("w", rival)
    await fleet.pass_time(LEASE_MS)
    await fleet.look(host)
    assert host.worlds == {"w"}


async def test_worlds_of_other_rules_are_left_to_their_hosts(fleet: Fleet) -> None:
    await fleet.found("w")
    await fleet.store.create_world(replace(new_world("o"), rules="other"))
    counting, other, alone = fleet.host(), fleet.host(rules=OTHER), fleet.host(only="o")
    await fleet.look(alone, counting, other)
    assert (alone.worlds, counting.worlds, other.worlds) == (set(), {"w"}, {"o"})


async def test_one_who_runs_one_world_and_a_host_leave_each_other_theirs(fleet: Fleet) -> None:
    await fleet.found(*names(3))
    alone, host = fleet.host(only="w1"), fleet.host()
    await fleet.look(alone)
    await fleet.settle(host, alone)
    assert (alone.worlds, host.worlds) == ({"w1"}, {"w0", "w2"})
    late = fleet.host(only="w0")
    await fleet.settle(late, host, alone)
    assert late.worlds == set()
    await host.stop()
    await fleet.look(late)
    assert late.worlds == {"w0"}


async def test_a_runner_that_is_cut_off_is_noticed(fleet: Fleet) -> None:
    await fleet.found("w")
    host = fleet.host()
    await fleet.look(host)
    await fleet.die(host)
    assert host.worlds == set()
    await fleet.look(host)
    assert host.worlds == set(), "not at once: its lease still counts"
    await fleet.pass_time(LEASE_MS)
    await fleet.look(host)
    assert host.worlds == {"w"}


async def test_a_world_that_is_gone_is_let_go(fleet: Fleet) -> None:
    await fleet.found("w", "v")
    host = fleet.host()
    await fleet.look(host)
    (runner,) = [task for task in asyncio.all_tasks() if task.get_name() == "runner of w"]
    await fleet.store.delete_world("w")
    fleet.clock.advance(1000)
    host.wake("w")
    await asyncio.wait([runner], timeout=10)
    await fleet.look(host)
    assert host.worlds == {"v"}
