"""The derived columns of a world as it is stored: who only reads it has no game to ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import numpy as np

from engine.columns import Table, is_table
from engine.game import Rules
from engine.state import Entity, camel_case, part_names, restore

W = TypeVar("W")

Rows = dict[str, dict[str, int]]
"""By id and column, called as the layout of the packed history calls it."""


def derived_rows(
    rules: Rules[W], entities: Iterable[Entity], capacity: int, next_tick: int
) -> dict[str, Rows]:
    """Of each table the historical columns that are not stored, as they stand after the last tick that was run.

    `entities` must be of these rules' version and have all rows of tables; others are passed over. No world is stepped.
    """
    world = rules.empty(capacity)
    tables: dict[str, Table[Any]] = {
        name: part for name in part_names(world) if is_table(part := getattr(world, name))
    }
    kinds = {camel_case(name) for name in tables}
    restore(world, (entity for entity in entities if entity.kind in kinds))
    samples = rules.motion(world, np.array([rules.rate.reached_ms(next_tick)], np.int64))
    rows: dict[str, Rows] = {}
    for name, columns in samples.items():
        shown = {c: values[-1] for c, values in columns.items() if _is_shown(tables[name], c)}
        rows[name] = {
            id_: {column: int(values[slot]) for column, values in shown.items()}
            for id_, slot in tables[name].slot_of.items()
        }
    return rows


def _is_shown(table: Table[Any], column: str) -> bool:
    declared = table.schema[column]
    return declared.derived and declared.history is not None
