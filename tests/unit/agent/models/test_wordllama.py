"""Embeddings without a network mean something."""

import numpy as np

from agent.models.wordllama_embeddings import WordLlamaEmbeddings


async def test_near_in_meaning_is_near_in_space() -> None:
    model = WordLlamaEmbeddings()
    texts = [
        "The baker opened her shop early this morning.",
        "Bread is sold from dawn at the bakery.",
        "A storm tore the sails off the fishing boat.",
    ]
    embeddings = await model.embed(texts)
    likeness = embeddings.vectors @ embeddings.vectors.T
    assert likeness[0, 1] > likeness[0, 2] + 0.1
    assert (embeddings.model, embeddings.dimensions) == (model.name, model.dimensions)
    assert embeddings.tokens > 20
    await model.close()


async def test_texts_with_nothing_to_embed() -> None:
    model = WordLlamaEmbeddings()
    embeddings = await model.embed(["", " \n", "word", "\ud800 half", "🌻" * 3000])
    assert embeddings.vectors.shape == (5, 256)
    assert embeddings.vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(embeddings.vectors, axis=1), [0, 0, 1, 1, 1])
    assert (await model.embed([])).vectors.shape == (0, 256)
    await model.close()
