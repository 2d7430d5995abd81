"""Writes the golden files beside it: `python -m tests.golden.history.make`.

A change of these files is a change of the format: raise codec.VERSION and say so in docs/CODEC.md.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from engine.codec import encode_history
from engine.columns import Interpolation
from engine.history import ColumnSamples, HistorySegment, TableSamples
from tests.golden.history.files import Golden, decoded_json, sampled_json, segment_json

HERE = Path(__file__).parent
POSITION_TOLERANCE = 3
LARGEST = 2**53 - 1

Ints = npt.NDArray[np.int64]


def _linear(name: str, values: Ints, tolerance: int = POSITION_TOLERANCE) -> ColumnSamples:
    return ColumnSamples(name, Interpolation.LINEAR, tolerance, values)


def _told(column: ColumnSamples, rows: list[bool]) -> ColumnSamples:
    return msgspec.structs.replace(column, told=np.array(rows))


def _hold(name: str, values: Ints) -> ColumnSamples:
    return ColumnSamples(name, Interpolation.HOLD, 0, values)


def _walkers(
    first_tick: int, slots: list[int], x: Ints, y: Ints, facing: Ints, speed: Ints
) -> HistorySegment:
    columns = (_linear("x", x), _linear("y", y), _hold("facing", facing), _hold("speed", speed))
    table = TableSamples("walkers", np.array(slots, np.int64), columns)
    return HistorySegment(first_tick, len(x) - 1, (table,))


def _walk() -> HistorySegment:
    """Slot 2 walks right, slot 5 turns down at tick 25 of 60, slot 6 stops, slot 9 stands."""
    gone = np.arange(61)[:, None] * 768 // 60
    turn, stop = 320, 512
    x = np.hstack(
        [gone + 4096, np.minimum(gone, turn) + 10_240, 7168 - np.minimum(gone, stop), gone * 0 + 1024]
    )
    y = np.hstack([gone * 0 + 2048, np.maximum(gone - turn, 0) + 3072, gone * 0 + 5120, gone * 0 + 2048])
    facing = np.hstack([gone * 0 + 2, np.where(gone > turn, 0, 2), gone * 0 + 1, gone * 0])
    speed = np.hstack([gone * 0 + 768, gone * 0 + 768, np.where(gone < stop, 768, 0), gone * 0])
    return _walkers(3600, [2, 5, 6, 9], x, y, facing, speed)


def _worked_example() -> HistorySegment:
    """The example of docs/CODEC.md: slot 2 walks right, slot 3 stands, slot 5 turns down at tick 25."""
    gone, turn = np.arange(61)[:, None] * 768 // 60, 320
    still = np.zeros_like(gone)
    x = np.hstack([gone + 4096, still + 1024, np.minimum(gone, turn) + 10_240])
    y = np.hstack([still, still, np.maximum(gone - turn, 0) + 3072])
    facing = np.hstack([still + 2, still, np.where(gone > turn, 0, 2)])
    speed = np.hstack([still + 768, still, still + 768])
    return _walkers(3600, [2, 3, 5], x, y, facing, speed)


def _one_column(column: ColumnSamples, first_tick: int = 7) -> HistorySegment:
    slots = np.arange(column.values.shape[1], dtype=np.int64)
    return HistorySegment(first_tick, len(column.values) - 1, (TableSamples("things", slots, (column,)),))


def _noise() -> HistorySegment:
    stream = np.random.Generator(np.random.Philox(11))
    return _one_column(_linear("level", stream.integers(-300, 300, (41, 3)), 100))


def _long() -> HistorySegment:
    """4,000 ticks round a square of four tiles."""
    gone = np.arange(4001)[:, None] * 768 // 60 % 16_384
    side, along = gone // 4096, gone % 4096
    x = np.choose(side, [along, gone * 0 + 4096, 4096 - along, gone * 0])
    return _one_column(_linear("x", x), 216_000)


def _two_tables() -> HistorySegment:
    birds = TableSamples(
        "birds",
        np.array([300], np.int64),
        (_linear("height", np.array([[0], [5], [20]]), 0), _hold("perch", np.array([[1], [1], [-1]]))),
    )
    boats = TableSamples("boats", np.array([0], np.int64), (_hold("berth", np.array([[4], [9], [9]])),))
    return HistorySegment(12, 2, (birds, boats))


def _huge() -> HistorySegment:
    values = [[-LARGEST, 2**40], [LARGEST, 2**40 + 7], [LARGEST, 2**40 + 14], [-LARGEST, 2**40 + 21]]
    return _one_column(_linear("far", np.array(values)), LARGEST)


def _teleport() -> HistorySegment:
    x = np.where(np.arange(61)[:, None] < 20, 1024, 60_416)
    return _one_column(_linear("x", x))


def _newcomers() -> HistorySegment:
    """Slot 0 stood already; slot 1 came and stands, slot 2 came and stops at once within the tolerance."""
    x = _told(
        _linear("x", np.array([[1024, 2048, 512], [1024, 2048, 514], [1024, 2048, 512]])), [False, True, True]
    )
    facing = _told(_hold("facing", np.array([[1, 2, 3], [1, 2, 3], [1, 2, 0]])), [False, True, True])
    return HistorySegment(7, 2, (TableSamples("walkers", np.arange(3), (x, facing)),))


CASES = {
    "worked-example": _worked_example,
    "walk": _walk,
    "empty": lambda: HistorySegment(120, 60, ()),
    "still": lambda: _one_column(_linear("x", np.full((61, 4), 2048))),
    "no-rows": lambda: _one_column(_linear("x", np.zeros((61, 0), np.int64))),
    "no-ticks": lambda: _one_column(_linear("x", np.array([[1024]]))),
    "newcomers": _newcomers,
    "newcomers-in-a-pause": lambda: _one_column(_told(_linear("x", np.array([[1024, 2048]])), [False, True])),
    "one-tick": lambda: _one_column(_linear("x", np.array([[-1024], [-1011]]))),
    "teleport": _teleport,
    "hold-changes": lambda: _one_column(_hold("mood", np.array([[0], [0], [3], [3], [-2], [7]]))),
    "within-tolerance": lambda: _one_column(_linear("x", np.array([[9], [11], [10], [8], [9]]))),
    "noise": _noise,
    "long": _long,
    "two-tables": _two_tables,
    "huge": _huge,
}


def golden(segment: HistorySegment) -> Golden:
    """A segment with what it must pack to and what must be read back."""
    packed = encode_history(segment)
    return Golden(
        segment_json(segment), packed.hex(), decoded_json(segment, packed), sampled_json(segment, packed)
    )


def main() -> None:
    """Write every golden file."""
    for name, build in CASES.items():
        (HERE / f"{name}.json").write_bytes(msgspec.json.encode(golden(build())) + b"\n")


if __name__ == "__main__":
    main()
