"""Real embeddings with nothing but this machine: WordLlama, 256 dimensions, no download."""

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import wordllama

from agent.models.port import Embeddings, Purpose, unit_vectors

MODEL = "wordllama-l2-supercat-256"
DIMENSIONS = 256


class WordLlamaEmbeddings:
    """An `EmbeddingModel` whose weights come with the package.

    Loaded at the first call; everything runs in one thread, apart from the event loop.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="wordllama")
        self._model: wordllama.WordLlamaInference | None = None

    @property
    def name(self) -> str:
        """The model's name as stored beside every vector."""
        return MODEL

    @property
    def dimensions(self) -> int:
        """The length of every vector."""
        return DIMENSIONS

    async def embed(self, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        """Embed `texts`; this model makes no difference between purposes."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._thread, self._embed, list(texts))

    async def close(self) -> None:
        """End the thread."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _embed(self, texts: list[str]) -> Embeddings:
        if self._model is None:
            weights = Path(wordllama.__file__).parent
            self._model = wordllama.WordLlama.load(cache_dir=weights, disable_download=True)
        # A text without a token divides by zero in the model; half a character does not encode.
        clean = [text.encode(errors="replace").decode() for text in texts]
        places = [place for place, text in enumerate(clean) if text.strip()]
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        filled = [clean[place] for place in places]
        if filled:
            vectors[places] = self._model.embed(filled)
        tokens = sum(sum(encoding.attention_mask) for encoding in self._model.tokenize(filled))
        return Embeddings(unit_vectors(vectors), MODEL, DIMENSIONS, tokens)
