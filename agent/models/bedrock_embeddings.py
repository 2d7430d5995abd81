"""Embedding models of Amazon Bedrock: Titan Text Embeddings V2 and Cohere Embed v3 and v4.

Source: Amazon Bedrock user guide, inference parameters of these models for InvokeModel.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from agent.models.bedrock_client import BedrockClient
from agent.models.bedrock_profiles import Profile, base_model, inference_profile
from agent.models.errors import Misconfigured, ModelFailed
from agent.models.port import Embeddings, Purpose, unit_vectors

EMBEDDING_DEADLINE_MS = 20_000
COHERE_TEXTS_PER_CALL = 96
COHERE_V3_CHARACTERS = 2_048
TOKEN_COUNT_HEADER = "x-amzn-bedrock-input-token-count"  # noqa: S105 - a header's name


class BedrockEmbeddingSettings(msgspec.Struct, frozen=True, tag="bedrock"):
    """One embedding model of Bedrock; see `FAMILIES` for the dimensions that each can give."""

    model: str = "amazon.titan-embed-text-v2:0"
    dimensions: int = 1024
    profile: Profile = "none"


class Family(msgspec.Struct, frozen=True):
    """What models of one kind have in common."""

    marker: str
    dimensions: tuple[int, ...]
    texts_per_call: int


TITAN_V2 = Family("titan-embed-text-v2", (256, 512, 1024), 1)
COHERE_V3 = Family("cohere.embed-english-v3", (1024,), COHERE_TEXTS_PER_CALL)
COHERE_V3_MULTILINGUAL = Family("cohere.embed-multilingual-v3", (1024,), COHERE_TEXTS_PER_CALL)
COHERE_V4 = Family("cohere.embed-v4", (256, 512, 1024, 1536), COHERE_TEXTS_PER_CALL)
FAMILIES = (TITAN_V2, COHERE_V3, COHERE_V3_MULTILINGUAL, COHERE_V4)


class _Titan(msgspec.Struct, rename="camel"):
    embedding: list[float]
    input_text_token_count: int


class _CohereVectors(msgspec.Struct):
    float: list[list[float]]


class _Cohere(msgspec.Struct):
    embeddings: _CohereVectors


class _Batch(msgspec.Struct):
    """The answer to one call: one vector a text."""

    vectors: list[list[float]]
    tokens: int


class BedrockEmbeddings:
    """An `EmbeddingModel` on Bedrock."""

    def __init__(self, client: BedrockClient, settings: BedrockEmbeddingSettings) -> None:
        self._client = client
        self._family = _family(settings)
        self._model = base_model(settings.model)
        self._dimensions = settings.dimensions
        self._invoked = inference_profile(settings.model, client.region, settings.profile)

    @property
    def name(self) -> str:
        """The model's id, without the prefix of an inference profile."""
        return self._model

    @property
    def dimensions(self) -> int:
        """The length of every vector."""
        return self._dimensions

    async def embed(self, texts: Sequence[str], purpose: Purpose = "document") -> Embeddings:
        """Embed `texts`, in several calls at once where one does not hold them all."""
        filled = [place for place, text in enumerate(texts) if text.strip()]
        size = self._family.texts_per_call
        parts = [filled[start : start + size] for start in range(0, len(filled), size)]
        batches = await asyncio.gather(
            *(self._batch([texts[place] for place in part], purpose) for part in parts)
        )
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        if filled:
            vectors[filled] = self._matrix([row for batch in batches for row in batch.vectors])
        tokens = sum(batch.tokens for batch in batches)
        return Embeddings(unit_vectors(vectors), self._model, self._dimensions, tokens)

    async def close(self) -> None:
        """Nothing is held here; the client is closed by who made it."""

    async def _batch(self, texts: list[str], purpose: Purpose) -> _Batch:
        body = _body(self._family, texts, purpose, self._dimensions)
        response = await self._client.call(
            "invoke_model",
            EMBEDDING_DEADLINE_MS,
            modelId=self._invoked,
            body=msgspec.json.encode(body),
            contentType="application/json",
            accept="application/json",
        )
        raw = await self._client.run(response["body"].read, EMBEDDING_DEADLINE_MS, "invoke_model")
        headers = response["ResponseMetadata"]["HTTPHeaders"]
        batch = _read(self._family, raw, int(headers.get(TOKEN_COUNT_HEADER, 0)))
        if len(batch.vectors) != len(texts):
            raise ModelFailed(f"{self._model} gave {len(batch.vectors)} vectors for {len(texts)} texts.")
        return batch

    def _matrix(self, rows: list[list[float]]) -> NDArray[np.float32]:
        lengths = {len(row) for row in rows}
        if lengths != {self._dimensions}:
            raise Misconfigured(
                f"{self._model} gives vectors of {sorted(lengths)} dimensions, not the "
                f"{self._dimensions} of the settings; set dimensions to what it gives."
            )
        return np.asarray(rows, dtype=np.float32)


def _family(settings: BedrockEmbeddingSettings) -> Family:
    for family in FAMILIES:
        if family.marker in settings.model:
            if settings.dimensions not in family.dimensions:
                raise Misconfigured(
                    f"{settings.model} gives {family.dimensions} dimensions, "
                    f"not {settings.dimensions}; set dimensions to one of these."
                )
            return family
    known = ", ".join(family.marker for family in FAMILIES)
    raise Misconfigured(f"{settings.model} is no known embedding model; choose one of: {known}.")


def _body(family: Family, texts: list[str], purpose: Purpose, dimensions: int) -> dict[str, Any]:
    if family is TITAN_V2:
        return {"inputText": texts[0], "dimensions": dimensions, "normalize": True}
    body: dict[str, Any] = {
        "texts": texts,
        "input_type": f"search_{purpose}",
        "embedding_types": ["float"],
    }
    if family is COHERE_V4:
        return {**body, "truncate": "RIGHT", "output_dimension": dimensions}
    cut = [text[:COHERE_V3_CHARACTERS] for text in texts]
    return {**body, "texts": cut, "truncate": "END"}


def _read(family: Family, raw: bytes, header_tokens: int) -> _Batch:
    try:
        if family is TITAN_V2:
            titan = msgspec.json.decode(raw, type=_Titan)
            return _Batch([titan.embedding], titan.input_text_token_count)
        return _Batch(msgspec.json.decode(raw, type=_Cohere).embeddings.float, header_tokens)
    except msgspec.DecodeError as error:
        raise ModelFailed(f"Bedrock's embeddings are not of their documented shape: {error}") from error
