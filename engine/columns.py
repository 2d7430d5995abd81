"""Hot state: fixed-capacity numpy columns, one row a thing.

A table is declared as a struct-like class of `Column`s. Systems work on whole columns; a row's slot never
changes while it lives, and the lowest free slot is taken next, so that a restored table is the same table.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeGuard, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from engine.observed import Observer

Id = TypeVar("Id", bound=str)
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
    derived: bool = False
    """It follows from the other columns by `Rules.motion`: not stored, not hashed, made again after a restore."""
    least: int | None = None
    """The lowest value that a row may have; the zero of an empty slot is within the bounds."""
    most: int | None = None
    """The highest."""

    def holds(self, value: int) -> bool:
        """Whether a value is within the bounds."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


class TableFull(Exception):
    """No slot is free. Admission belongs to the rules: they must reject before a table is full."""


class Table(Generic[Id]):
    """Rows of named integer columns, found by id.

    `columns[name]` is the whole column, shape (capacity,), to read; `alive` says which slots are in use. Rows change by
    `add`, `set` and `remove` alone, which tell the observers.
    """

    def __init__(self, schema: Mapping[str, Column], capacity: int) -> None:
        self.schema = dict(schema)
        self.capacity = capacity
        self.alive = np.zeros(capacity, np.bool_)
        self._written: dict[str, IntArray] = {
            name: np.zeros(capacity, column.dtype) for name, column in self.schema.items()
        }
        self.columns: dict[str, IntArray] = {name: _to_read(column) for name, column in self._written.items()}
        self.stored = tuple(name for name, column in self.schema.items() if not column.derived)
        """The columns that are state."""
        self.observers: tuple[Observer[Id], ...] = ()
        """Told of each row that has come, changed or gone; before and after are None."""
        self.slot_of: dict[Id, int] = {}
        self.id_at: dict[int, Id] = {}
        self.comings = 0
        """Rows that have come so far."""
        self.coming_at = np.zeros(capacity, np.int64)
        """By slot, the number of the last row that came there."""

    def __contains__(self, id_: object) -> bool:
        return id_ in self.slot_of

    def __len__(self) -> int:
        return len(self.slot_of)

    def __iter__(self) -> Iterator[Id]:
        """The ids by rising slot."""
        return iter([self.id_at[slot] for slot in sorted(self.id_at)])

    def __getitem__(self, column: str) -> IntArray:
        return self.columns[column]

    def add(self, id_: Id, **values: int) -> int:
        """A new row in the lowest free slot; fields not given are 0. Returns the slot."""
        free = np.flatnonzero(~self.alive)
        if not free.size:
            raise TableFull(f"all {self.capacity} slots are taken")
        return self.put(id_, int(free[0]), values)

    def put(self, id_: Id, slot: int, values: Mapping[str, int]) -> int:
        """A new row in a slot that must be free, as a restore needs it."""
        assert id_ not in self.slot_of, f"{id_} is there already"
        assert not self.alive[slot], f"slot {slot} is taken"
        unknown = values.keys() - self.columns.keys()
        assert not unknown, f"no such columns: {unknown}"
        for name, column in self._written.items():
            column[slot] = values.get(name, 0)
        self.alive[slot] = True
        self.slot_of[id_] = slot
        self.id_at[slot] = id_
        self.comings += 1
        self.coming_at[slot] = self.comings
        self._tell(id_)
        return slot

    def set(self, id_: Id, **values: int) -> None:
        """Change some of a row's values."""
        slot = self.slot_of[id_]
        for name, value in values.items():
            self._written[name][slot] = value
        self._tell(id_)

    def fill(self, column: str, values: IntArray) -> None:
        """Set a whole derived column, shape (capacity,): nobody is told, for it follows from what they were told of."""
        self._written[column][:] = values

    def remove(self, id_: Id) -> None:
        """Free the row's slot; its values are zeroed so that equal tables have equal bytes."""
        slot = self.slot_of.pop(id_)
        del self.id_at[slot]
        self.alive[slot] = False
        for column in self._written.values():
            column[slot] = 0
        self._tell(id_)

    def row(self, id_: Id) -> dict[str, int]:
        """A row's values as plain integers."""
        slot = self.slot_of[id_]
        return {name: int(column[slot]) for name, column in self.columns.items()}

    def stored_row(self, id_: Id) -> dict[str, int]:
        """What of a row is state."""
        slot = self.slot_of[id_]
        return {name: int(self.columns[name][slot]) for name in self.stored}

    def _tell(self, id_: Id) -> None:
        for observer in self.observers:
            observer(id_, None, None)


def is_table(part: object) -> TypeGuard[Table[Any]]:
    """Whether a part of the state is a table; of what ids can't be told."""
    return isinstance(part, Table)


def _to_read(column: IntArray) -> IntArray:
    view = column.view()
    view.flags.writeable = False
    return view
