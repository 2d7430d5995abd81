"""Which worlds are of the rules of this town: no others take inputs here."""

from __future__ import annotations

from typing import Any

from engine.game import Rules
from engine.loading import check_rules_name
from engine.store import Store

MOST_KNOWN = 10_000


class OwnWorlds:
    """Which worlds are of these rules, which is so for as long as they live: asked of the store once for each."""

    def __init__(self, store: Store, rules: Rules[Any]) -> None:
        self._store = store
        self._rules = rules
        self._known: set[str] = set()

    async def require(self, world_id: str) -> None:
        """Raises `CannotPlay` for a world of other rules, and `UnknownWorld`."""
        if world_id in self._known:
            return
        check_rules_name(self._rules, await self._store.world(world_id))
        if len(self._known) >= MOST_KNOWN:
            self._known.clear()
        self._known.add(world_id)
