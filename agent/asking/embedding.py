"""Vectors by a model that is called over a network: through the gate like any other call, so counted, paid, stopped.

A text that was embedded before is not asked for again, and costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.asking.pausing import PauseWatch
from agent.models.gate import Gate
from agent.models.ledger import Caller
from agent.models.port import EmbeddingModel, Embeddings, Purpose
from agent.models.wrapped import WrappedEmbeddings

EMBED = "embed"
"""Stands in the ledger for texts turned into vectors; it has a model of its own and no prompt."""


class CountedEmbeddings(WrappedEmbeddings):
    """An `EmbeddingModel` as it is called on somebody's behalf. Raises `StoreUnavailable` besides `ModelError`."""

    def __init__(self, model: EmbeddingModel, gate: Gate, pauses: PauseWatch, caller: Caller) -> None:
        super().__init__(model)
        self._gate = gate
        self._pauses = pauses
        self._caller = caller

    async def embed(self, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        """Embed `texts`, unless the world is paused or has spent its budget."""
        async with self._pauses.watched(self._caller.world):
            return await self._gate.embed(self._caller, texts, purpose)

    async def close(self) -> None:
        """The model is closed by who opened it."""
