"""The API's description says what the API does, and whatever follows or breaks it never fails the server."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from engine.inputs import Authority
from tests.effort import tries
from tests.fixtures.servers import NewDatabase
from town.rules import TOWN
from web.app import create_app
from web.settings import WebSettings

Json = Any
Web = TestClient[Any]

FROM_OUTSIDE = (Authority.SUBJECT, Authority.OWNER)
INTEGERS = st.integers(-(2**70), 2**70)
SLOW_IS_FINE = (HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large)
JUNK: st.SearchStrategy[Json] = st.recursive(
    st.none()
    | st.booleans()
    | INTEGERS
    | st.text(max_size=20)
    | st.sampled_from(["p:1", "c:1", "\x00", "\u202e"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def web(
    new_database: NewDatabase, migrated_template: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Web]:
    """The application over a real database, in this process; no runner answers its inputs."""
    folder: Path = tmp_path_factory.mktemp("page")
    with new_database(migrated_template) as dsn:
        app = create_app(
            WebSettings(
                database_url=dsn,
                client_folder=folder,
                founding="open",
                writes_per_second=10**6,
                writes_burst=10**6,
            ),
            TOWN,
        )
        with TestClient(app, raise_server_exceptions=False) as client:
            yield client


@pytest.fixture(scope="module")
def description(web: Web) -> dict[str, Any]:
    return web.get("/schema").raise_for_status().json()


@pytest.fixture(scope="module")
def world(web: Web) -> dict[str, str]:
    return web.post("/api/worlds", json={"name": "Fuzzed", "template": "hollow"}).raise_for_status().json()


def operations(description: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "post", "patch", "delete", "put"):
                yield path, method, operation


def test_every_address_is_described(web: Web, description: dict[str, Any]) -> None:
    served: list[Any] = cast(Any, web).app.routes
    routes = {
        (route.path_format, method.lower())
        for route in served
        for method in getattr(route, "methods", ())
        if method not in ("OPTIONS", "HEAD")
        and route.path_format.startswith(("/api", "/healthz", "/readyz", "/metrics"))
    }
    assert routes == {(path, method) for path, method, _ in operations(description)}
    for path, method, operation in operations(description):
        assert operation["description"], (path, method)


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    def references(node: Json) -> Iterator[str]:
        if isinstance(node, dict):
            fields = cast(dict[str, Json], node)
            if isinstance(fields.get("$ref"), str):
                yield fields["$ref"]
            for value in fields.values():
                yield from references(value)
        elif isinstance(node, list):
            for item in cast(list[Json], node):
                yield from references(item)

    found = set(references(description))
    assert found
    for reference in found:
        node: Json = description
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_every_error_is_described_as_a_problem(description: dict[str, Any]) -> None:
    for path, method, operation in operations(description):
        if not path.startswith("/api"):
            continue
        content = operation["responses"]["default"]["content"]
        assert list(content) == ["application/problem+json"], (path, method)
        assert all(int(status) < 400 for status in operation["responses"] if status != "default")
    assert set(description["components"]["schemas"]["ProblemDetails"]["required"]) == {
        "type", "title", "status", "detail", "remedy",
    }  # fmt: skip


def test_every_input_from_outside_is_described_with_its_arguments(description: dict[str, Any]) -> None:
    schemas = description["components"]["schemas"]
    body = description["paths"]["/api/worlds/{world_id}/inputs"]["post"]["requestBody"]
    assert body["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/Input"}
    bodies = [schemas[choice["$ref"].rpartition("/")[2]] for choice in schemas["Input"]["oneOf"]]
    by_name = {schema["properties"]["name"]["const"]: schema for schema in bodies}
    assert set(by_name) == {name for name, i in TOWN.inputs.items() if i.authority in FROM_OUTSIDE}
    for name, schema in by_name.items():
        arguments = schema["properties"]["args"]
        fields = TOWN.inputs[name].arguments.__struct_encode_fields__
        assert set(arguments["properties"]) == set(fields)
        assert arguments["additionalProperties"] is False


def test_bytes_and_answers_in_time_are_described_as_what_they_are(description: dict[str, Any]) -> None:
    history = description["paths"]["/api/worlds/{world_id}/history"]["get"]["responses"]["200"]["content"]
    assert history == {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    answers = description["paths"]["/api/worlds/{world_id}/inputs"]["post"]["responses"]
    assert answers["202"]["content"]["application/json"]["schema"]["$ref"].endswith("/Waiting")
    assert len(answers["200"]["content"]["application/json"]["schema"]["oneOf"]) == 3


def test_a_world_lists_the_same_inputs(web: Web, world: dict[str, str]) -> None:
    listed = web.get(f"/api/worlds/{world['id']}/inputs/schema").json()
    assert {kind["name"] for kind in listed} == TOWN.inputs.keys()
    for kind in listed:
        assert kind["description"]
        assert kind["sentBy"] in {authority.value for authority in Authority}


def from_schema(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    """Values that a JSON schema (of the kinds that msgspec writes) allows."""
    if "$ref" in schema:
        return from_schema(definitions[schema["$ref"].rpartition("/")[2]], definitions)
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum", [schema.get("const")]))
    if "anyOf" in schema:
        return st.one_of([from_schema(choice, definitions) for choice in schema["anyOf"]])
    return _of_type(schema, definitions)


def _of_type(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    found: st.SearchStrategy[Json]
    match schema.get("type"):
        case "object":
            found = _object(schema, definitions)
        case "array":
            items: Mapping[str, Any] = schema.get("items") or {}
            found = st.lists(from_schema(items, definitions), max_size=4)
        case "integer":
            found = st.integers(schema.get("minimum", -(2**62)), schema.get("maximum", 2**62))
        case "string" if "pattern" in schema:
            found = st.from_regex(str(schema["pattern"]), fullmatch=True)
        case "string":
            longest = min(schema.get("maxLength", 30), 600)
            found = st.text(min_size=schema.get("minLength", 0), max_size=longest)
        case "boolean":
            found = st.booleans()
        case "null":
            found = st.none()
        case _:
            found = JUNK
    return found


def _object(schema: Mapping[str, Any], definitions: Mapping[str, Any]) -> st.SearchStrategy[Json]:
    fields = {name: from_schema(field, definitions) for name, field in schema.get("properties", {}).items()}
    required = set(schema.get("required", ()))
    optional = {name: strategy for name, strategy in fields.items() if name not in required}
    return st.fixed_dictionaries({name: fields[name] for name in required}, optional=optional)


def arguments_of(name: str) -> st.SearchStrategy[Json]:
    schema = msgspec.json.schema(TOWN.inputs[name].arguments)
    return from_schema(schema, schema.get("$defs", {}))


SENDABLE = sorted(name for name, i in TOWN.inputs.items() if i.authority is Authority.OWNER)


@pytest.mark.parametrize("name", sorted(TOWN.inputs))
@settings(max_examples=tries(15), suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_what_follows_the_schema_is_understood(
    web: Web, world: dict[str, str], name: str, data: st.DataObject
) -> None:
    """Accepted from its owner, or refused for want of a key: never for its shape, and never a failure."""
    args = data.draw(arguments_of(name))
    response = web.post(
        f"/api/worlds/{world['id']}/inputs",
        json={"name": name, "args": args},
        headers={"Authorization": f"Bearer {world['ownerKey']}"},
    )
    expected = 202 if name in SENDABLE else 403
    assert response.status_code in (expected, 429), response.text


@settings(max_examples=tries(150), suppress_health_check=SLOW_IS_FINE)
@given(data=st.data())
def test_what_breaks_the_schema_is_a_problem(web: Web, world: dict[str, str], data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TOWN.inputs)) | st.text(max_size=10))
    args = data.draw(JUNK)
    if name in TOWN.inputs and data.draw(st.booleans()):
        args = data.draw(arguments_of(name))
        args[data.draw(st.sampled_from(sorted(args)) if args else st.text(max_size=5))] = data.draw(JUNK)
    body = data.draw(st.sampled_from([{"name": name, "args": args}, {"name": name}, args]))
    response = web.post(
        f"/api/worlds/{world['id']}/inputs",
        content=msgspec.json.encode(body),
        headers={"Content-Type": "application/json"},
    )
    assert 400 <= response.status_code < 500, response.text
    assert response.headers["content-type"].startswith("application/problem+json")


@settings(max_examples=tries(150), suppress_health_check=SLOW_IS_FINE)
@given(body=st.binary(max_size=60) | JUNK.map(msgspec.json.encode))
def test_no_body_fails_the_server(web: Web, body: bytes) -> None:
    for path in ("/api/worlds", "/api/worlds/w/players", "/api/worlds/w/inputs"):
        response = web.post(path, content=body, headers={"Content-Type": "application/json"})
        assert 400 <= response.status_code < 500, response.text
