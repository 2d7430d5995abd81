"""What is sent to many is encoded once, however many ask for it."""

from __future__ import annotations

import enum
import zlib

COMPRESSION_LEVEL = 6


class Encoding(enum.StrEnum):
    """How live messages travel; a viewer chooses."""

    PLAIN = "plain"
    """As they are."""
    DEFLATE = "deflate"
    """Each a zlib stream of its own (RFC 1950), which browsers call `deflate`."""


class Message:
    """A live message for any number of viewers."""

    def __init__(self, plain: bytes) -> None:
        self.plain = plain
        self._deflated: bytes | None = None

    def encoded(self, encoding: Encoding) -> bytes:
        """The bytes to send."""
        if encoding is Encoding.PLAIN:
            return self.plain
        if self._deflated is None:
            self._deflated = zlib.compress(self.plain, COMPRESSION_LEVEL)
        return self._deflated
