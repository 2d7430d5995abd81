"""Samples of the historical columns of one step, a row a tick."""

from __future__ import annotations

from collections.abc import Mapping

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


class TableSamples(msgspec.Struct, frozen=True):
    """The rows of one table that lived at the step's end, by slot."""

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

    def __init__(self, tables: Mapping[str, Table], first_tick: int, ticks: int) -> None:
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
        self._living = {
            name: np.zeros((ticks + 1, table.capacity), np.bool_) for name, table in tables.items()
        }
        self._first_ids = {name: dict(table.id_at) for name, table in tables.items()}
        self.record(1)

    def record(self, ticks: int, moved: Samples | None = None) -> None:
        """The next `ticks` samples: those of `moved` where it has a column, else the column as it stands."""
        span = slice(self._filled, self._filled + ticks)
        for table_name, columns in self._samples.items():
            table_moved = (moved or {}).get(table_name, {})
            self._living[table_name][span] = self._tables[table_name].alive
            for name, samples in columns.items():
                source = table_moved.get(name)
                samples[span] = self._tables[table_name].columns[name] if source is None else source
        self._filled += ticks

    def segment(self) -> HistorySegment:
        """What was recorded, of the rows that live now."""
        tables: list[TableSamples] = []
        for table_name, columns in self._samples.items():
            table = self._tables[table_name]
            slots = np.flatnonzero(table.alive)
            self._fill_before_birth(table_name, slots)
            tables.append(
                TableSamples(
                    table_name,
                    slots.astype(np.int64),
                    tuple(
                        ColumnSamples(
                            name,
                            table.schema[name].history or Interpolation.HOLD,
                            table.schema[name].tolerance,
                            samples[: self._filled, slots],
                        )
                        for name, samples in columns.items()
                    ),
                )
            )
        return HistorySegment(self._first_tick, self._filled - 1, tuple(tables))

    def _fill_before_birth(self, table_name: str, slots: IntArray) -> None:
        """Give rows that came during the step their first values from its beginning on.

        Else a viewer would see them slide in from where an empty slot's zeros lie.
        """
        first_ids, now_ids = self._first_ids[table_name], self._tables[table_name].id_at
        for slot in slots.tolist():
            if first_ids.get(slot) == now_ids[slot]:
                continue
            absent = np.flatnonzero(~self._living[table_name][: self._filled, slot])
            birth = int(absent[-1]) + 1 if absent.size else 1
            for samples in self._samples[table_name].values():
                samples[:birth, slot] = samples[min(birth, self._filled - 1), slot]
