from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.codec import decode_history, encode_history
from engine.columns import Interpolation
from engine.history import ColumnSamples, HistorySegment, TableSamples
from engine.tracks import HistoryError, Track, layout_of
from tests.effort import tries

LARGEST = 2**53 - 1
READABLE = {None, "truncated", "unknownVersion", "unknownLayout", "malformed"}

VALUES = st.one_of(
    st.integers(-8, 8),
    st.integers(-100_000, 100_000),
    st.integers(-LARGEST, LARGEST),
    st.sampled_from([LARGEST, -LARGEST]),
)


@st.composite
def _courses(draw: st.DrawFn, ticks: int) -> list[int]:
    """One cell through a step: still, walking with turns, jumping about or shaking."""
    kind = draw(st.sampled_from(["still", "walk", "jumps", "shake"]))
    start = draw(VALUES)
    if kind == "still":
        return [start] * (ticks + 1)
    if kind == "jumps":
        return draw(st.lists(VALUES, min_size=ticks + 1, max_size=ticks + 1))
    seed = draw(st.integers(0, 2**32))
    stream = np.random.Generator(np.random.Philox(seed))
    if kind == "shake":
        course = start + stream.integers(-6, 7, ticks + 1)
    else:
        pace = np.repeat(stream.integers(-1, 2, ticks // 15 + 1) * 128, 15)[:ticks]
        course = start + np.concatenate([[0], np.cumsum(pace)]) // 10
    return np.clip(course, -LARGEST, LARGEST).tolist()


@st.composite
def _tables(draw: st.DrawFn, name: str, ticks: int) -> TableSamples:
    slots = draw(st.lists(st.integers(0, 2**31 - 1), unique=True, max_size=4))
    columns = [
        ColumnSamples(
            f"column{index}",
            draw(st.sampled_from(Interpolation)),
            draw(st.sampled_from([0, 1, 3, 1000, LARGEST])),
            np.array([draw(_courses(ticks)) for _ in slots], np.int64).reshape(len(slots), ticks + 1).T,
            draw(st.none() | st.just(np.array([draw(st.booleans()) for _ in slots], np.bool_))),
        )
        for index in range(draw(st.integers(0, 3)))
    ]
    return TableSamples(name, np.array(slots, np.int64), tuple(columns))


@st.composite
def _segments(draw: st.DrawFn) -> HistorySegment:
    ticks = draw(st.integers(0, 90))
    names = draw(st.lists(st.text(max_size=5), unique=True, max_size=2))
    tables = tuple(draw(_tables(name, ticks)) for name in names)
    return HistorySegment(draw(st.integers(0, LARGEST)), ticks, tables)


def _exact(track: Track, tick: int) -> Fraction:
    """What a track says at a tick, without rounding."""
    after = next((i for i, at in enumerate(track.ticks) if at > tick), len(track.ticks))
    if track.interpolation is Interpolation.HOLD or after == len(track.ticks):
        return Fraction(track.values[after - 1])
    (a, b), (low, high) = track.ticks[after - 1 : after + 1], track.values[after - 1 : after + 1]
    return low + Fraction((high - low) * (tick - a), b - a)


def _assert_within(column: ColumnSamples, row: int, track: Track | None) -> None:
    values: list[int] = column.values[:, row].tolist()
    allowed = column.tolerance if column.interpolation is Interpolation.LINEAR else 0
    read = [Fraction(values[0]) if track is None else _exact(track, tick) for tick in range(len(values))]
    assert read[0] == values[0]
    assert read[-1] == values[-1]
    assert all(abs(is_ - was) <= allowed for is_, was in zip(read, values, strict=True))


@settings(max_examples=tries(300))
@given(_segments())
def test_what_is_read_back_is_within_tolerance_and_joins_exactly(segment: HistorySegment) -> None:
    history = decode_history(encode_history(segment), [layout_of(table) for table in segment.tables])
    assert (history.first_tick, history.ticks) == (segment.first_tick, segment.ticks)
    for table in segment.tables:
        rows = history.tables.get(table.name, {})
        assert rows.keys() <= set(table.slots.tolist())
        for row, slot in enumerate(table.slots.tolist()):
            for column in table.columns:
                _assert_within(column, row, rows.get(slot, {}).get(column.name))


@settings(max_examples=tries(300))
@given(_segments(), st.data())
def test_spoilt_bytes_are_read_or_refused_with_the_one_error(
    segment: HistorySegment, data: st.DataObject
) -> None:
    packed = bytearray(encode_history(segment))
    for _ in range(data.draw(st.integers(1, 3))):
        packed[data.draw(st.integers(0, len(packed) - 1))] = data.draw(st.integers(0, 255))
    shortened = bytes(packed[: data.draw(st.integers(0, len(packed)))])
    assert _fault(shortened, segment) in READABLE


@given(st.binary(max_size=200))
def test_random_bytes_are_read_or_refused_with_the_one_error(data: bytes) -> None:
    assert _fault(b"\x01" + data, HistorySegment(0, 0, ())) in READABLE


def _fault(data: bytes, segment: HistorySegment) -> str | None:
    try:
        decode_history(data, [layout_of(table) for table in segment.tables])
    except HistoryError as error:
        return error.fault
    return None


@settings(max_examples=tries(25))
@given(st.integers(0, 2**32), st.sampled_from([1, 2, 1000, 4000]))
def test_any_number_of_ticks_of_noise_is_kept_within_tolerance(seed: int, ticks: int) -> None:
    stream = np.random.Generator(np.random.Philox(seed))
    values = np.cumsum(stream.integers(-40, 41, (ticks + 1, 2)), axis=0)
    column = ColumnSamples("x", Interpolation.LINEAR, 50, values)
    segment = HistorySegment(0, ticks, (TableSamples("things", np.array([0, 1]), (column,)),))
    history = decode_history(encode_history(segment), [layout_of(segment.tables[0])])
    for row in range(2):
        track = history.tables.get("things", {}).get(row, {}).get("x")
        if track is not None:
            read = np.interp(np.arange(ticks + 1), track.ticks, track.values)
            assert np.abs(read - values[:, row]).max() <= 50 + 1e-6
