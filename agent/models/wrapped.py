"""What stands before an embedding model and passes for it: it counts, say, or knows what was embedded before."""

from __future__ import annotations

from agent.models.port import EmbeddingModel


class WrappedEmbeddings:
    """The part of an `EmbeddingModel` that is the same as that of the one behind it."""

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model

    @property
    def name(self) -> str:
        """The name of the model behind it."""
        return self._model.name

    @property
    def dimensions(self) -> int:
        """The length of every vector."""
        return self._model.dimensions

    async def close(self) -> None:
        """Close the model behind it."""
        await self._model.close()
