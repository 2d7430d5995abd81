"""Embedding models behind an HTTP API of OpenAI's shape.

Source: OpenAI API reference, "Embeddings".
"""

from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from agent.models.clock import CallClock, MonotonicClock, within
from agent.models.errors import Misconfigured, ModelFailed, NoSuchModel
from agent.models.openai_errors import not_an_answer
from agent.models.openai_http import OpenAIServer
from agent.models.port import Embeddings, Purpose, unit_vectors

EMBEDDING_DEADLINE_MS = 20_000
TEXTS_PER_CALL = 64


class OpenAIEmbeddingSettings(msgspec.Struct, frozen=True, tag="openai"):
    """One embedding model behind `base_url`.

    `asks_dimensions` sends the number along, for models that can give several.
    """

    base_url: str
    model: str
    dimensions: int
    asks_dimensions: bool = False
    connections: int = 4
    connect_timeout_ms: int = 3_000


class _Usage(msgspec.Struct):
    prompt_tokens: int | None = None


class _Vector(msgspec.Struct):
    index: int
    embedding: list[float]


class _Vectors(msgspec.Struct):
    data: list[_Vector]
    usage: _Usage | None = None


class OpenAICompatibleEmbeddings:
    """An `EmbeddingModel` behind an API of OpenAI's shape."""

    def __init__(
        self,
        settings: OpenAIEmbeddingSettings,
        *,
        api_key: str | None = None,
        clock: CallClock | None = None,
    ) -> None:
        self._settings = settings
        self._server = OpenAIServer(
            settings.base_url,
            api_key=api_key,
            connections=settings.connections,
            connect_timeout_ms=settings.connect_timeout_ms,
            clock=clock or MonotonicClock(),
        )

    @property
    def name(self) -> str:
        """The model's name at its server."""
        return self._settings.model

    @property
    def dimensions(self) -> int:
        """The length of every vector."""
        return self._settings.dimensions

    async def embed(self, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        """Embed `texts`; this API makes no difference between purposes."""
        filled = [place for place, text in enumerate(texts) if text.strip()]
        matrix = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        tokens = 0
        for start in range(0, len(filled), TEXTS_PER_CALL):
            part = filled[start : start + TEXTS_PER_CALL]
            vectors = await self._batch([texts[place] for place in part])
            tokens += (vectors.usage.prompt_tokens or 0) if vectors.usage else 0
            matrix[part] = [vector.embedding for vector in vectors.data]
        return Embeddings(unit_vectors(matrix), self.name, self.dimensions, tokens)

    async def close(self) -> None:
        """Close every connection."""
        await self._server.close()

    async def _batch(self, texts: list[str]) -> _Vectors:
        """One call: a vector for each of `texts`, in their order and of the right length."""
        body: dict[str, Any] = {"model": self.name, "input": texts, "encoding_format": "float"}
        if self._settings.asks_dimensions:
            body["dimensions"] = self.dimensions
        try:
            vectors = await self._vectors(body)
        except NoSuchModel as error:
            raise await self._server.with_known_models(error) from error
        vectors.data.sort(key=lambda vector: vector.index)
        if [vector.index for vector in vectors.data] != list(range(len(texts))):
            raise ModelFailed(f"{self.name} gave {len(vectors.data)} vectors for {len(texts)} texts.")
        lengths = {len(vector.embedding) for vector in vectors.data}
        if lengths != {self.dimensions}:
            raise Misconfigured(
                f"{self.name} gives vectors of {sorted(lengths)} dimensions, not the "
                f"{self.dimensions} of the settings; set dimensions to what it gives."
            )
        return vectors

    async def _vectors(self, body: dict[str, Any]) -> _Vectors:
        server, span_ms = self._server, EMBEDDING_DEADLINE_MS
        async with server.answered("/embeddings", body, span_ms) as response:
            await within(server.clock, span_ms, response.aread(), "The answer")
            try:
                return msgspec.json.decode(response.content, type=_Vectors)
            except msgspec.DecodeError as error:
                raise not_an_answer(response, response.text, server.base_url, is_the_api=False) from error
