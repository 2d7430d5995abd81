"""Who may run a world: the same suite for `MemoryStore` and `PostgresStore`, by the store's own clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from engine.leases import GRACE_MS, LEASE_MS, RENEW_BELOW_MS, Holder, LivingHost, NotFree
from engine.loading import game_of
from engine.store import WORLD_KIND, StaleGeneration
from tests.counter.rules import COUNTING, new_world
from tests.leasing import LeasedStore, open_leased_store

ANNA, BERT = Holder.of("anna", COUNTING), Holder.of("bert", COUNTING)


@pytest.fixture(params=["memory", "postgres"])
def address(request: pytest.FixtureRequest) -> str | None:
    return request.getfixturevalue("database") if request.param == "postgres" else None


@pytest.fixture
async def leased(address: str | None) -> AsyncIterator[LeasedStore]:
    async with open_leased_store(address) as opened:
        await opened.store.create_world(new_world())
        yield opened


async def runner_of(leased: LeasedStore) -> str:
    (world,) = await leased.store.worlds()
    return world.runner


async def test_a_world_is_one_holders_until_its_lease_ends(leased: LeasedStore) -> None:
    store = leased.store
    assert await runner_of(leased) == "never"
    assert await store.take("w", ANNA) == 1
    with pytest.raises(NotFree):
        await store.take("w", BERT)
    assert await store.take("w", ANNA) == 2
    await leased.pass_time(LEASE_MS - 1000)
    with pytest.raises(NotFree):
        await store.take("w", BERT)
    await leased.pass_time(1000)
    assert await runner_of(leased) == "running"
    await leased.pass_time(GRACE_MS)
    assert await runner_of(leased) == "stopped"
    assert await store.take("w", BERT) == 3
    assert await runner_of(leased) == "running"


async def test_of_many_who_try_at_once_one_takes_it(leased: LeasedStore) -> None:
    holders = [Holder.of(f"h-{number}", COUNTING) for number in range(8)]
    tries = await asyncio.gather(*(leased.store.take("w", h) for h in holders), return_exceptions=True)
    assert [found for found in tries if not isinstance(found, NotFree)] == [1]


@pytest.mark.parametrize("sign", ["beat", "commit"])
async def test_a_sign_of_life_renews_the_lease(leased: LeasedStore, sign: str) -> None:
    store = leased.store
    generation = await store.take("w", ANNA)
    game = game_of(COUNTING, await store.load("w"))
    for _ in range(3):
        await leased.pass_time(LEASE_MS - RENEW_BELOW_MS + 1000)
        if sign == "beat":
            await store.beat("w", generation)
        else:
            await store.commit("w", generation, game.step(game.next_tick + 1, []))
    with pytest.raises(NotFree):
        await store.take("w", BERT)


async def test_who_lost_a_world_can_neither_keep_nor_give_it_away(leased: LeasedStore) -> None:
    store = leased.store
    lost = await store.take("w", ANNA)
    await leased.pass_time(LEASE_MS)
    await store.take("w", BERT)
    for late in (
        store.beat("w", lost),
        store.release("w", lost),
        store.quarantine("w", lost, "why", COUNTING.version),
    ):
        with pytest.raises(StaleGeneration):
            await late
    with pytest.raises(NotFree):
        await store.take("w", ANNA)


async def test_what_is_let_go_is_there_for_others_at_once(leased: LeasedStore) -> None:
    store = leased.store
    generation = await store.take("w", ANNA)
    async with store.signals() as signals:
        await store.release("w", generation)
        async with asyncio.timeout(10):
            assert (await anext(signals)).kind == WORLD_KIND
    assert await runner_of(leased) == "running"
    assert await store.take("w", BERT) == generation + 1


async def test_worlds_of_other_rules_are_not_taken(leased: LeasedStore) -> None:
    other = replace(ANNA, rules="other")
    with pytest.raises(NotFree):
        await leased.store.take("w", other)
    assert (await leased.store.share(other, 9)).free_count == 0
    assert (await leased.store.share(ANNA, 9)).free == ("w",)


async def test_a_broken_world_waits_for_a_retry(leased: LeasedStore) -> None:
    store = leased.store
    generation = await store.take("w", ANNA)
    await store.quarantine("w", generation, "it broke", COUNTING.version)
    await leased.pass_time(LEASE_MS)
    assert ((await store.world("w")).runner, (await store.world("w")).broken_reason) == ("broken", "it broke")
    with pytest.raises(NotFree):
        await store.take("w", BERT)
    assert (await store.share(BERT, 9)).free == ()
    async with store.signals() as signals:
        await store.retry("w")
        async with asyncio.timeout(10):
            assert (await anext(signals)).kind == WORLD_KIND
    assert (await store.world("w")).broken_reason is None
    assert (await store.share(BERT, 9)).free == ("w",)
    assert await store.take("w", BERT) == generation + 1


async def test_other_rules_mend_a_broken_world(leased: LeasedStore) -> None:
    store = leased.store
    await store.quarantine("w", await store.take("w", ANNA), "it broke", COUNTING.version)
    newer = replace(BERT, rules_version=COUNTING.version + 1)
    assert (await store.share(newer, 9)).free == ("w",)
    await store.take("w", newer)
    assert ((await store.world("w")).runner, (await store.world("w")).broken_reason) == ("running", None)


async def test_hosts_see_each_other_while_they_live(leased: LeasedStore) -> None:
    store = leased.store
    await store.create_world(new_world("v"))
    await store.take("v", ANNA)
    await store.share(ANNA, 5)
    await store.share(replace(BERT, rules="other"), 5)
    await store.share(replace(BERT, id="dora", rules_version=COUNTING.version + 1), 5)
    sharing = await store.share(replace(BERT, id="carl"), 7)
    assert {h.id: h for h in sharing.hosts} == {
        "anna": LivingHost(id="anna", capacity=5, worlds=1),
        "carl": LivingHost(id="carl", capacity=7, worlds=0),
    }
    assert (sharing.free, sharing.free_count) == (("w",), 1)
    await store.leave("anna")
    assert [h.id for h in (await store.share(replace(BERT, id="carl"), 7)).hosts] == ["carl"]
    await leased.pass_time(LEASE_MS)
    sharing = await store.share(ANNA, 5)
    assert [h.id for h in sharing.hosts] == ["anna"]
    assert sharing.free == ("w", "v")


async def test_a_world_that_is_gone_leaves_no_lease(leased: LeasedStore) -> None:
    await leased.store.take("w", ANNA)
    await leased.store.delete_world("w")
    assert [h.worlds for h in (await leased.store.share(ANNA, 5)).hosts] == [0]
