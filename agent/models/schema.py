"""JSON schemas of answer types, in the subset that every provider accepts.

Bedrock and OpenAI compile a schema into a grammar and refuse what they cannot compile: references
that recur, optional properties, defaults, bounds on numbers and lengths. So references are put in
place, every property is required, objects are closed, and bounds move into the description, where
the model reads them; msgspec checks them when the answer is decoded.

Sources: "Get validated JSON results from models" (Amazon Bedrock user guide) and "Structured
model outputs, supported schemas" (OpenAI API guide).
"""

from collections.abc import Callable, Mapping
from typing import Any, cast

import msgspec

from agent.models.port import AnswerSchema

Schema = dict[str, Any]

BOUNDS: tuple[tuple[str, str], ...] = (
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minItems", "at least {} items"),
    ("maxItems", "at most {} items"),
    ("minimum", "at least {}"),
    ("maximum", "at most {}"),
    ("exclusiveMinimum", "more than {}"),
    ("exclusiveMaximum", "less than {}"),
    ("multipleOf", "a multiple of {}"),
    ("pattern", "matching {}"),
    ("format", "as {}"),
)


def answer_schema(kind: type[msgspec.Struct]) -> AnswerSchema:
    """Return the schema of the Struct `kind`.

    Raises `TypeError` for what the providers cannot express: recursion, free mappings, tuples of
    mixed types, and a Struct whose every field has a default, as which any object at all, a
    half answer too, would decode.
    """
    whole = msgspec.json.schema(kind)
    definitions = cast("Mapping[str, Schema]", whole.get("$defs", {}))
    if "$ref" in whole and not _resolved(whole, definitions, ()).get("required"):
        raise TypeError(f"{kind.__name__}: at least one field must have no default.")
    return AnswerSchema(name=kind.__name__, schema=_strict(whole, definitions, ()))


def _resolved(node: Schema, definitions: Mapping[str, Schema], within: tuple[str, ...]) -> Schema:
    name = str(node["$ref"]).removeprefix("#/$defs/")
    if name in within:
        raise TypeError(f"{name} contains itself; providers accept no recursive schema.")
    return definitions[name]


def _strict(node: Schema, definitions: Mapping[str, Schema], within: tuple[str, ...]) -> Schema:
    """Rewrite one node of a msgspec schema, and what is below it."""
    if "$ref" in node:
        inner = _resolved(node, definitions, within)
        name = str(node["$ref"]).removeprefix("#/$defs/")
        return _strict({**inner, **_own(node)}, definitions, (*within, name))

    def below(child: Schema) -> Schema:
        return _strict(child, definitions, within)

    strict: Schema = {}
    if description := _description(node):
        strict["description"] = description
    if "anyOf" in node:
        strict["anyOf"] = _alternatives(node, below)
    elif "enum" in node:
        strict |= {"type": _enum_type(node["enum"]), "enum": list(node["enum"])}
    elif node.get("type") == "object":
        strict |= _object(node, below)
    elif node.get("type") == "array":
        strict |= _array(node, below)
    elif "type" in node:
        strict["type"] = node["type"]
    else:
        raise TypeError("A field of any type cannot be asked for; name its type.")
    return strict


def _own(node: Schema) -> Schema:
    """What stands beside a reference and belongs to the place, not to the type."""
    return {"description": node["description"]} if "description" in node else {}


def _object(node: Schema, below: Callable[[Schema], Schema]) -> Schema:
    if "properties" not in node:
        raise TypeError("A free mapping cannot be asked for; use a list of a Struct.")
    properties = {name: below(child) for name, child in node["properties"].items()}
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _array(node: Schema, below: Callable[[Schema], Schema]) -> Schema:
    if "prefixItems" in node or not isinstance(node.get("items"), dict):
        raise TypeError("A tuple of mixed types cannot be asked for; use a Struct.")
    return {"type": "array", "items": below(node["items"])}


def _alternatives(node: Schema, below: Callable[[Schema], Schema]) -> list[Schema]:
    """The union's members, with unions inside it opened up."""
    flat: list[Schema] = []
    for child in node["anyOf"]:
        strict = below(child)
        flat += strict.get("anyOf", [strict])
    return flat


def _enum_type(values: list[Any]) -> str:
    if all(isinstance(value, str) for value in values):
        return "string"
    if all(isinstance(value, int) for value in values):
        return "integer"
    raise TypeError(f"The values {values} are of mixed types; providers accept only one type.")


def _description(node: Schema) -> str:
    bounds = [text.format(node[key]) for key, text in BOUNDS if key in node]
    told = [str(node["description"])] if "description" in node else []
    return " ".join([*told, f"({', '.join(bounds)})"] if bounds else told)
