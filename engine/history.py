"""Samples of the historical columns of one step, a row a tick."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from engine.columns import IntArray, Interpolation, Table

Samples = Mapping[str, Mapping[str, IntArray]]
"""Per table and column: an array of shape (ticks, capacity)."""


class ColumnSamples(msgspec.Struct, frozen=True):
    """One historical column: `values` has shape (ticks + 1, rows); row 0 is the value before the step."""

    name: str
    interpolation: Interpolation
    tolerance: int
    values: npt.NDArray[np.int64]
    told: npt.NDArray[np.bool_] | None = None
    """Which rows are packed although they did not change, shape (rows,): no step before tells where they are."""


class TableSamples(msgspec.Struct, frozen=True):
    """The rows of one table that live when the step is over, by slot."""

    name: str
    slots: npt.NDArray[np.int64]
    columns: tuple[ColumnSamples, ...]


class HistorySegment(msgspec.Struct, frozen=True):
    """All samples of a step: `values[0]` stands at `first_tick`, the last at `first_tick + ticks`."""

    first_tick: int
    ticks: int
    tables: tuple[TableSamples, ...]


class Recorder:
    """Gathers the samples of one step."""

    def __init__(self, tables: Mapping[str, Table[Any]], first_tick: int, ticks: int) -> None:
        self._tables = tables
        self._first_tick = first_tick
        self._filled = 0
        self._samples: dict[str, dict[str, npt.NDArray[np.int64]]] = {
            table_name: {
                name: np.empty((ticks + 1, table.capacity), np.int64)
                for name, column in table.schema.items()
                if column.history is not None
            }
            for table_name, table in tables.items()
        }
        self._comings = {name: table.comings for name, table in tables.items()}
        self._births: dict[str, dict[int, int]] = {name: {} for name in tables}
        """By slot, the first sample of who came there last in this step."""
        self.record(1)

    def record(self, ticks: int, moved: Samples | None = None) -> None:
        """The next `ticks` samples: those of `moved` where it has a column, else the column as it stands."""
        span = slice(self._filled, self._filled + ticks)
        for table_name, columns in self._samples.items():
            table_moved = (moved or {}).get(table_name, {})
            self._note_newcomers(table_name)
            for name, samples in columns.items():
                source = table_moved.get(name)
                samples[span] = self._tables[table_name].columns[name] if source is None else source
        self._filled += ticks

    def segment(self) -> HistorySegment:
        """What was recorded, of the rows that live now.

        Who has a row's values when the step begins can follow them from step to step: the last sample is as the
        inputs after the last tick left it, and rows that came, or that such an input moved, are told in full.
        """
        tables = tuple(self._table_samples(name) for name in self._samples)
        return HistorySegment(self._first_tick, self._filled - 1, tables)

    def _table_samples(self, table_name: str) -> TableSamples:
        table, last = self._tables[table_name], self._filled - 1
        slots = np.flatnonzero(table.alive)
        self._note_newcomers(table_name)  # the last may have come after the last sample
        born = np.isin(slots, list(self._births[table_name]))
        moved: dict[str, npt.NDArray[np.bool_]] = {}
        for name, samples in self._samples[table_name].items():
            moved[name] = samples[last, slots] != table.columns[name][slots]
            samples[last, slots] = table.columns[name][slots]
        self._fill_before_birth(table_name)
        columns = tuple(
            ColumnSamples(
                name,
                table.schema[name].history or Interpolation.HOLD,
                table.schema[name].tolerance,
                samples[: self._filled, slots],
                born | moved[name],
            )
            for name, samples in self._samples[table_name].items()
        )
        return TableSamples(table_name, slots.astype(np.int64), columns)

    def _note_newcomers(self, table_name: str) -> None:
        table, seen = self._tables[table_name], self._comings[table_name]
        if table.comings == seen:
            return
        self._comings[table_name] = table.comings
        for slot in np.flatnonzero(table.coming_at > seen).tolist():
            self._births[table_name][slot] = self._filled

    def _fill_before_birth(self, table_name: str) -> None:
        """Give rows that came during the step their first values from its beginning on.

        Else a viewer would see them slide in from where an empty slot's zeros lie, or who had the slot before.
        """
        for slot, birth in self._births[table_name].items():
            for samples in self._samples[table_name].values():
                samples[:birth, slot] = samples[min(birth, self._filled - 1), slot]
