"""A table against the plain dict that it stands for."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engine.columns import Column, Table, TableFull
from tests.effort import tries

CAPACITY = 5
SCHEMA = {"x": Column(np.int64), "small": Column(np.int8), "on": Column(np.bool_)}


class Tables(RuleBasedStateMachine):
    """Adds, removes and writes rows, in a table and in a model of it."""

    def __init__(self) -> None:
        super().__init__()
        self.table = Table[str](SCHEMA, CAPACITY)
        self.model: dict[str, tuple[int, dict[str, int]]] = {}
        self.made = 0

    @rule(x=st.integers(-(2**60), 2**60), small=st.integers(-128, 127), on=st.integers(0, 1))
    def add(self, x: int, small: int, on: int) -> None:
        values = {"x": x, "small": small, "on": on}
        self.made += 1
        taken = {slot for slot, _ in self.model.values()}
        free = [slot for slot in range(CAPACITY) if slot not in taken]
        if not free:
            with pytest.raises(TableFull):
                self.table.add(f"r:{self.made}", **values)
            return
        assert self.table.add(f"r:{self.made}", **values) == free[0], "not the lowest free slot"
        self.model[f"r:{self.made}"] = free[0], values

    @precondition(lambda self: self.model)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.model)))
        self.table.remove(id_)
        del self.model[id_]

    @precondition(lambda self: self.model)
    @rule(data=st.data(), x=st.integers(-9, 9))
    def write(self, data: st.DataObject, x: int) -> None:
        id_ = data.draw(st.sampled_from(sorted(self.model)))
        slot, values = self.model[id_]
        self.table.set(self.table.id_at[slot], x=x)
        values["x"] = x

    @invariant()
    def same(self) -> None:
        assert len(self.table) == len(self.model)
        assert list(self.table) == [i for i, _ in sorted(self.model.items(), key=lambda item: item[1][0])]
        for id_, (slot, values) in self.model.items():
            assert id_ in self.table
            assert self.table.slot_of[id_] == slot
            assert self.table.row(id_) == values

    @invariant()
    def what_is_gone_leaves_no_trace(self) -> None:
        """Equal tables have equal bytes, whatever was in them before."""
        fresh = Table[str](SCHEMA, CAPACITY)
        for id_, (slot, values) in self.model.items():
            fresh.put(id_, slot, values)
        assert fresh.alive.tobytes() == self.table.alive.tobytes()
        for name in SCHEMA:
            assert fresh[name].tobytes() == self.table[name].tobytes()


TestTables = Tables.TestCase
TestTables.settings = settings(max_examples=tries(40), stateful_step_count=20)
