"""The tables of docs/WIRE.md that follow from the server's description, each between two marks."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tooling.typescript import type_of

Json = Mapping[str, Any]

MARKS = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
METHODS = ("get", "post", "put", "patch", "delete")


def filled(document: str, description: Json) -> str:
    """The document with each marked table as the description has it."""

    def made(found: re.Match[str]) -> str:
        return f"{found[1]}{''.join(TABLES[found[2]](description))}{found[3]}"

    return MARKS.sub(made, document)


def _entities(description: Json) -> Iterator[str]:
    components = description["components"]["schemas"]
    yield "| kind | body | what it is |\n|---|---|---|\n"
    for kind, field in components["EntityMap"]["properties"].items():
        body = field["additionalProperties"]
        yield f"| `{kind}` | `{type_of(body)}` | {_told(components[type_of(body)])} |\n"


def _frames(description: Json) -> Iterator[str]:
    components = description["components"]["schemas"]
    yield "| kind | fields | what it tells |\n|---|---|---|\n"
    for kind, reference in components["Frame"]["discriminator"]["mapping"].items():
        frame = components[reference.rpartition("/")[2]]
        fields = ", ".join(f"`{name}`" for name in frame["properties"] if name != "kind")
        yield f"| `{kind}` | {fields} | {_told(frame)} |\n"


def _events(description: Json) -> Iterator[str]:
    components = description["components"]["schemas"]
    yield "| kind | body | what it tells |\n|---|---|---|\n"
    for kind, reference in components["TownEvent"]["discriminator"]["mapping"].items():
        event = components[reference.rpartition("/")[2]]
        yield f"| `{kind}` | `{type_of(event['properties']['body'])}` | {_told(event)} |\n"


def _inputs(description: Json) -> Iterator[str]:
    components = description["components"]["schemas"]
    yield "| input | what it does |\n|---|---|\n"
    for name, reference in components["Input"]["discriminator"]["mapping"].items():
        schema = components[reference.rpartition("/")[2]]
        args = schema["properties"]["args"]
        required = args.get("required", ())
        fields = ", ".join(field if field in required else f"{field}?" for field in args["properties"])
        yield f"| `{name} {{{fields}}}` | {_told(schema)} |\n"


def _calls(description: Json) -> Iterator[str]:
    yield "| call | answer | what it is for |\n|---|---|---|\n"
    for path, operations in description["paths"].items():
        for method in METHODS:
            if method in operations:
                yield _call(path, method, operations[method])


def _call(path: str, method: str, operation: Json) -> str:
    queries = [q for q in operation.get("parameters", ()) if q["in"] == "query"]
    names = "&".join(f"{q['name']}=" for q in queries)
    body = operation.get("requestBody")
    takes = f" `{_content(body)}`" if body else ""
    query = f"?{names}" if names else ""
    answers = [
        f"{code} `{_content(answer)}`" if answer.get("content") else code
        for code, answer in operation["responses"].items()
        if code != "default"
    ]
    return f"| `{method.upper()} {path}{query}`{takes} | {', '.join(answers)} | {_told(operation)} |\n"


def _content(holder: Json) -> str:
    (media, content), *_ = holder["content"].items()
    if media != "application/json" or content["schema"].get("type") == "object":
        return str(media)
    return type_of(content["schema"]).replace("readonly ", "").replace("|", "\\|")


def _told(schema: Json) -> str:
    """The first paragraph of what a schema says of itself, in one line."""
    return str(schema.get("description", "")).split("\n\n")[0].replace("\n", " ").replace("|", "\\|")


TABLES: Mapping[str, Callable[[Json], Iterator[str]]] = {
    "entities": _entities,
    "frames": _frames,
    "events": _events,
    "inputs": _inputs,
    "calls": _calls,
}
