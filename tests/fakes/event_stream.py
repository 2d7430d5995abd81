"""Frames of the protocol application/vnd.amazon.eventstream."""

import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any

STRING_HEADER = 7


def event_frame(kind: str, body: Mapping[str, Any]) -> bytes:
    """A frame with one event of a stream."""
    return _frame(":event-type", kind, "event", body)


def exception_frame(kind: str, message: str) -> bytes:
    """A frame by which a service breaks a stream off."""
    return _frame(":exception-type", kind, "exception", {"message": message})


def _frame(kind_header: str, kind: str, message_type: str, body: Mapping[str, Any]) -> bytes:
    headers = b"".join(
        _header(name, value)
        for name, value in (
            (kind_header, kind),
            (":content-type", "application/json"),
            (":message-type", message_type),
        )
    )
    payload = json.dumps(body).encode()
    lengths = struct.pack("!II", 16 + len(headers) + len(payload), len(headers))
    prelude = lengths + struct.pack("!I", zlib.crc32(lengths))
    message = prelude + headers + payload
    return message + struct.pack("!I", zlib.crc32(message))


def _header(name: str, value: str) -> bytes:
    head = struct.pack("!B", len(name)) + name.encode()
    return head + struct.pack("!BH", STRING_HEADER, len(value)) + value.encode()
