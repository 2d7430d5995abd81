"""The API's description: addresses as their handlers declare them, and the JSON of all that goes over the wire."""

from __future__ import annotations

import copy
import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
from litestar import Litestar, Request
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Operation, RequestBody, Schema
from litestar.openapi.spec.media_type import OpenAPIMediaType
from litestar.plugins import OpenAPISchemaPlugin
from litestar.typing import FieldDefinition

from engine.game import Rules
from engine.inputs import Input
from web.frames import Frame
from web.problems import PROBLEM_TYPE, ProblemDetails
from web.schemas import (
    REFERENCE,
    Json,
    name_in,
    references_in,
    schema_of,
    sent_schemas,
    string_schemas,
    taken_schema,
)
from web.wire import rules_name, sendable_inputs, wire_types

INPUT = "Input"
"""The component that is any of the inputs."""


class Description(JsonRenderPlugin):
    """The description as JSON."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """See `JsonRenderPlugin`."""
        return description_of(request.app)


OPENAPI = OpenAPIConfig(
    title="Everbrook",
    version="1",
    path="/schema",
    render_plugins=[Description(path="/")],
    use_handler_docstrings=True,
)


@dataclass
class JsonSchema(Schema):
    """A schema that is JSON already."""

    json: Json = field(default_factory=dict[str, Any])

    def to_schema(self) -> Json:
        """The JSON as it is."""
        return self.json


class StructSchemas(OpenAPISchemaPlugin):
    """Has handlers' structs described as `web/schemas.py` does it, and keeps which there are, and the rules."""

    def __init__(self, rules: Rules[Any]) -> None:
        self.rules = rules
        self.taken: dict[str, type[msgspec.Struct]] = {}
        self.sent: list[Any] = []

    def is_plugin_supported_field(self, field_definition: FieldDefinition) -> bool:
        """Whatever is a struct or holds some, and bytes. Of a union each member is asked for alone."""
        if field_definition.is_union:
            return False
        return field_definition.annotation is bytes or field_definition.match_predicate_recursively(
            lambda part: part.is_subclass_of(msgspec.Struct)
        )

    def to_openapi_schema(self, field_definition: FieldDefinition, schema_creator: Any) -> Schema:
        """See `OpenAPISchemaPlugin`."""
        type_ = field_definition.annotation
        if type_ is bytes:
            return JsonSchema(json={"type": "string", "format": "binary"})
        if field_definition.name == "data":
            self.taken[type_.__name__] = type_
        else:
            self.sent.append(type_)
        return JsonSchema(json=schema_of(type_))


@dataclass
class SendInputOperation(Operation):
    """The operation that submits an input: its body is one of those that may be sent, told apart by name."""

    def __post_init__(self) -> None:
        """Name the body, which the handler reads as bytes."""
        body = OpenAPIMediaType(schema=JsonSchema(json={"$ref": REFERENCE.format(name=INPUT)}))
        self.request_body = RequestBody(content={"application/json": body}, required=True)


@functools.lru_cache(maxsize=1)
def description_of(app: Litestar) -> bytes:
    """The description, as JSON, of an application with the plugin `StructSchemas`."""
    return msgspec.json.encode(_described(app))


def _described(app: Litestar) -> Json:
    structs = app.plugins.get(StructSchemas)
    rules = structs.rules
    description = copy.deepcopy(app.openapi_schema.to_schema())
    for methods in description["paths"].values():
        for operation in methods.values():
            operation["responses"] = _with_problems(operation["responses"])
    named = {**wire_types(rules), "Frame": Frame}
    sent = [*structs.sent, ProblemDetails, *named.values()]
    arguments = [declared.arguments for declared in sendable_inputs(rules)]
    schemas = {
        **string_schemas([*sent, *structs.taken.values(), *arguments]),
        **sent_schemas(sent),
        **{name: schema_of(type_) for name, type_ in named.items() if not isinstance(type_, type)},
        **{name: taken_schema(type_) for name, type_ in structs.taken.items()},
        **_input_schemas(rules),
    }
    description["x-rules"] = msgspec.to_builtins(rules_name(rules))
    description["x-live"] = {"frame": {"$ref": REFERENCE.format(name="Frame")}}
    description["components"] = {"schemas": _reached(schemas, description)}
    return description


def _with_problems(responses: Mapping[str, Any]) -> Json:
    """The answers, with problem details (RFC 9457) in the place of all errors."""
    schema = {"$ref": REFERENCE.format(name="ProblemDetails")}
    problem = {"description": "A problem.", "content": {PROBLEM_TYPE: {"schema": schema}}}
    answers: Json = {code: {**answer, "headers": {}} for code, answer in responses.items() if int(code) < 400}
    return {**answers, "default": problem}


def _input_schemas(rules: Rules[Any]) -> Json:
    inputs = {f"{declared.arguments.__name__}Input": declared for declared in sendable_inputs(rules)}
    references = [{"$ref": REFERENCE.format(name=name)} for name in inputs]
    mapping = {declared.name: REFERENCE.format(name=name) for name, declared in inputs.items()}
    any_of_them = {"oneOf": references, "discriminator": {"propertyName": "name", "mapping": mapping}}
    return {INPUT: any_of_them, **{name: _input_schema(declared) for name, declared in inputs.items()}}


def _input_schema(declared: Input[Any, Any, Any]) -> Json:
    return {
        "description": f"{declared.description} Sent by: {declared.authority.value}.",
        "type": "object",
        "required": ["name", "args"],
        "additionalProperties": False,
        "properties": {"name": {"const": declared.name}, "args": taken_schema(declared.arguments)},
    }


def _reached(schemas: Mapping[str, Json], description: Json) -> Json:
    """The schemas to which something in the description leads."""
    found: dict[str, Json] = {}
    left: list[Any] = [description["paths"], description["x-live"]]
    while left:
        names = {name_in(reference) for reference in references_in(left.pop())}
        for name in names - found.keys():
            found[name] = schemas[name]
            left.append(schemas[name])
    return dict(sorted(found.items()))
