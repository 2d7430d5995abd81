"""kill -9 of whatever runs, under load: nothing acknowledged is lost, and the town goes on."""

import asyncio
import re
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.live.client import Client, connected
from tests.live.load import Promise, assert_kept, crowd
from tests.live.process import ROLES, TownProcess, assert_gone, run_command, start_town

BEFORE_S, AFTER_S = 1.0, 1.5
TALK_WITHIN_S = 30.0
FAST = 8000
"""Speed, permille: so that agents find an occasion to talk while a test waits."""


@pytest.fixture(scope="module")
def promises() -> list[Promise]:
    """All that was acknowledged in this module's town, through all that befell it."""
    return []


async def acted_around(client: Client, disaster: Callable[[], None]) -> list[Promise]:
    """What a crowd was promised before, during and after a disaster."""
    async with crowd(client) as people:
        await asyncio.sleep(BEFORE_S)
        await asyncio.to_thread(disaster)
        await people.goes_on()
        await asyncio.sleep(AFTER_S)
    return people.promises


async def assert_agents_talk(client: Client) -> None:
    """Some agent says something that it had not said before."""
    await client.command("setSpeed", speedPermille=FAST)
    full = await client.first_frame()
    agents = {a["player"] for a in full.fields["entities"]["agents"].values()}
    async with asyncio.timeout(TALK_WITHIN_S), client.watch(full.step) as frames:
        async for frame in frames:
            events = frame.fields.get("events", [])
            if any(e["kind"] == "message" and e["body"]["player"] in agents for e in events):
                break
    await client.command("setSpeed", speedPermille=1000)


async def assert_same_bits(client: Client, folder: Path) -> None:
    run = await asyncio.to_thread(run_command, "replay", client.world, "--data", str(folder))
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.startswith("Same bits: ")


@pytest.mark.parametrize("role", ROLES)
async def test_a_killed_process_costs_nothing_acknowledged(
    client: Client, town: TownProcess, promises: list[Promise], role: str
) -> None:
    def disaster() -> None:
        victim = town.kill_child(ROLES[role])
        town.wait_for_another(ROLES[role], victim)

    kept = await acted_around(client, disaster)
    assert len(kept) > 20
    await assert_kept(client, kept)
    await assert_agents_talk(client)
    promises.extend(kept)


async def test_then_the_world_replays_to_the_same_bits(
    client: Client, town_folder: Path, promises: list[Promise]
) -> None:
    """While the town runs; and every promise of all the tests before is kept still."""
    await assert_same_bits(client, town_folder)
    await assert_kept(client, promises[:: max(1, len(promises) // 100)])


def test_an_outage_is_told_in_lines_not_in_tracebacks(town: TownProcess) -> None:
    assert_plain(town)


def assert_plain(town: TownProcess) -> None:
    """One line an event: who speaks, and what."""
    for line in town.lines:
        assert re.match(r"(town|web|host|worker|postgres|valkey) +\| \S", line), town.said()
    assert "Traceback" not in town.said(), town.said()


async def test_all_killed_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    town = start_town(folder)
    async with connected(town.address, folder / "owner-keys") as client, crowd(client) as people:
        await asyncio.sleep(BEFORE_S)
        everyone = await asyncio.to_thread(town.kill_all)
        again = await asyncio.to_thread(start_town, folder, port=town.port)
        await people.goes_on()
    assert_gone(everyone)
    async with connected(again.address, folder / "owner-keys") as client:
        await assert_kept(client, people.promises)
        await assert_agents_talk(client)
    again.stop(signal.SIGINT)
    assert_plain(again)
    await assert_same_bits(client, folder)


@pytest.mark.soak
def test_a_killed_supervisor_leaves_nothing_behind(tmp_path: Path) -> None:
    town = start_town(tmp_path / "town")
    everyone = town.everyone()
    town.process.kill()
    assert_gone(everyone)
    start_town(tmp_path / "town", port=town.port).stop()
