"""What those who watch are told of walks besides the state (docs/WIRE.md, section 2)."""

from __future__ import annotations

import msgspec

from town.ids import PlayerId


class WalkGivenUp(
    msgspec.Struct, frozen=True, kw_only=True, tag="walkGivenUp", tag_field="kind", rename="camel"
):
    """Somebody could not get where they wanted in a reasonable time."""

    player: PlayerId
    reason: str
