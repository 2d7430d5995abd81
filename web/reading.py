"""Only what these rules can read: a world of others, or of another version of them, is refused with a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.game import Rules
from engine.loading import CannotPlay, check_rules
from engine.store import Loaded, WorldRecord
from web.services import Services


async def load_readable(services: Services, world_id: str, kinds: Sequence[str]) -> Loaded:
    """Some kinds of a world's entities, in the form that these rules know.

    Raises `CannotPlay`, of which `AwaitsUpgrade` passes by itself, and `UnknownWorld`.
    """
    loaded = await services.store.load(world_id, kinds)
    check_rules(services.rules, loaded.world)
    return loaded


async def require_readable(services: Services, world_id: str) -> WorldRecord:
    """A world whose steps and events have the form that these rules know. Raises as `load_readable` does."""
    record = await services.store.world(world_id)
    check_rules(services.rules, record)
    return record


def why_unreadable(rules: Rules[Any], record: WorldRecord) -> str | None:
    """Why these rules can't read a world, for people; None if they can."""
    try:
        check_rules(rules, record)
    except CannotPlay as reason:
        return str(reason)
    return None
