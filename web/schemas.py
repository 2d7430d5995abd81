"""JSON schemas of structs: their fields and bounds as msgspec tells them, and what their docstrings say of each."""

from __future__ import annotations

import ast
import functools
import inspect
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

import msgspec

from engine.words import Words

Json = dict[str, Any]

REFERENCE = "#/components/schemas/{name}"
_SHOWN_AS = "x-shown-as"


def shown_as(name: str) -> msgspec.Meta:
    """For what holds raw JSON: the component that says what is in it, which takes its type's place."""
    return msgspec.Meta(extra_json_schema={_SHOWN_AS: REFERENCE.format(name=name)})


def name_in(reference: str) -> str:
    """The component that a reference leads to."""
    return reference.rpartition("/")[2]


def schema_of(type_: Any) -> Json:
    """The schema of a type, which refers to the structs in it by name."""
    (schema,), _ = _schemas_of([type_])
    return schema


def string_schemas(types: Iterable[Any]) -> dict[str, Json]:
    """The schemas of the strings in some types that have a title and a pattern, as ids do."""
    _, schemas = msgspec.json.schema_components(list(types), ref_template=REFERENCE)
    return {string["title"]: string for string in _titled_strings(schemas)}


def sent_schemas(types: Iterable[Any]) -> dict[str, Json]:
    """The schemas of all structs and enums in some types as the server writes them: no field is left out."""
    _, schemas = _schemas_of(types)
    for struct in _structs_in(types):
        assert struct.__name__ in schemas, f"two things on the wire are called {struct.__name__}; rename one"
        schema = _documented(struct, schemas[struct.__name__])
        if "properties" in schema:
            schema["required"] = list(_always_written(struct))
            for field in schema["properties"].values():
                field.pop("default", None)
    return schemas


def taken_schema(struct: type[msgspec.Struct]) -> Json:
    """The schema of what the server takes: a field with a default may be left out. Refers to titled strings alone."""
    (reference,), schemas = _schemas_of([struct])
    for inner in _structs_in([struct]):
        _documented(inner, schemas[inner.__name__])
    return _inlined(reference, schemas)


def references_in(node: Any) -> Iterator[str]:
    """All references of a schema, repeated ones too."""
    if isinstance(node, dict):
        fields = cast(Json, node)
        if isinstance(fields.get("$ref"), str):
            yield fields["$ref"]
        for value in fields.values():
            yield from references_in(value)
    elif isinstance(node, list):
        for item in cast(list[Any], node):
            yield from references_in(item)


def _schemas_of(types: Iterable[Any]) -> tuple[list[Json], dict[str, Json]]:
    """The schemas of types and of the structs and enums in them; titled strings are referred to."""
    schemas, components = msgspec.json.schema_components(list(types), ref_template=REFERENCE)
    components.pop(Words.__name__, None)
    return [_plain(schema) for schema in schemas], {name: _plain(s) for name, s in components.items()}


def _titled_strings(node: Any) -> Iterator[Json]:
    if isinstance(node, dict):
        schema = cast(Json, node)
        if isinstance(schema.get("title"), str) and "pattern" in schema:
            yield {"type": "string", **schema}
        for value in schema.values():
            yield from _titled_strings(value)
    elif isinstance(node, list):
        for item in cast(list[Any], node):
            yield from _titled_strings(item)


def _plain(schema: Any) -> Any:
    """The schema with what things are shown as, and with nothing but a reference for what has a schema of its own.

    Words are shown as their text.
    """
    if isinstance(schema, list):
        return [_plain(item) for item in cast(list[Any], schema)]
    if not isinstance(schema, dict):
        return schema
    fields = cast(Json, schema)
    reference = fields.get(_SHOWN_AS, fields.get("$ref"))
    if isinstance(reference, str):
        return {"type": "string"} if name_in(reference) == Words.__name__ else {"$ref": reference}
    if isinstance(fields.get("title"), str) and "pattern" in fields:
        return {"$ref": REFERENCE.format(name=fields["title"])}
    plain = {
        key: inspect.cleandoc(value) if key == "description" and isinstance(value, str) else _plain(value)
        for key, value in fields.items()
    }
    if plain.get("anyOf") == [{"type": "string"}] * 2:
        return {"type": "string"}
    return plain


def _inlined(schema: Any, components: Mapping[str, Any]) -> Any:
    """The schema with each reference replaced by what it refers to; what is taken does not recur."""
    if isinstance(schema, list):
        return [_inlined(item, components) for item in cast(list[Any], schema)]
    if not isinstance(schema, dict):
        return schema
    fields = cast(Json, schema)
    reference = fields.get("$ref")
    if isinstance(reference, str) and name_in(reference) not in components:
        return fields
    if isinstance(reference, str):
        beside = {key: value for key, value in fields.items() if key != "$ref"}
        return {**_inlined(components[name_in(reference)], components), **beside}
    return {key: _inlined(value, components) for key, value in fields.items()}


def _always_written(struct: type[msgspec.Struct]) -> Iterator[str]:
    config = struct.__struct_config__
    if config.tag_field is not None:
        yield config.tag_field
    for field in msgspec.structs.fields(struct):
        if field.required or not (config.omit_defaults or field.default is msgspec.UNSET):
            yield field.encode_name


def _structs_in(types: Iterable[Any]) -> set[type[msgspec.Struct]]:
    """The structs that values of some types may hold."""
    found: set[type[msgspec.Struct]] = set()
    left: list[Any] = list(msgspec.inspect.multi_type_info(types))
    while left:
        node = left.pop()
        if isinstance(node, msgspec.inspect.StructType):
            if node.cls in found or node.cls is Words:
                continue
            found.add(node.cls)
        if isinstance(node, msgspec.inspect.Type | msgspec.inspect.Field):
            left.extend(getattr(node, name) for name in node.__struct_fields__)
        elif isinstance(node, tuple):
            left.extend(cast(tuple[Any, ...], node))
    return found


def _documented(struct: type[msgspec.Struct], schema: Json) -> Json:
    """The schema itself, with what docstrings say of its fields written into it."""
    names = {field.name: field.encode_name for field in msgspec.structs.fields(struct)}
    for name, text in _field_docstrings(struct).items():
        schema["properties"][names[name]]["description"] = text
    return schema


def _field_docstrings(struct: type[msgspec.Struct]) -> dict[str, str]:
    """The strings that stand below a struct's own fields; none for a struct made without a source."""
    definition = _classes_of(struct.__module__).get(struct.__name__)
    if definition is None:
        return {}
    found: dict[str, str] = {}
    for field, text in zip(definition.body, definition.body[1:], strict=False):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            found[field.target.id] = inspect.cleandoc(str(text.value.value))
    return found


@functools.cache
def _classes_of(module: str) -> dict[str, ast.ClassDef]:
    """The classes of a module as they are written."""
    source = inspect.getsource(sys.modules[module])
    return {node.name: node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)}
