"""A step's changes tell of a table's rows by id and slot, not by slot alone."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from engine.columns import Column, Table
from engine.state import Tracker, state_hash

ROOM = 5
IDS = st.sampled_from("abcdefg")
VALUES = st.integers(0, 1)
MOVES = st.lists(st.one_of(st.tuples(st.just("add"), IDS, VALUES), st.tuples(st.just("remove"), IDS, VALUES)))


@dataclass
class Rows:
    rows: Table[str] = field(default_factory=lambda: Table[str]({"value": Column(np.int64)}, ROOM))


def play(table: Table[str], moves: list[tuple[str, str, int]]) -> None:
    for move, id_, value in moves:
        if move == "add" and id_ not in table and len(table) < ROOM:
            table.add(id_, value=value)
        elif move == "remove" and id_ in table:
            table.remove(id_)


@given(st.lists(MOVES, min_size=1, max_size=6))
def test_the_tracked_hash_is_the_states(steps: list[list[tuple[str, str, int]]]) -> None:
    world, tracker = Rows(), Tracker()
    for moves in steps:
        play(world.rows, moves)
        tracker.changes(world)
        assert tracker.hash() == state_hash(world)


def test_two_rows_that_swap_slots_are_seen() -> None:
    world, tracker = Rows(), Tracker()
    play(world.rows, [("add", "a", 1), ("add", "b", 1)])
    tracker.changes(world)
    play(world.rows, [("remove", "a", 0), ("remove", "b", 0), ("add", "b", 1), ("add", "a", 1)])
    assert {change.id for change in tracker.changes(world)} == {"a", "b"}
