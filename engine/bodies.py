"""The types of entities' bodies, from the world's own declaration: what `engine/state.py` writes and reads by them."""

from __future__ import annotations

from typing import Any, cast, get_args, get_type_hints

import msgspec

from engine.chance import Chance, Drawn
from engine.columns import Table
from engine.inputs import camel_case
from engine.state import part_names
from engine.tracks import TableLayout, layout_of_schema


class BodyType(msgspec.Struct, frozen=True):
    """What the entities of one kind are like."""

    id: Any
    """The type of their ids."""
    body: Any
    """The type of their bodies: a struct, or one value."""


def body_types(world: object) -> dict[str, BodyType]:
    """The types of a world's entities by kind; its tables are asked for their columns, so it must have them."""
    hints = get_type_hints(type(world), include_extras=True)
    return {
        camel_case(name): _body_type(camel_case(name), getattr(world, name), hints[name])
        for name in part_names(world)
    }


def layouts_of(world: object) -> tuple[TableLayout, ...]:
    """The historical columns of a world's tables: what a reader of its packed history must know."""
    parts = {name: getattr(world, name) for name in part_names(world)}
    layouts = [layout_of_schema(n, part.schema) for n, part in parts.items() if isinstance(part, Table)]
    return tuple(layout for layout in layouts if layout.columns)


def _body_type(kind: str, part: object, hint: Any) -> BodyType:
    if isinstance(part, Table):
        return BodyType(str, _row_type(kind, cast(Table[Any], part)))
    if isinstance(part, dict):
        return BodyType(*get_args(hint))
    return BodyType(str, Drawn if isinstance(part, Chance) else hint)


def _row_type(kind: str, table: Table[Any]) -> type[msgspec.Struct]:
    fields = [("slot", int), *((column, int) for column in table.stored)]
    name = f"{kind[0].upper()}{kind[1:]}Row"
    doc = f"A row of the table `{kind}`: its slot there and the columns that are stored."
    return msgspec.defstruct(name, fields, frozen=True, rename="camel", namespace={"__doc__": doc})
