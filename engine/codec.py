"""Packs the historical columns of one step, and unpacks them. docs/CODEC.md specifies the bytes."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from engine.columns import Interpolation
from engine.fitting import hold_breaks, linear_breaks
from engine.history import HistorySegment, TableSamples
from engine.tracks import (
    DecodedHistory,
    HistoryError,
    TableLayout,
    Track,
    layout_hash,
    layout_of,
)
from engine.varints import LONGEST, pack, pack_one, unzigzag, zigzag

VERSION = 1
MOST_TICKS = 2**31 - 1
MOST_COLUMNS = 31
LARGEST_VALUE = 2**53 - 1

Ints = npt.NDArray[np.int64]


class _Cells(Struct, frozen=True):
    """A table's cells to pack, by slot and then column: (cells,) and (cells, ticks + 1)."""

    slot: Ints
    column: Ints
    values: Ints
    breaks: npt.NDArray[np.bool_]


def encode_history(segment: HistorySegment) -> bytes:
    """Packs a segment. Rows and columns that did not change take no space, unless they are to be told nevertheless.

    Raises HistoryError "unencodable" for samples of a wrong shape, values from 2^53 up, slots given
    twice, a table given twice or one with over 31 columns.
    """
    if not 0 <= segment.first_tick <= LARGEST_VALUE or not 0 <= segment.ticks <= MOST_TICKS:
        raise HistoryError("unencodable", f"tick {segment.first_tick} + {segment.ticks}")
    if len({table.name for table in segment.tables}) < len(segment.tables):
        raise HistoryError("unencodable", "a table is given twice; give each table once")
    tables = [packed for table in segment.tables if (packed := _pack_table(table, segment.ticks))]
    head = (bytes([VERSION]), pack_one(segment.first_tick), pack_one(segment.ticks))
    return b"".join((*head, pack_one(len(tables)), *tables))


def _pack_table(table: TableSamples, ticks: int) -> bytes:
    """The table's bytes, or none if nothing in it is to be packed."""
    _check_table(table, ticks)
    cells = _changed_cells(table, ticks)
    if cells is None:
        return b""
    rows = int(np.count_nonzero(np.diff(cells.slot))) + 1
    hashed = layout_hash(layout_of(table)).to_bytes(4, "little")
    return hashed + pack_one(rows) + pack(_numbers(cells))


def _check_table(table: TableSamples, ticks: int) -> None:
    shape = (ticks + 1, len(table.slots))
    if len(table.columns) > MOST_COLUMNS:
        raise HistoryError("unencodable", f"{table.name} has over {MOST_COLUMNS} columns")
    if len(table.slots) and not 0 <= table.slots.min() <= table.slots.max() <= MOST_TICKS:
        raise HistoryError("unencodable", f"{table.name} has a slot outside 0 to {MOST_TICKS}")
    if len(np.unique(table.slots)) < len(table.slots):
        raise HistoryError("unencodable", f"{table.name} gives a slot twice")
    for column in table.columns:
        if column.values.shape != shape:
            wrong = f"{table.name}.{column.name} has shape {column.values.shape}, not {shape}"
            raise HistoryError("unencodable", wrong)


def _changed_cells(table: TableSamples, ticks: int) -> _Cells | None:
    """Cuts the cells to pack into runs; None if there are none."""
    parts = [
        part
        for index in range(len(table.columns))
        if len((part := _changed_in_column(table, index, ticks)).slot)
    ]
    if not parts:
        return None
    slot = np.concatenate([part.slot for part in parts])
    column = np.concatenate([part.column for part in parts])
    order = np.lexsort((column, slot))
    return _Cells(
        slot[order],
        column[order],
        np.concatenate([part.values for part in parts])[order],
        np.concatenate([part.breaks for part in parts])[order],
    )


def _changed_in_column(table: TableSamples, index: int, ticks: int) -> _Cells:
    column = table.columns[index]
    told = np.zeros(len(table.slots), np.bool_) if column.told is None else column.told
    changed = told | (column.values != column.values[0]).any(axis=0)
    values = np.ascontiguousarray(column.values[:, changed].T, np.int64)
    if values.size and max(int(values.max()), -int(values.min())) > LARGEST_VALUE:
        raise HistoryError("unencodable", f"{table.name}.{column.name} has values from 2^53 up")
    if column.interpolation is Interpolation.HOLD or not ticks:
        breaks = hold_breaks(values)
    else:
        breaks = linear_breaks(values, np.full(len(values), column.tolerance, np.int64))
    kept = told[changed] | breaks.any(axis=1)
    slot = table.slots[changed][kept].astype(np.int64)
    return _Cells(slot, np.full(len(slot), index), values[kept], breaks[kept])


