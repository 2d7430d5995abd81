"""Packed history once it is read: breakpoints of each historical column that changed.

Times are ticks; a value is a whole number below 2^53, for JavaScript to hold.
"""

from bisect import bisect_right
from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from engine.columns import Column, Interpolation
from engine.history import TableSamples

HistoryFault = Literal["truncated", "unknownVersion", "unknownLayout", "malformed", "unencodable"]


class HistoryError(ValueError):
    """Packed history that cannot be read, or samples that cannot be packed; `fault` says which."""

    def __init__(self, fault: HistoryFault, detail: str) -> None:
        super().__init__(f"{fault}: {detail}")
        self.fault: HistoryFault = fault


class ColumnLayout(Struct, frozen=True):
    """A historical column as a reader must know it."""

    name: str
    interpolation: Interpolation


class TableLayout(Struct, frozen=True):
    """A table's list of historical columns, in the order in which they are packed."""

    name: str
    columns: tuple[ColumnLayout, ...]


class Track(Struct, frozen=True):
    """One column of one row through a step: its breakpoints.

    `ticks` counts from the segment's first tick, starts with 0 and rises; after the last breakpoint
    the value stays.
    """

    interpolation: Interpolation
    ticks: tuple[int, ...]
    values: tuple[int, ...]


class DecodedHistory(Struct, frozen=True):
    """An unpacked segment: `tables[table][slot][column]`; what is absent did not change."""

    first_tick: int
    ticks: int
    tables: dict[str, dict[int, dict[str, Track]]]


def layout_of(table: TableSamples) -> TableLayout:
    """The layout under which a table's samples are packed."""
    columns = tuple(ColumnLayout(column.name, column.interpolation) for column in table.columns)
    return TableLayout(table.name, columns)


def layout_of_schema(name: str, schema: Mapping[str, Column]) -> TableLayout:
    """The layout under which a table of this schema is packed, for who reads its history."""
    columns = (ColumnLayout(key, column.history) for key, column in schema.items() if column.history)
    return TableLayout(name, tuple(columns))


def layout_hash(layout: TableLayout) -> int:
    """FNV-1a, 32 bits, of `name;column:interpolation;…` in UTF-8."""
    columns = (f"{column.name}:{column.interpolation.value}" for column in layout.columns)
    digest = 0x811C9DC5
    for byte in ";".join((layout.name, *columns)).encode():
        digest = ((digest ^ byte) * 0x01000193) & 0xFFFFFFFF
    return digest


def value_at(history: DecodedHistory, table: str, slot: int, column: str, tick: float) -> float | None:
    """The value of one column at a tick, which may be a fraction and is clamped to the segment.

    None means that the column did not change in this step: its value is that before the step.
    """
    track = history.tables.get(table, {}).get(slot, {}).get(column)
    return None if track is None else evaluate(track, tick - history.first_tick)


def evaluate(track: Track, offset: float) -> float:
    """The value of a track `offset` ticks after its segment's first tick."""
    after = bisect_right(track.ticks, offset)
    if after == 0:
        return track.values[0]
    before = after - 1
    if track.interpolation is Interpolation.HOLD or after == len(track.ticks):
        return track.values[before]
    elapsed = offset - track.ticks[before]
    rise = track.values[after] - track.values[before]
    return track.values[before] + rise * elapsed / (track.ticks[after] - track.ticks[before])
