"""The API's description: every input with its own schema, made from the inputs' declarations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

import msgspec
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Operation, RequestBody, Schema
from litestar.openapi.spec.media_type import OpenAPIMediaType

from engine.inputs import Input
from town.rules import TOWN

OPENAPI = OpenAPIConfig(
    title="Everbrook",
    version="1",
    path="/schema",
    render_plugins=[JsonRenderPlugin(path="/")],
    use_handler_docstrings=True,
)


@dataclass
class JsonSchema(Schema):
    """A schema that is JSON already."""

    json: dict[str, Any] = field(default_factory=dict[str, Any])

    def to_schema(self) -> dict[str, Any]:
        """The JSON as it is."""
        return self.json


@dataclass
class SendInputOperation(Operation):
    """The operation that submits an input: its body is one of all inputs, told apart by name."""

    def __post_init__(self) -> None:
        """Put the inputs' schemas in the place of the generic body."""
        one_of = {"oneOf": [_body_schema(declared) for declared in TOWN.inputs.values()]}
        body = OpenAPIMediaType(schema=JsonSchema(json=one_of))
        self.request_body = RequestBody(content={"application/json": body}, required=True)


def _body_schema(declared: Input[Any, Any, Any]) -> dict[str, Any]:
    (arguments,), components = msgspec.json.schema_components([declared.arguments])
    return {
        "title": declared.name,
        "description": f"{declared.description} Sent by: {declared.authority.value}.",
        "type": "object",
        "required": ["name", "args"],
        "additionalProperties": False,
        "properties": {"name": {"const": declared.name}, "args": _inlined(arguments, components)},
    }


def _inlined(schema: Any, components: dict[str, Any]) -> Any:
    """The schema with each reference replaced by what it refers to; the arguments' types do not recur."""
    if isinstance(schema, list):
        return [_inlined(item, components) for item in cast(list[Any], schema)]
    if not isinstance(schema, dict):
        return schema
    fields = cast(dict[str, Any], schema)
    reference = fields.get("$ref")
    if isinstance(reference, str):
        return _inlined(components[reference.rpartition("/")[2]], components)
    return {key: _inlined(value, components) for key, value in fields.items()}
