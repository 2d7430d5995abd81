"""Ids: one counter a world; the letter says what it names.

Each kind is a type of its own, so that one is never taken for another, and has a form that JSON from outside is held to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NewType

import msgspec

if TYPE_CHECKING:
    PlayerId = NewType("PlayerId", str)
    AgentId = NewType("AgentId", str)
    ConversationId = NewType("ConversationId", str)
    OperationId = NewType("OperationId", str)
else:  # msgspec forgets the name of a NewType, and the page's types are made from it

    def _id(title: str, letter: str, description: str) -> object:
        pattern = f"^{letter}:[0-9]{{1,9}}$"
        return Annotated[str, msgspec.Meta(title=title, pattern=pattern, description=description)]

    PlayerId = _id("PlayerId", "p", "A player's id.")
    AgentId = _id("AgentId", "a", "An agent's id.")
    ConversationId = _id("ConversationId", "c", "A conversation's id.")
    OperationId = _id("OperationId", "o", "An operation's id.")

MessageUuid = Annotated[
    str,
    msgspec.Meta(
        pattern="^[0-9A-Za-z:._-]{1,64}$", description="Made by who writes the message, to know it again."
    ),
]
MemoryId = Annotated[
    str,
    msgspec.Meta(
        min_length=1, max_length=100, description="A memory's, in the mind of whoever the input is about."
    ),
]


def number_of(id_: str) -> int:
    """`p:12` -> 12: the order in which things came to be."""
    return int(id_[2:])
