from __future__ import annotations

from itertools import pairwise

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.codec import decode_history
from engine.inputs import Request
from engine.tracks import DecodedHistory, layout_of_schema, value_at
from tests.towns import MEADOW, Play, play
from town.world import WALKER_COLUMNS

LAYOUT = layout_of_schema("walkers", WALKER_COLUMNS)
COLUMNS = [column.name for column in LAYOUT.columns]
PEOPLE = 4

TILES = st.tuples(st.integers(0, len(MEADOW[0]) - 1), st.integers(0, len(MEADOW) - 1))
STEPS = st.lists(
    st.tuples(st.integers(1, 90), st.lists(st.tuples(st.integers(0, PEOPLE - 1), TILES), max_size=3)),
    min_size=2,
    max_size=25,
)


def _request(kind: str, **arguments: object) -> Request:
    return Request(kind, msgspec.Raw(msgspec.json.encode(arguments)))


def _town() -> tuple[Play, list[str]]:
    town = play()
    return town, [
        town.send(_request("join", name=f"Visitor {number}", character="look-01")) for number in range(PEOPLE)
    ]


def _stand(town: Play) -> dict[tuple[int, str], int]:
    walkers = town.world.walkers
    return {(slot, name): int(walkers[name][slot]) for slot in walkers.slot_of.values() for name in COLUMNS}


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_history_leads_from_where_walkers_stood_to_where_they_stand(
    steps: list[tuple[int, list[tuple[int, tuple[int, int]]]]],
) -> None:
    town, people = _town()
    for ticks, walks in steps:
        before = _stand(town)
        town.step(ticks, [_move(people[person], *tile) for person, tile in walks])
        history = decode_history(town.steps[-1].history, [LAYOUT])
        after = _stand(town)
        for (slot, name), value in after.items():
            first = value_at(history, "walkers", slot, name, history.first_tick)
            last = value_at(history, "walkers", slot, name, history.first_tick + history.ticks)
            assert (first, last) == (before[slot, name], value) or first is last is None
            if first is None:
                assert before[slot, name] == value
        _assert_nobody_leaps(history, [slot for slot, name in after if name == "x"])


def _move(player: str, x: int, y: int) -> Request:
    return _request("moveTo", player=player, destination={"x": x, "y": y})


def _assert_nobody_leaps(history: DecodedHistory, slots: list[int]) -> None:
    """At 768 units a second nobody gets 30 units far in a tick, not in history as it is read either."""
    ticks = range(history.first_tick, history.first_tick + history.ticks + 1)
    for slot in slots:
        for name in ("x", "y"):
            course = [value_at(history, "walkers", slot, name, tick) or 0 for tick in ticks]
            assert all(abs(b - a) < 30 for a, b in pairwise(course))
