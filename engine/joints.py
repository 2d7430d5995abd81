"""What must hold where the engine's pieces meet: told before anything false is committed.

Whatever is found here is a mistake of the engine or of the rules. A runner looks at each of its steps; that costs less
than a hundredth of a step with its commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from engine.columns import Column, Table
from engine.game import DueInput, Step


def check_ticks(step: Step, from_tick: int, until_tick: int) -> None:
    """A step runs the ticks that it was to run: those from `from_tick` up to but without `until_tick`."""
    assert from_tick <= until_tick, f"a step to tick {until_tick} would run back from {from_tick}"
    ran = (step.from_tick, step.next_tick)
    assert ran == (from_tick, until_tick), f"a step ran the ticks {ran} instead of {(from_tick, until_tick)}"


def check_answers(step: Step, last_input: int, due: Sequence[DueInput]) -> None:
    """A step answers its inputs, all of them, each once, in order, at ticks of its own that never fall."""
    numbers = [answer.number for answer in step.answers]
    wanted = list(range(last_input + 1, last_input + 1 + len(due)))
    assert numbers == wanted == [each.number for each in due], f"inputs {wanted}, answers {numbers}"
    assert step.last_input == last_input + len(due), f"the last input is said to be {step.last_input}"
    ticks = [step.from_tick, *(answer.tick for answer in step.answers), step.next_tick]
    assert all(before <= after for before, after in pairwise(ticks)), f"answers at the ticks {ticks}"


def check_commit(number: int, before: int | None) -> None:
    """Steps are numbered without gaps; `before` is the number of the one before, if it is known."""
    assert before is None or number == before + 1, f"step {number} was committed after step {before}"


def check_bounds(tables: Mapping[str, Table[Any]]) -> None:
    """The values of living rows are within what their columns declare."""
    for name, table in tables.items():
        for column in _beyond(table):
            id_, value = _first_beyond(table, column)
            declared = table.schema[column]
            bounds = f"{declared.least} to {declared.most}"
            raise AssertionError(f"{column} of {name} {id_!r} is {value}, beyond its bounds ({bounds})")


def _beyond(table: Table[Any]) -> Iterable[str]:
    """The columns that hold something beyond their bounds: whole columns are looked at first, for speed."""
    for name, declared in table.schema.items():
        values = table.columns[name]
        least, most = declared.least, declared.most
        if (least is not None and values.min() < least) or (most is not None and values.max() > most):
            yield name


def _first_beyond(table: Table[Any], column: str) -> tuple[str, int]:
    declared: Column = table.schema[column]
    for id_ in table:
        value = int(table.columns[column][table.slot_of[id_]])
        if not declared.holds(value):
            return id_, value
    raise AssertionError(f"{column} has a value beyond its bounds in a row that nobody has")
