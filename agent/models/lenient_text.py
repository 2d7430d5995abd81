"""Bytes and JSON as young servers and old proxies send them: read for what is meant, never raising.

Some servers cut a character in two and send its halves in two chunks, as bytes or as halves of a surrogate pair. So
bytes that are no UTF-8 are carried as surrogates (PEP 383) until their other half has come.
"""

import codecs
import json
import re
from typing import Any

import msgspec

HELD = re.compile(r"[\ud800-\udbff\udc80-\udcff]+\Z")
PAIR = re.compile(r"[\ud800-\udbff][\udc00-\udfff]")
BYTES = re.compile(r"[\udc80-\udcff]+")
LONE = re.compile(r"[\ud800-\udfff]")
_DECODER = json.JSONDecoder(strict=False)


def carried(data: bytes) -> str:
    """`data` as text, with a surrogate for each byte that is no UTF-8."""
    return data.decode("utf-8", "surrogateescape")


def mended(text: str) -> str:
    """`text` without surrogates: halves are joined, bytes read as UTF-8 or else as Windows' Western European."""
    text = PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16", "replace"), text)
    text = BYTES.sub(_read_bytes, text)
    return LONE.sub("\ufffd", text)


def _read_bytes(found: re.Match[str]) -> str:
    data = found[0].encode("utf-8", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


class TextJoiner:
    """Pieces of a text put together: what may be half of a character waits for its other half."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, piece: str) -> str:
        """The text that is whole by now."""
        text = self._held + piece
        half = HELD.search(text)
        cut = half.start() if half and len(half[0]) < 4 else len(text)
        self._held = text[cut:]
        return mended(text[:cut])

    def end(self) -> str:
        """What waits still."""
        held, self._held = self._held, ""
        return mended(held)


def json_value(text: str) -> Any | None:
    """The JSON value that `text` is, or None; what strict decoders refuse (NaN, halves of pairs) is read too."""
    try:
        return msgspec.json.decode(text)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def json_objects(text: str) -> list[dict[str, Any]]:
    """The JSON objects that stand one after another in `text`, with whatever is between and around them."""
    found: list[dict[str, Any]] = []
    start = text.find("{")
    while start >= 0:
        try:
            value, end = _DECODER.raw_decode(text, start)
        except (ValueError, RecursionError):
            return found
        found.append(value)
        start = text.find("{", end)
    return found


def without_byte_order_mark(data: bytes) -> bytes:
    """`data` without the mark that some servers begin with."""
    return data.removeprefix(codecs.BOM_UTF8)
