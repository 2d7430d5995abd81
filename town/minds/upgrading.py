"""Minds of the version before words were kept apart, and sleep was told by emoji."""

from __future__ import annotations

from typing import Any

import msgspec


def without_inline_reasons(body: msgspec.Raw) -> msgspec.Raw:
    """An agent of version 1 as version 2 has it: what it had noticed, and why it meant to plan anew, stood there as
    texts, which may quote somebody. It lets go of both."""
    agent: dict[str, Any] = msgspec.json.decode(body)
    if agent.get("noticed") is None and agent.get("replans") is None:
        return body
    return msgspec.Raw(msgspec.json.encode({**agent, "noticed": None, "replans": None}))


def doings_of_agent(agent: dict[str, Any]) -> list[dict[str, Any] | None]:
    """What an agent walks somewhere to do."""
    return [agent["status"].get("activity")]
