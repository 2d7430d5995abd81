"""Answers that a fake model gives: the smallest value of a schema, or an echo."""

import re
from typing import Any


def smallest(schema: dict[str, Any]) -> Any:
    """A value that fits `schema`."""
    if "anyOf" in schema:
        return smallest(schema["anyOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    if schema["type"] == "object":
        return {name: smallest(child) for name, child in schema["properties"].items()}
    if schema["type"] == "array":
        return [smallest(schema["items"])]
    plain = {"string": "naïve “text” 🌻", "integer": 7, "number": 7.5, "boolean": True}
    return plain.get(schema["type"])


def pieces(text: str) -> list[str]:
    """`text` in the pieces in which a stream sends it."""
    return re.findall(r"\S+\s*|\s+", text)


def tokens_in(text: str) -> int:
    """What the fakes count as tokens: words."""
    return len(text.split())
