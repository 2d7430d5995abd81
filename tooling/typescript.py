"""Writes TypeScript for the schemas of an OpenAPI document: a type for each component, with what it says of it."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

Json = Mapping[str, Any]

LONGEST_LINE = 110
SCALARS = {"integer": "number", "number": "number", "boolean": "boolean", "null": "null"}


def declarations(components: Json) -> str:
    """The types of all components, in the order of their names."""
    return "\n".join(_component(name, schema) for name, schema in sorted(components.items()))


def type_of(schema: Json, indent: str = "") -> str:
    """The type of a schema as an expression; `indent` stands before the line in which it begins."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema or "const" in schema:
        return _literals(schema)
    choices = schema.get("anyOf", schema.get("oneOf"))
    if choices is not None:
        return " | ".join(dict.fromkeys(type_of(choice, indent) for choice in choices))
    return _plain_type(schema, indent)


def _plain_type(schema: Json, indent: str) -> str:
    match schema.get("type"):
        case "array":
            return _array(schema, indent)
        case "object" if "properties" in schema:
            return _object(schema, indent)
        case "object":
            key = type_of(schema.get("propertyNames", {"type": "string"}))
            return f"Readonly<Record<{key}, {type_of(schema.get('additionalProperties', {}), indent)}>>"
        case "string":
            return _string(schema)
        case str(scalar):
            return SCALARS[scalar]
        case _:
            return "unknown"


def _array(schema: Json, indent: str) -> str:
    if "prefixItems" in schema:
        return f"readonly [{', '.join(type_of(item, indent) for item in schema['prefixItems'])}]"
    item = type_of(schema.get("items", {}), indent)
    is_plain = " | " not in item and not item.startswith("readonly")
    return f"readonly {item}[]" if is_plain else f"readonly ({item})[]"


def _object(schema: Json, indent: str) -> str:
    """An object type over several lines; one without properties is empty for good."""
    if not schema["properties"]:
        return "Readonly<Record<string, never>>"
    return "{\n" + "".join(_fields(schema, f"{indent}  ")) + f"{indent}}}"


def _fields(schema: Json, indent: str) -> Iterator[str]:
    required = set(schema.get("required", ()))
    for name, field in schema["properties"].items():
        yield from _comment(field.get("description"), indent)
        mark = "" if name in required else "?"
        yield f"{indent}readonly {name}{mark}: {type_of(field, indent)};\n"


def _component(name: str, schema: Json) -> str:
    if schema.get("type") == "object" and "properties" in schema:
        return "".join(
            (*_comment(schema.get("description")), f"export interface {name} {_object(schema, '')}\n")
        )
    type_ = type_of(schema)
    line = f"export type {name} = {type_};\n"
    if len(line) > LONGEST_LINE:
        line = f"export type {name} =\n  | {type_.replace(' | ', chr(10) + '  | ')};\n"
    return "".join((*_comment(schema.get("description")), line))


def _string(schema: Json) -> str:
    """The type of a string; of an id such as `p:17` it says what stands before the number."""
    prefix = re.fullmatch(r"\^([a-z]+:)\[0-9\](\{[0-9,]+\}|\+)\$", schema.get("pattern", ""))
    return f"`{prefix[1]}${{number}}`" if prefix else "string"


def _literals(schema: Json) -> str:
    values = schema.get("enum", [schema.get("const")])
    return " | ".join(json.dumps(value, ensure_ascii=False) for value in values)


def _comment(text: str | None, indent: str = "") -> Iterator[str]:
    if not text:
        return
    lines = text.replace("*/", "* /").splitlines()
    if len(lines) == 1:
        yield f"{indent}/** {lines[0]} */\n"
        return
    yield f"{indent}/**\n"
    yield from (f"{indent} * {line}".rstrip() + "\n" for line in lines)
    yield f"{indent} */\n"
