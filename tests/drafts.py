"""Drafts that are kept in memory, for tests to read."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from agent.asking.pens import Pen
from town.ids import OperationId, PlayerId
from town.talk.drafts import Draft


class KeptDrafts:
    """See `agent.asking.pens.Drafts`: every text of every pen, without the pauses of real telling."""

    def __init__(self) -> None:
        self.told: list[Draft] = []

    @asynccontextmanager
    async def writing(self, world_id: str, player: PlayerId, operation: OperationId) -> AsyncGenerator[Pen]:
        pen = Pen(Draft(player=player, operation=operation, uuid=f"{world_id} {operation}", text=""))
        telling = asyncio.create_task(self._tell(pen))
        try:
            yield pen
        finally:
            telling.cancel()
            self._keep(pen)

    async def _tell(self, pen: Pen) -> None:
        while True:
            await pen.changed.wait()
            self._keep(pen)

    def _keep(self, pen: Pen) -> None:
        draft = pen.untold()
        if draft is not None:
            self.told.append(draft)
