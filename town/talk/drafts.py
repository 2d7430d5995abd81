"""What somebody is writing: no state of the world, and never kept.

Whoever speaks for an agent tells it while the words come, and who watches may see them. A draft that gets lost is
no loss: the next one holds all of the text, and the message itself comes by the world's steps.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from town.ids import MessageUuid, OperationId, PlayerId
from town.talk.text import MESSAGE_CODE_POINTS

DraftText = Annotated[str, msgspec.Meta(max_length=MESSAGE_CODE_POINTS)]


class Draft(msgspec.Struct, frozen=True, kw_only=True, tag="draft", tag_field="kind", rename="camel"):
    """The words of a message up to now. Its JSON is the live frame of the same name (docs/WIRE.md)."""

    player: PlayerId
    operation: OperationId
    """The `generateMessage` that is being performed: the draft is of no use once it is over."""
    uuid: MessageUuid
    """Of the message that it becomes."""
    text: DraftText
    """From its beginning; empty when what was shown is taken back."""


def drafts_channel(world_id: str) -> str:
    """Where the drafts of a world are published."""
    return f"everbrook:drafts:{world_id}"
