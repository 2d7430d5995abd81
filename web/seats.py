"""Who may still come: told before a join becomes an input, since the log keeps what was refused for ever."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

import msgspec

from engine.inputs import Request
from engine.store import Store
from town.people.inputs import join, require_place
from town.people.population import Newcomer
from town.settings import Settings
from town.who import Player
from web.problems import Problem

SEATS_FOR_OTHERS = 2
"""Of the seats for humans, those that nobody has who holds all the others from one address."""


class Seats:
    """How many are joining just now, by world and address, as far as this process knows."""

    def __init__(self) -> None:
        self._coming: Counter[tuple[str, str]] = Counter()

    @contextmanager
    def coming(self, world_id: str, address: str) -> Generator[int]:
        """Count somebody who joins for the block; gives how many others do so from the same address."""
        key = (world_id, address)
        others = self._coming[key]
        self._coming[key] += 1
        try:
            yield others
        finally:
            self._coming[key] -= 1
            if not self._coming[key]:
                del self._coming[key]


def newcomer_in(joining: Request) -> Newcomer:
    """Who comes by a `join`. Raises `Rejected` for one that can't be."""
    kept: Any = join.decode_kept(joining.args)
    return Newcomer(name=kept.name, readings=kept.readings, look=kept.character)


async def require_seat(store: Store, world_id: str, newcomer: Newcomer, address: str, coming: int) -> None:
    """Raises `Rejected` for whom the rules have no place as things stand, and `Problem` for who fills the town alone.

    `coming` are those who join from the same address just now.
    """
    loaded = await store.load(world_id, ["players", "settings"])
    players = [msgspec.json.decode(e.body, type=Player) for e in loaded.entities if e.kind == "players"]
    settings = next(
        msgspec.json.decode(e.body, type=Settings) for e in loaded.entities if e.kind == "settings"
    )
    require_place(players, settings, newcomer)
    here = {player.id for player in players} & await store.subjects_given_to(world_id, address)
    most = max(1, settings.most_humans - SEATS_FOR_OTHERS)
    if len(here) + coming >= most:
        raise Problem(
            429,
            "too-many-players",
            f"{most} visitors from this address are in town already, as many as may be.",
            "Let one of them leave first; who is idle for five minutes leaves by themselves.",
            retry_after_s=60,
        )
