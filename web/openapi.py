"""The API's description: every input with its own schema, made from the inputs' declarations."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any, cast

import msgspec
from litestar import Request
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Operation, RequestBody, Schema
from litestar.openapi.spec.media_type import OpenAPIMediaType

from engine.inputs import Input
from town.rules import TOWN
from web.problems import PROBLEM_TYPE, ProblemDetails


class Description(JsonRenderPlugin):
    """The description as JSON, with every error as what it is here: a problem."""

    def render(self, request: Request[Any, Any, Any], openapi_schema: dict[str, Any]) -> bytes:
        """See `JsonRenderPlugin`."""
        return msgspec.json.encode(_with_problems(openapi_schema))


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


def _with_problems(description: dict[str, Any]) -> dict[str, Any]:
    """A copy in which each operation's errors are problem details (RFC 9457)."""
    (reference,), schemas = msgspec.json.schema_components(
        [ProblemDetails], ref_template="#/components/schemas/{name}"
    )
    problem = {"description": "A problem.", "content": {PROBLEM_TYPE: {"schema": reference}}}
    described = copy.deepcopy(description)
    described["components"]["schemas"].update(schemas)
    for methods in described["paths"].values():
        for operation in methods.values():
            answers = {code: answer for code, answer in operation["responses"].items() if int(code) < 400}
            operation["responses"] = {**answers, "default": problem}
    return described


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
