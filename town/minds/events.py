"""What those who watch are told of minds besides the state (docs/WIRE.md, section 2)."""

from __future__ import annotations

import msgspec

from town.ids import OperationId, PlayerId


class OperationFailed(
    msgspec.Struct, frozen=True, kw_only=True, tag="operationFailed", tag_field="kind", rename="camel"
):
    """A mind was asked something and gave no answer; its player does without."""

    player: PlayerId
    operation: OperationId
    task: str
    """The kind of the operation: `planDay`."""
    reason: str
