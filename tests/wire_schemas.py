"""Holds JSON against the schemas of the API's description: nothing may be missing, and nothing be there untold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

Json = Mapping[str, Any]

SCALARS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}


def fault(value: Any, schema: Json, components: Json) -> str | None:
    """The first thing that is wrong with a value, or None."""
    return next(_faults(value, schema, components, "$"), None)


def _faults(value: Any, schema: Json, components: Json, where: str) -> Iterator[str]:
    choices = schema.get("anyOf", schema.get("oneOf"))
    if "$ref" in schema:
        yield from _faults(value, components[schema["$ref"].rpartition("/")[2]], components, where)
    elif choices is not None:
        found = [list(_faults(value, choice, components, where)) for choice in choices]
        yield from min(found, key=len)
    elif "enum" in schema or "const" in schema:
        if value not in schema.get("enum", [schema.get("const")]):
            yield f"{where}: {value!r}"
    elif schema.get("type") == "object":
        yield from _in_object(value, schema, components, where)
    elif schema.get("type") == "array":
        yield from _in_array(value, schema, components, where)
    elif "type" in schema:
        yield from _in_scalar(value, schema, where)


def _in_object(value: Any, schema: Json, components: Json, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where}: {value!r} is no object"
        return
    fields = cast(dict[str, Any], value)
    told = schema.get("properties")
    if told is not None and (fields.keys() - told.keys() or set(schema.get("required", ())) - fields.keys()):
        yield f"{where}: has {sorted(fields)} where {sorted(told)} are told"
        return
    for key, field in fields.items():
        yield from _faults(key, schema.get("propertyNames", {}), components, f"{where}.{key}")
        inner = schema.get("additionalProperties", {}) if told is None else told[key]
        yield from _faults(field, inner, components, f"{where}.{key}")


def _in_array(value: Any, schema: Json, components: Json, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where}: {value!r} is no array"
        return
    items = cast(list[Any], value)
    schemas = schema.get("prefixItems") or [schema.get("items", {})] * len(items)
    if len(schemas) != len(items):
        yield f"{where}: has {len(items)} items where {len(schemas)} are told"
        return
    for index, item in enumerate(items):
        yield from _faults(item, schemas[index], components, f"{where}[{index}]")


def _in_scalar(value: Any, schema: Json, where: str) -> Iterator[str]:
    kind = schema["type"]
    is_kind = isinstance(value, SCALARS[kind]) and (kind == "boolean" or not isinstance(value, bool))
    if not is_kind or (isinstance(value, str) and not re.search(schema.get("pattern", ""), value)):
        yield f"{where}: {value!r} is no {kind} as told"
