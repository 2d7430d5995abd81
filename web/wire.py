"""What of a world goes over the wire, made from its rules: a kind or a field more in them is one more here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

import msgspec

from engine.bodies import BodyType, body_types, layouts_of
from engine.game import Rules
from engine.inputs import Authority, Input
from engine.store import NumberedEvent
from engine.tracks import TableLayout
from town.views import MAP_KINDS

SENT_FROM_OUTSIDE = (Authority.SUBJECT, Authority.OWNER)
"""Who has a key to send inputs with; joining gives one, so it has an address of its own."""


_ANY_CAPACITY = 1
"""Nothing on the wire depends on it."""


class RulesName(msgspec.Struct, frozen=True):
    """The rules that a world runs on."""

    name: str
    version: int
    """Another one for the same name means that entities, events or inputs have changed."""


def rules_name(rules: Rules[Any]) -> RulesName:
    """How rules are called."""
    return RulesName(rules.name, rules.version)


def layouts(rules: Rules[Any]) -> tuple[TableLayout, ...]:
    """The historical columns of a world, as its packed history has them."""
    return layouts_of(rules.empty(_ANY_CAPACITY))


def sendable_inputs(rules: Rules[Any]) -> list[Input[Any, Any, Any]]:
    """The inputs that a key from outside may send."""
    return [declared for declared in rules.inputs.values() if declared.authority in SENT_FROM_OUTSIDE]


def wire_types(rules: Rules[Any]) -> dict[str, Any]:
    """The types that follow from the rules, under the names by which frames and answers refer to them.

    All public kinds are told of as they change; those of the map are left out of full frames.
    """
    bodies = {
        kind: type_ for kind, type_ in body_types(rules.empty(_ANY_CAPACITY)).items() if kind in rules.public
    }
    events = [_event_type(body) for body in rules.events]
    return {
        "EntityMap": _entity_map("EntityMap", {k: t for k, t in bodies.items() if k not in MAP_KINDS}),
        "MapEntities": _entity_map("MapEntities", {k: t for k, t in bodies.items() if k in MAP_KINDS}),
        "Change": _any_of([_change_type(kind, type_) for kind, type_ in bodies.items()]),
        "TownEvent": _any_of(events),
        **{event.__name__: event for event in events},
    }


def _any_of(types: Iterable[Any]) -> Any:
    return reduce(lambda union, type_: union | type_, types)


def _entity_map(name: str, bodies: Mapping[str, BodyType]) -> type[msgspec.Struct]:
    fields = [
        (kind, dict[type_.id, type_.body] | msgspec.UnsetType, msgspec.UNSET)
        for kind, type_ in bodies.items()
    ]
    doc = "Entities by kind and id; a kind of which there is none is left out."
    return msgspec.defstruct(name, fields, frozen=True, namespace={"__doc__": doc})


def _change_type(kind: str, type_: BodyType) -> Any:
    return msgspec.defstruct(
        f"{kind[0].upper()}{kind[1:]}Change",
        [("id", type_.id), ("body", type_.body | None)],
        array_like=True,
        tag=kind,
        namespace={"__doc__": "An entity that was made or changed, or, with null for its body, is gone."},
    )


def _event_type(body: type[msgspec.Struct]) -> Any:
    fields = [field for field in msgspec.structs.fields(NumberedEvent) if field.name not in ("kind", "body")]
    return msgspec.defstruct(
        f"{body.__name__}Event",
        [*((field.name, field.type) for field in fields), ("body", body)],
        tag=str(body.__struct_config__.tag),
        tag_field="kind",
        rename="camel",
        namespace={"__doc__": body.__doc__},
    )
