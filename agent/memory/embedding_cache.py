"""What was embedded once is not embedded again: an embedding model behind a table of its answers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
from pgvector import HalfVector

from agent.memory import sql
from agent.models.port import EmbeddingModel, Embeddings, Purpose
from agent.models.wrapped import WrappedEmbeddings
from engine.pool import Pool


class CachedEmbeddings(WrappedEmbeddings):
    """An `EmbeddingModel` that asks the one behind it only for texts it has not seen.

    Worth its look-up for a model that is called over a network; one in this process answers faster.
    Vectors are kept, and given, in half precision, so that an answer is the same whether kept or fresh.
    """

    def __init__(self, pool: Pool, model: EmbeddingModel) -> None:
        super().__init__(model)
        self._pool = pool

    async def embed(self, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        """Embed `texts`; the tokens are those of the texts that were not kept."""
        hashes = [text_hash(text) for text in texts]
        rows = await self._pool.fetch(sql.CACHED, self.name, self.dimensions, purpose, hashes)
        known: dict[bytes, HalfVector] = {row["text_hash"]: row["embedding"] for row in rows}
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
        tokens = 0
        if missing:
            fresh = await self._model.embed(list(missing.values()), purpose)
            tokens = fresh.tokens
            added = {key: HalfVector(vector) for key, vector in zip(missing, fresh.vectors, strict=True)}
            known |= added
            await self._pool.executemany(
                sql.CACHE, [(self.name, self.dimensions, purpose, *item) for item in added.items()]
            )
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for place, key in enumerate(hashes):
            vectors[place] = known[key].to_numpy()
        return Embeddings(vectors, self.name, self.dimensions, tokens)


def text_hash(text: str) -> bytes:
    """Under what the vector of a text is kept."""
    return hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=16).digest()
