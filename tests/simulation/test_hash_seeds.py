"""What a step stores, and in which order, does not depend on how a process hashes texts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COUNTERS = """
import hashlib, msgspec
from engine.game import DueInput, Game
from tests.counter.rules import COUNTING, add_counter, founded, push, remove

game = Game(COUNTING, founded(1))
game.mark_committed()
number = 0
for requests in (
    [add_counter.request(name=f"c{n}") for n in range(12)],
    [push.request(counter=f"n:{n}", by=n) for n in range(1, 9)],
    [remove.request(counter=f"n:{n}") for n in range(2, 12)],
):
    due = [DueInput(number + at, game.next_tick, r.name, r.args) for at, r in enumerate(requests, 1)]
    number += len(due)
    print(hashlib.sha256(msgspec.json.encode(game.step(game.next_tick + 200, due))).hexdigest())
"""

TOWN = """
import hashlib, msgspec
from engine.game import DueInput
from tests.golden.replays.life import new_game, read_life
from town.rules import TOWN
from town.founding import new_world

life = read_life("hollow")
founded = new_world("w", "W", life.template, seed=life.seed, owner_key_hash=b"", rules=TOWN)
print(hashlib.sha256(msgspec.json.encode(founded)).hexdigest())
game = new_game(life.template, life.seed)
due = life.due()
for until in range(3600, 18_001, 3600):
    step = game.step(until, [d for d in due if game.next_tick <= d.tick < until])
    print(hashlib.sha256(msgspec.json.encode(step)).hexdigest())
"""


def lived(life: str, hash_seed: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-c", life],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return run.stdout.split()


@pytest.mark.parametrize(("life", "parts"), [(COUNTERS, 3), (TOWN, 6)], ids=["counters", "town"])
def test_two_processes_store_the_same_bytes(life: str, parts: int) -> None:
    first = lived(life, "1")
    assert len(set(first)) == parts
    assert lived(life, "2") == first
