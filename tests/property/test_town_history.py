from __future__ import annotations

from itertools import pairwise

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.codec import decode_history
from engine.derived import derived_rows
from engine.inputs import Request
from engine.tracks import DecodedHistory, layout_of_schema, value_at
from tests.effort import tries
from tests.invariants import saved
from tests.towns import MEADOW, Play, play
from town.bodies.state import WALKER_COLUMNS
from town.people.inputs import join
from town.rules import TOWN

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
        town.send(join.request(name=f"Visitor {number}", character="look-01")) for number in range(PEOPLE)
    ]


def _stand(town: Play) -> dict[tuple[int, str], int]:
    walkers = town.world.walkers
    return {(slot, name): int(walkers[name][slot]) for slot in walkers.slot_of.values() for name in COLUMNS}


@settings(max_examples=tries(40))
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


@settings(max_examples=tries(40), deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.sampled_from(["move", "join", "leave"]), TILES), max_size=25)
)
def test_who_starts_from_the_derived_columns_and_goes_on_by_history_knows_where_everybody_is(
    acts: list[tuple[int, str, tuple[int, int]]],
) -> None:
    town, people = _town()
    known = _derived(town)
    for ticks, act, tile in acts:
        town.step(ticks, [_act(act, people, tile)])
        people += [id_ for id_ in town.world.walkers if id_ not in people]
        _follow(known, town)
        assert known == _derived(town) == _where_they_are(town)


def _act(act: str, people: list[str], tile: tuple[int, int]) -> Request:
    if act == "join" or not people:
        return join.request(name=f"Newcomer {tile[0]} {tile[1]} {len(people)}", character="look-01")
    return _request("leave", player=people.pop(0)) if act == "leave" else _move(people[-1], *tile)


def _derived(town: Play) -> dict[str, dict[str, int]]:
    return derived_rows(TOWN, saved(town.world), town.world.walkers.capacity, town.game.next_tick)["walkers"]


def _where_they_are(town: Play) -> dict[str, dict[str, int]]:
    return {id_: {name: town.world.walkers.row(id_)[name] for name in "xy"} for id_ in town.world.walkers}


def _follow(known: dict[str, dict[str, int]], town: Play) -> None:
    """Bring what is known to the end of the last step, by its history and who came and went."""
    ids = town.world.walkers.id_at
    for gone in known.keys() - set(ids.values()):
        del known[gone]
    tracks = decode_history(town.steps[-1].history, [LAYOUT]).tables.get("walkers", {})
    for slot, columns in tracks.items():
        for name in columns.keys() & {"x", "y"}:
            known.setdefault(ids[slot], {})[name] = columns[name].values[-1]


def _move(player: str, x: int, y: int) -> Request:
    return _request("moveTo", player=player, destination={"x": x, "y": y})


def _assert_nobody_leaps(history: DecodedHistory, slots: list[int]) -> None:
    """At 768 units a second nobody gets 30 units far in a tick, not in history as it is read either."""
    ticks = range(history.first_tick, history.first_tick + history.ticks + 1)
    for slot in slots:
        for name in ("x", "y"):
            course = [value_at(history, "walkers", slot, name, tick) or 0 for tick in ticks]
            assert all(abs(b - a) < 30 for a, b in pairwise(course))
