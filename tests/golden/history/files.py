"""The shape of the golden files of packed history, which the TypeScript tests read too."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from engine.codec import decode_history
from engine.columns import Interpolation
from engine.history import ColumnSamples, HistorySegment, TableSamples
from engine.tracks import DecodedHistory, evaluate, layout_of

HERE = Path(__file__).parent


class GoldenColumn(msgspec.Struct, frozen=True, omit_defaults=True):
    """`values[tick][row]`."""

    name: str
    interpolation: Interpolation
    tolerance: int
    values: list[list[int]]
    told: list[bool] | None = None


class GoldenTable(msgspec.Struct, frozen=True):
    name: str
    slots: list[int]
    columns: list[GoldenColumn]


class GoldenSegment(msgspec.Struct, frozen=True, rename="camel"):
    first_tick: int
    ticks: int
    tables: list[GoldenTable]


class GoldenTrack(msgspec.Struct, frozen=True):
    ticks: tuple[int, ...]
    values: tuple[int, ...]


class GoldenSample(msgspec.Struct, frozen=True):
    """What one column of one row reads at a tick, counted from the segment's first."""

    table: str
    slot: int
    column: str
    offset: float
    value: float | None


class Golden(msgspec.Struct, frozen=True):
    """Samples, the hex of their packed bytes, the tracks therein and some readings of these."""

    segment: GoldenSegment
    packed: str
    decoded: dict[str, dict[str, dict[str, GoldenTrack]]]
    samples: list[GoldenSample]


def read_golden() -> dict[str, Golden]:
    """Every golden file, by name."""
    return {path.stem: msgspec.json.decode(path.read_bytes(), type=Golden) for path in HERE.glob("*.json")}


def segment_json(segment: HistorySegment) -> GoldenSegment:
    """A segment as a golden file has it."""
    tables = [
        GoldenTable(
            table.name,
            table.slots.tolist(),
            [_column_json(column) for column in table.columns],
        )
        for table in segment.tables
    ]
    return GoldenSegment(segment.first_tick, segment.ticks, tables)


def _column_json(column: ColumnSamples) -> GoldenColumn:
    told = None if column.told is None else column.told.tolist()
    return GoldenColumn(column.name, column.interpolation, column.tolerance, column.values.tolist(), told)


def segment_of(golden: GoldenSegment) -> HistorySegment:
    """Undoes `segment_json`."""
    tables = tuple(_table_of(table, golden.ticks) for table in golden.tables)
    return HistorySegment(golden.first_tick, golden.ticks, tables)


def _table_of(table: GoldenTable, ticks: int) -> TableSamples:
    shape = (ticks + 1, len(table.slots))
    columns = (
        ColumnSamples(
            c.name,
            c.interpolation,
            c.tolerance,
            np.array(c.values, np.int64).reshape(shape),
            None if c.told is None else np.array(c.told, np.bool_),
        )
        for c in table.columns
    )
    return TableSamples(table.name, np.array(table.slots, np.int64), tuple(columns))


def tracks_json(history: DecodedHistory) -> dict[str, dict[str, dict[str, GoldenTrack]]]:
    """Decoded tracks as a golden file has them."""
    return {
        table: {
            str(slot): {name: GoldenTrack(track.ticks, track.values) for name, track in columns.items()}
            for slot, columns in rows.items()
        }
        for table, rows in history.tables.items()
    }


def decoded_json(segment: HistorySegment, packed: bytes) -> dict[str, dict[str, dict[str, GoldenTrack]]]:
    """The tracks read back from a packed segment."""
    return tracks_json(decode_history(packed, map(layout_of, segment.tables)))


def sampled_json(segment: HistorySegment, packed: bytes) -> list[GoldenSample]:
    """Readings of each column of each row at the ends, between and beyond."""
    history = decode_history(packed, map(layout_of, segment.tables))
    offsets = sorted({-1.0, 0.0, 0.5, segment.ticks / 3, segment.ticks - 0.25, float(segment.ticks + 1)})
    return [
        GoldenSample(
            table.name, slot, column.name, offset, None if track is None else evaluate(track, offset)
        )
        for table in segment.tables
        for slot in table.slots.tolist()
        for column in table.columns
        for offset in offsets
        for track in [history.tables.get(table.name, {}).get(slot, {}).get(column.name)]
    ]
