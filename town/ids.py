"""Ids: one counter a world; the letter says what it names."""

from __future__ import annotations

from typing import Annotated

import msgspec

PlayerId = Annotated[str, msgspec.Meta(pattern="^p:[0-9]{1,9}$", description="A player's id.")]
AgentId = Annotated[str, msgspec.Meta(pattern="^a:[0-9]{1,9}$", description="An agent's id.")]
ConversationId = Annotated[str, msgspec.Meta(pattern="^c:[0-9]{1,9}$", description="A conversation's id.")]
OperationId = Annotated[str, msgspec.Meta(pattern="^o:[0-9]{1,9}$", description="An operation's id.")]
MessageUuid = Annotated[
    str,
    msgspec.Meta(
        pattern="^[0-9A-Za-z:._-]{1,64}$", description="Made by who writes the message, to know it again."
    ),
]


def number_of(id_: str) -> int:
    """`p:12` -> 12: the order in which things came to be."""
    return int(id_[2:])
