"""What a provider that compiles JSON schemas into grammars refuses in one."""

from collections.abc import Iterator
from typing import Any, cast

KEYWORDS = frozenset(
    {"type", "description", "properties", "required", "additionalProperties", "items", "enum"} | {"anyOf"}
)


def schema_complaint(schema: Any) -> str | None:
    """The first thing in `schema` that a strict provider would refuse, or None."""
    return next(_complaints(schema), None)


def _complaints(schema: Any) -> Iterator[str]:
    if not isinstance(schema, dict):
        yield f"a schema must be an object, not {schema!r}"
        return
    node = cast("dict[str, Any]", schema)
    for keyword in node.keys() - KEYWORDS:
        yield f"keyword {keyword!r} is not supported"
    if "type" not in node and "anyOf" not in node:
        yield "a schema must have a type"
    if node.get("type") == "object":
        if node.get("additionalProperties") is not False:
            yield "additionalProperties must be false"
        if sorted(node.get("required", [])) != sorted(node.get("properties", {})):
            yield "every property must be required"
    if node.get("type") == "array" and "items" not in node:
        yield "an array must say what its items are"
    children = [*node.get("properties", {}).values(), *node.get("anyOf", [])]
    for child in [*children, node["items"]] if "items" in node else children:
        yield from _complaints(child)
