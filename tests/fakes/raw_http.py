"""What a server sends, byte for byte, for manners that no well-behaved library would write."""

import gzip
import json
from collections.abc import Callable, Sequence
from typing import Any

import msgspec

Json = dict[str, Any]
USAGE: Json = {"prompt_tokens": 300, "completion_tokens": 40, "total_tokens": 340}


class Raw(msgspec.Struct, frozen=True):
    """An answer: its chunks as they leave the server, and whether the line is cut after the last."""

    chunks: tuple[bytes, ...]
    kind: str = "application/json"
    status: int = 200
    headers: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    is_cut: bool = False
    hangs: bool = False
    says: bool = False
    """Whether it holds an answer that a person would have understood."""


Answers = Callable[[Json, str], Raw]
"""Given a request and what the model says to it."""


def whole(message: Any, *, finish: Any = "stop", kind: str = "application/json", **more: Any) -> Raw:
    """A completion with a message; `more` overrides what stands beside it."""
    choice = {"index": 0, "message": message, "finish_reason": finish}
    body = {"id": "c-1", "object": "chat.completion", "choices": [choice], "usage": USAGE, **more}
    return Raw((json.dumps(body, ensure_ascii=False).encode(),), kind, says=True)


def events(
    bodies: Sequence[Any], *, end: str = "\n", done: str = "data: [DONE]", kind: str = "text/event-stream"
) -> Raw:
    """A stream of events, each with one body; a body that is text stands as it is."""
    said = [
        body if isinstance(body, str) else f"data: {json.dumps(body, ensure_ascii=False)}" for body in bodies
    ]
    lines = [f"{line}\n\n".replace("\n", end) for line in [*said, *([done] if done else [])]]
    return Raw(tuple(line.encode(errors="surrogateescape") for line in lines), kind, says=True)


def bodies_of(
    deltas: Sequence[Any], *, finish: Any = "stop", usage: Any = USAGE, last: bool = True
) -> list[Any]:
    """The bodies of a stream: a chunk for each delta, the end with its reason, and what it used."""
    chunks: list[Any] = [{"choices": [{"index": 0, "delta": delta}]} for delta in deltas]
    chunks.append({"choices": [{"index": 0, "delta": {}, "finish_reason": finish}]})
    return [*chunks, {"choices": [], "usage": usage}] if last else chunks


def pieces_of(text: str, size: int = 7) -> list[str]:
    return [text[start : start + size] for start in range(0, len(text), size)]


def refused(
    status: int, message: str = "", body: Any = None, kind: str = "application/json", **headers: str
) -> Raw:
    """A refusal in OpenAI's shape, or with a body of its own."""
    told = (
        body
        if isinstance(body, str)
        else json.dumps(body or {"error": {"message": message, "type": "error"}})
    )
    return Raw(
        (told.encode(),), kind, status, {name.replace("_", "-"): value for name, value in headers.items()}
    )


def at_once(raw: Raw) -> Raw:
    return msgspec.structs.replace(raw, chunks=(b"".join(raw.chunks),))


def by_bytes(raw: Raw, size: int = 1) -> Raw:
    """Cut into chunks of so many bytes, in the midst of characters too."""
    data = b"".join(raw.chunks)
    return msgspec.structs.replace(
        raw, chunks=tuple(data[start : start + size] for start in range(0, len(data), size))
    )


def zipped(raw: Raw) -> Raw:
    data = gzip.compress(b"".join(raw.chunks))
    return msgspec.structs.replace(raw, chunks=(data,), headers={**raw.headers, "Content-Encoding": "gzip"})


def changed(raw: Raw, change: Callable[[bytes], bytes]) -> Raw:
    return msgspec.structs.replace(raw, chunks=(change(b"".join(raw.chunks)),))
