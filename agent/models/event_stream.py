"""What a server sends for a chat, parted into the JSON objects that it is made of, however they are wrapped.

Asked for a stream, servers send events (WHATWG HTML, "Server-sent events"), one object whole, or an object a line;
asked for one whole, some send a stream. Lines end in any way, events are parted or not, and between them stand
keep-alives of any form, which are no part of an answer.
"""

import re
from typing import Any, cast

import msgspec

from agent.models.lenient_text import carried, json_objects, json_value, without_byte_order_mark

Json = dict[str, Any]

LINE_END = re.compile(rb"\r\n|\n|\r(?!\Z)")
FIELD = re.compile(rb"\s*(data|event|id|retry)\s*:|\s*:")
EXCERPT_BYTES = 2_000
MOST_BYTES = 4_000_000
"""No answer is as long; who sends more sends for ever."""
MOST_LINES = 200
"""Of one object's data."""


class Junk(msgspec.Struct, frozen=True):
    """The beginning of an object that is none."""

    text: str


class EventStreamReader:
    """Takes bytes as they come and gives the objects in them."""

    def __init__(self) -> None:
        self.excerpt = b""
        """The first of all bytes, to tell what came where no object did."""
        self.is_done = False
        """Whether the mark of a stream's end was seen."""
        self.is_events = False
        """Whether it comes in events."""
        self.too_long = False
        self._taken = 0
        self._rest = b""
        self._data: list[str] = []
        self._event = ""
        self._plain: list[str] = []

    def feed(self, data: bytes) -> list[Json | Junk]:
        """The objects that `data` completes."""
        if not self._taken:
            data = without_byte_order_mark(data)
        self._taken += len(data)
        self.too_long = self._taken > MOST_BYTES
        self.excerpt = (self.excerpt + data[:EXCERPT_BYTES])[:EXCERPT_BYTES]
        lines = LINE_END.split(self._rest + data)
        self._rest = lines.pop()
        return [found for line in lines for found in self._line(line)]

    def end(self) -> list[Json | Junk]:
        """The objects in what is left once no more comes."""
        rest, self._rest = self._rest.rstrip(b"\r"), b""
        found = [*self._line(rest), *self._blank()]
        plain, self._plain = "\n".join(self._plain), []
        return [*found, *json_objects(plain)]

    def _line(self, line: bytes) -> list[Json | Junk]:
        if not line.strip():
            return self._blank()
        field = FIELD.match(line)
        if field is None:
            return self._plain_line(carried(line))
        value = carried(line[field.end() :]).removeprefix(" ")
        match field[1]:
            case b"data":
                return self._datum(value)
            case b"event":
                self._event = value.strip().lower()
            case _:
                pass
        return []

    def _plain_line(self, line: str) -> list[Json | Junk]:
        """A line outside any event: an object of its own, or part of one that takes several."""
        value = json_value(line) if line.lstrip().startswith("{") and not self._plain else None
        if isinstance(value, dict):
            return [cast("Json", value)]
        self._plain.append(line)
        return []

    def _datum(self, value: str) -> list[Json | Junk]:
        """One line of an event's data; an object is complete as soon as it reads as one."""
        self.is_events = True
        if value.strip().lower() == "[done]":
            self.is_done = True
            return self._blank()
        if len(self._data) > MOST_LINES:
            self._data.clear()
        if value.strip():
            self._data.append(value)
        if not value.rstrip().endswith("}"):
            return []
        for text in ("\n".join(self._data), value):
            found = json_value(text)
            if isinstance(found, dict):
                self._data.clear()
                return [self._as_said(cast("Json", found))]
        return []

    def _blank(self) -> list[Json | Junk]:
        """The end of an event: what is left of its data is a keep-alive, several objects, or a broken one."""
        text, self._data = "\n".join(self._data).strip(), []
        event, self._event = self._event, ""
        if event == "error" and text:
            return [{"error": {"message": text}}]
        if not text.startswith("{"):
            return []
        several = [self._as_said(found) for found in json_objects(text)]
        return [*several] if several else [Junk(text)]

    def _as_said(self, found: Json) -> Json:
        """An event that is called an error is one, whatever its data look like."""
        event, self._event = self._event, ""
        return found if event != "error" or "error" in found else {"error": found}
