"""Size and speed of packed history: `python -m bench.codec`.

Everybody walks 4-connected routes over a 64x48 map at 0.75 tiles a second, turning every few tiles, for a
minute in steps of a second. The same samples are packed by this project's codec and by AI Town's scheme as
its documentation has it: each field of each object by itself, times and values apart, quantised, as
differences, run-length coded, as variable-length integers, behind a hash of the field list. (AI Town's own
engine, whose ticks of 16 ms suit its run lengths better, was measured at 53 to 64 bytes.)
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from itertools import groupby, pairwise

import numpy as np
import numpy.typing as npt

from engine.codec import encode_history
from engine.columns import Interpolation
from engine.history import ColumnSamples, HistorySegment, TableSamples
from engine.tracks import layout_hash, layout_of
from engine.varints import pack_one

TICKS_PER_STEP = 60
STEPS = 60
UNITS_PER_SECOND = 768
UNITS_PER_TILE = 1024
MAP_TILES = (64, 48)
STEPS_OF_FACING = ((0, 1), (-1, 0), (1, 0), (0, -1))
SHORTEST_LEG_TILES, LONGEST_LEG_TILES = 2, 8
PEOPLE = (8, 50, 200)
REPEATS = 5

Ints = npt.NDArray[np.int64]
Encoder = Callable[[HistorySegment], bytes]


def main() -> None:
    """Print the table."""
    print("Bytes for each moving person and second; milliseconds to pack a step of one second (median).")
    print("people | codec: bytes | ms a step | AI Town's scheme: bytes | ms a step")
    for people in PEOPLE:
        segments = walk(people)
        ours_bytes, ours_ms = measure(encode_history, segments, people)
        theirs_bytes, theirs_ms = measure(encode_as_ai_town, segments, people)
        print(f"{people:6} | {ours_bytes:12.1f} | {ours_ms:9.2f} | {theirs_bytes:23.1f} | {theirs_ms:9.2f}")


def measure(encode: Encoder, segments: Sequence[HistorySegment], people: int) -> tuple[float, float]:
    """Bytes a person and second, and the median milliseconds to pack a step."""
    took_ms: list[float] = []
    for _ in range(REPEATS):
        for segment in segments:
            start = time.perf_counter()
            encode(segment)
            took_ms.append((time.perf_counter() - start) * 1000)
    size = sum(len(encode(segment)) for segment in segments)
    return size / people / STEPS, statistics.median(took_ms)


def walk(people: int) -> list[HistorySegment]:
    """A minute of that many walkers, a segment a step."""
    stream = np.random.Generator(np.random.Philox(people))
    courses = [_course(stream, STEPS * TICKS_PER_STEP) for _ in range(people)]
    x, y, facing = (np.stack(parts, axis=1) for parts in zip(*courses, strict=True))
    return [_segment(step, x, y, facing) for step in range(STEPS)]


def _course(stream: np.random.Generator, ticks: int) -> tuple[Ints, Ints, Ints]:
    """x, y and facing of one walker at each tick, shapes (ticks + 1,)."""
    gone = np.arange(ticks + 1) * UNITS_PER_SECOND // 60
    corners, at = [stream.integers((0, 0), MAP_TILES)], 0
    facings: list[int] = []
    starts: list[int] = []
    while at <= gone[-1]:
        facing, tiles = (
            int(stream.integers(4)),
            int(stream.integers(SHORTEST_LEG_TILES, LONGEST_LEG_TILES + 1)),
        )
        corner = corners[-1] + np.array(STEPS_OF_FACING[facing]) * tiles
        if (corner < 0).any() or (corner >= MAP_TILES).any() or (facings and facing == facings[-1]):
            continue
        corners.append(corner)
        facings.append(facing)
        starts.append(at)
        at += tiles * UNITS_PER_TILE
    leg = np.searchsorted(starts, gone, side="right") - 1
    into = (gone - np.array(starts)[leg])[:, None] * np.array(STEPS_OF_FACING)[np.array(facings)[leg]]
    position = np.array(corners)[leg] * UNITS_PER_TILE + into
    return position[:, 0], position[:, 1], np.array(facings)[leg]


def _segment(step: int, x: Ints, y: Ints, facing: Ints) -> HistorySegment:
    first = step * TICKS_PER_STEP
    span = slice(first, first + TICKS_PER_STEP + 1)
    columns = (
        ColumnSamples("x", Interpolation.LINEAR, 3, x[span]),
        ColumnSamples("y", Interpolation.LINEAR, 3, y[span]),
        ColumnSamples("facing", Interpolation.HOLD, 0, facing[span]),
        ColumnSamples("speed", Interpolation.HOLD, 0, np.full_like(x[span], UNITS_PER_SECOND)),
    )
    return HistorySegment(
        first, TICKS_PER_STEP, (TableSamples("walkers", np.arange(x.shape[1], dtype=np.int64), columns),)
    )


def encode_as_ai_town(segment: HistorySegment) -> bytes:
    """The other scheme: a buffer for each object, its fields one after the other."""
    table = segment.tables[0]
    times = range(segment.first_tick, segment.first_tick + segment.ticks + 1)
    head = layout_hash(layout_of(table)).to_bytes(4, "little")
    packed = bytearray()
    for row in range(len(table.slots)):
        packed += head
        for column in table.columns:
            quantum = UNITS_PER_TILE // 256 if column.tolerance else 1
            packed += _pack_field(times, [value // quantum for value in column.values[:, row].tolist()])
    return bytes(packed)


def _pack_field(times: Sequence[int], values: Sequence[int]) -> bytes:
    changed = [0, *(i for i, (a, b) in enumerate(pairwise(values), 1) if a != b)]
    kept_times, kept_values = [times[i] for i in changed], [values[i] for i in changed]
    return (
        pack_one(len(changed))
        + _pack_numbers(_differences(kept_times))
        + _pack_numbers(_differences(kept_values))
    )


def _differences(numbers: Sequence[int]) -> list[int]:
    return [numbers[0], *(b - a for a, b in pairwise(numbers))]


def _pack_numbers(numbers: Sequence[int]) -> bytes:
    """With or without run lengths, whichever is shorter: the scheme leaves the choice to each field."""
    plain = b"".join(_pack_signed(number) for number in numbers)
    runs = ((value, len(list(group))) for value, group in groupby(numbers))
    in_runs = b"".join(_pack_signed(value) + pack_one(length) for value, length in runs)
    return min(plain, in_runs, key=len)


def _pack_signed(number: int) -> bytes:
    return pack_one(2 * abs(number) - (number < 0))


if __name__ == "__main__":
    main()
