"""`everbrook link`, `everbrook worlds` and the link at a terminal, on a whole town."""

from __future__ import annotations

import asyncio
import os
import pty
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx

from tests.live.client import Client, assert_problem
from tests.live.process import ROOT, TownProcess, free_port, new_link, run_command

LINK = re.compile(r"http://127\.0\.0\.1:\d+/#link=([\w-]{20,})")
PATIENCE_S = 90


async def test_a_link_gives_all_powers_once_and_stands_in_no_log(
    client: Client, town: TownProcess, town_folder: Path
) -> None:
    link = await asyncio.to_thread(new_link, town_folder)
    found = LINK.fullmatch(link)
    assert found is not None, link
    answer = await client.http.post("/api/link", json={"token": found[1]})
    assert answer.status_code == 201
    assert_problem(await client.http.post("/api/link", json={"token": found[1]}), 403)
    told = answer.json()
    assert told["owned"]["world"] == client.world
    logs = "".join(path.read_text(errors="replace") for path in (town_folder / "logs").glob("*"))
    for secret in (found[1], told["operatorKey"], told["owned"]["ownerKey"], client.owner_key):
        assert secret not in town.said()
        assert secret not in logs
    assert not LINK.search(town.said()), "its output is no terminal, so it may be kept"


async def test_worlds_are_listed_rested_and_deleted(client: Client, town_folder: Path) -> None:
    operator = await client.use_link(await asyncio.to_thread(new_link, town_folder))
    ids: list[str] = []
    for name in ("One", "Two"):
        asked = {"name": name, "template": "hollow", "restAfterMinutes": 60}
        made = await client.http.post("/api/worlds", json=asked, headers=operator)
        ids.append(made.json()["id"])
    data = ("--data", str(town_folder))
    listed = await asyncio.to_thread(run_command, "worlds", *data)
    assert listed.returncode == 0, listed.stderr
    assert all(word in listed.stdout for word in (client.world, *ids, "One", "hollow"))
    unknown = await asyncio.to_thread(run_command, "worlds", *data, "--delete", ids[1], "w-nowhere")
    assert unknown.returncode == 2
    assert "nothing was done" in unknown.stderr
    rested = await asyncio.to_thread(run_command, "worlds", *data, "--rest", ids[0])
    assert rested.returncode == 0, rested.stderr
    async with asyncio.timeout(PATIENCE_S):
        while not (await client.http.get(f"/api/worlds/{ids[0]}")).json()["resting"]:
            await asyncio.sleep(0.1)
    gone = await asyncio.to_thread(run_command, "worlds", *data, "--delete", *ids)
    assert gone.returncode == 0, gone.stderr
    left = [world["id"] for world in (await client.http.get("/api/worlds")).json()]
    assert left == [client.world]


def test_a_terminal_shows_a_link(tmp_path: Path) -> None:
    """In a folder of its own, with a terminal as its output."""
    master, terminal = pty.openpty()
    command = [sys.executable, "-m", "everbrook", "run", "--template", "hollow"]
    options = ["--port", str(free_port()), "--data", str(tmp_path / "town")]
    process = subprocess.Popen([*command, *options], cwd=ROOT, stdout=terminal, stderr=terminal)
    os.close(terminal)
    try:
        link = _link_shown(master)
        address, _, token = link.partition("/#link=")
        answer = httpx.post(f"{address}/api/link", json={"token": token}, trust_env=False)
        assert answer.status_code == 201, answer.text
    finally:
        process.terminate()
        # A terminal that nobody reads holds up who writes to it.
        threading.Thread(target=_drain, args=(master,), daemon=True).start()
        assert process.wait(PATIENCE_S) == 0
        os.close(master)


def _link_shown(master: int) -> str:
    shown, deadline = "", time.monotonic() + PATIENCE_S
    while not (found := LINK.search(shown)):
        assert time.monotonic() < deadline, shown
        shown += os.read(master, 4096).decode(errors="replace")
    return found[0]


def _drain(master: int) -> None:
    try:
        while os.read(master, 4096):
            pass
    except OSError:
        return
