"""Hot state: fixed-capacity numpy columns, one row a thing.

A table is declared as a struct-like class of `Column`s. Systems work on whole columns; a row's slot never
changes while it lives, and the lowest free slot is taken next, so that a restored table is the same table.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[Any]


class Interpolation(enum.Enum):
    """How a viewer fills the time between two samples of a historical column."""

    LINEAR = "linear"
    HOLD = "hold"


class Column(msgspec.Struct, frozen=True):
    """One field of every row: an integer type, and how its history is kept if it is historical."""

    dtype: type[np.integer[Any]] | type[np.bool_]
    history: Interpolation | None = None
    tolerance: int = 0
    """Largest error of the packed history, in the column's own units."""


class TableFull(Exception):
    """No slot is free. Admission belongs to the rules: they must reject before a table is full."""


class Table:
    """Rows of named integer columns, found by id.

    `columns[name]` is the whole column, shape (capacity,); `alive` says which slots are in use. Rules read
    and write the arrays directly; only `add` and `remove` change which rows there are.
    """

    def __init__(self, schema: Mapping[str, Column], capacity: int) -> None:
        self.schema = dict(schema)
        self.capacity = capacity
        self.alive = np.zeros(capacity, np.bool_)
        self.columns: dict[str, IntArray] = {
            name: np.zeros(capacity, column.dtype) for name, column in self.schema.items()
        }
        self.slot_of: dict[str, int] = {}
        self.id_at: dict[int, str] = {}

    def __contains__(self, id_: object) -> bool:
        return id_ in self.slot_of

    def __len__(self) -> int:
        return len(self.slot_of)

    def __iter__(self) -> Iterator[str]:
        """The ids by rising slot."""
        return iter([self.id_at[slot] for slot in sorted(self.id_at)])

    def __getitem__(self, column: str) -> IntArray:
        return self.columns[column]

    def add(self, id_: str, **values: int) -> int:
        """A new row in the lowest free slot; fields not given are 0. Returns the slot."""
        free = np.flatnonzero(~self.alive)
        if not free.size:
            raise TableFull(f"all {self.capacity} slots are taken")
        return self.put(id_, int(free[0]), values)

    def put(self, id_: str, slot: int, values: Mapping[str, int]) -> int:
        """A new row in a slot that must be free, as a restore needs it."""
        assert id_ not in self.slot_of, f"{id_} is there already"
        assert not self.alive[slot], f"slot {slot} is taken"
        unknown = values.keys() - self.columns.keys()
        assert not unknown, f"no such columns: {unknown}"
        for name, column in self.columns.items():
            column[slot] = values.get(name, 0)
        self.alive[slot] = True
        self.slot_of[id_] = slot
        self.id_at[slot] = id_
        return slot

    def remove(self, id_: str) -> None:
        """Free the row's slot; its values are zeroed so that equal tables have equal bytes."""
        slot = self.slot_of.pop(id_)
        del self.id_at[slot]
        self.alive[slot] = False
        for column in self.columns.values():
            column[slot] = 0

    def row(self, id_: str) -> dict[str, int]:
        """A row's values as plain integers."""
        slot = self.slot_of[id_]
        return {name: int(column[slot]) for name, column in self.columns.items()}