def _numbers(cells: _Cells) -> Ints:
    """The numbers of a table's rows in the order in which they are packed.

    Each row: slots skipped since the row before, mask of changed columns; for each of these: the
    first value, then pairs (ticks on, change of value), then 0 unless the last tick was reached; a
    step of no ticks is at its last from the beginning.
    """
    starts_row = np.diff(cells.slot, prepend=-1) != 0
    counts = cells.breaks.sum(axis=1)
    closed = cells.breaks[:, -1] | (cells.values.shape[1] == 1)
    length = 2 * starts_row + 1 + 2 * counts + ~closed
    end = np.cumsum(length)
    numbers = np.zeros(int(end[-1]), np.int64)

    row = np.flatnonzero(starts_row)
    header = (end - length)[row]
    numbers[header] = np.diff(cells.slot[row], prepend=-1) - 1
    numbers[header + 1] = np.bitwise_or.reduceat(1 << cells.column, row)

    first_value = end - length + 2 * starts_row
    numbers[first_value] = zigzag(cells.values[:, 0])

    cell, tick = np.nonzero(cells.breaks)
    within = np.arange(len(cell)) - (np.cumsum(counts) - counts)[cell]
    tick_before = np.where(within == 0, 0, np.roll(tick, 1))
    rise = cells.values[cell, tick] - cells.values[cell, tick_before]
    pair = first_value[cell] + 1 + 2 * within
    numbers[pair] = tick - tick_before
    numbers[pair + 1] = zigzag(rise)
    return numbers


def decode_history(data: bytes, layouts: Iterable[TableLayout]) -> DecodedHistory:
    """Unpacks a segment whose tables all have one of the given layouts.

    Raises HistoryError "truncated", "unknownVersion", "unknownLayout" or "malformed", and nothing
    else, whatever the bytes are. Takes time and space in proportion to the data's length.
    """
    known = {layout_hash(layout): layout for layout in layouts}
    reader = _Reader(data)
    version = reader.byte()
    if version != VERSION:
        raise HistoryError("unknownVersion", f"version {version}; this reader knows {VERSION}")
    first_tick = reader.unsigned(LARGEST_VALUE)
    ticks = reader.unsigned(MOST_TICKS)
    tables: dict[str, dict[int, dict[str, Track]]] = {}
    for _ in range(reader.unsigned(MOST_TICKS)):
        layout = known.get(reader.hash())
        if layout is None:
            raise HistoryError("unknownLayout", "a table's columns differ from those known here")
        if layout.name in tables:
            raise HistoryError("malformed", f"table {layout.name} comes twice")
        tables[layout.name] = _read_table(reader, layout, ticks)
    reader.finish()
    return DecodedHistory(first_tick, ticks, tables)


def _read_table(reader: "_Reader", layout: TableLayout, ticks: int) -> dict[int, dict[str, Track]]:
    rows: dict[int, dict[str, Track]] = {}
    slot = -1
    for _ in range(reader.unsigned(MOST_TICKS)):
        slot += 1 + reader.unsigned(MOST_TICKS)
        if slot > MOST_TICKS:
            raise HistoryError("malformed", f"slot {slot} is too large")
        mask = reader.unsigned((1 << len(layout.columns)) - 1)
        rows[slot] = {
            column.name: _read_track(reader, column.interpolation, ticks)
            for index, column in enumerate(layout.columns)
            if mask >> index & 1
        }
    return rows


def _read_track(reader: "_Reader", interpolation: Interpolation, ticks: int) -> Track:
    at, value = 0, reader.value(0)
    times, values = [at], [value]
    while at < ticks:
        step = reader.unsigned(ticks - at)
        if step == 0:
            break
        at, value = at + step, reader.value(value)
        times.append(at)
        values.append(value)
    return Track(interpolation, tuple(times), tuple(values))


class _Reader:
    """Walks through packed bytes; every fault is a HistoryError."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def byte(self) -> int:
        if self._at == len(self._data):
            raise HistoryError("truncated", f"the data ends after {self._at} bytes")
        self._at += 1
        return self._data[self._at - 1]

    def hash(self) -> int:
        return int.from_bytes(bytes(self.byte() for _ in range(4)), "little")

    def unsigned(self, most: int) -> int:
        number = self._varint()
        if number > most:
            raise HistoryError("malformed", f"{number} before byte {self._at} is over {most}")
        return number

    def value(self, before: int) -> int:
        value = before + unzigzag(self._varint())
        if abs(value) > LARGEST_VALUE:
            raise HistoryError("malformed", f"the value before byte {self._at} is 2^53 or more")
        return value

    def finish(self) -> None:
        if self._at < len(self._data):
            raise HistoryError("malformed", f"{len(self._data) - self._at} bytes are left over")

    def _varint(self) -> int:
        number = 0
        for index in range(LONGEST):
            byte = self.byte()
            number |= (byte & 0x7F) << (7 * index)
            if byte < 0x80:
                return number
        raise HistoryError("malformed", f"the number before byte {self._at} is too long")
