"""Conversations of the version before words were kept apart."""

from __future__ import annotations

from typing import Any

import msgspec


def without_inline_words(body: msgspec.Raw) -> msgspec.Raw:
    """A conversation of version 1 as version 2 has it: who was writing a line whose text stood in it loses the turn,
    and finds new words in time. All else stays as it is, to the byte where nobody was."""
    conversation: dict[str, Any] = msgspec.json.decode(body)
    typing: dict[str, Any] = conversation.get("typing") or {}
    message = typing.get("message")
    if message is None or not isinstance(message["text"], str):
        return body
    return msgspec.Raw(msgspec.json.encode({**conversation, "typing": None}))
