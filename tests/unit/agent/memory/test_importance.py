"""Importance by anchors agrees with people."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from agent.memory.importance import anchor_phrases, importance_of, load_anchors
from agent.models.wordllama_embeddings import WordLlamaEmbeddings


def ranks(values: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Ranks with ties shared, as Spearman wants them."""
    array = np.asarray(values, np.float64)
    return np.array([(array < value).sum() + ((array == value).sum() - 1) / 2 for value in array])


async def test_importance_agrees_with_ratings_by_hand() -> None:
    lines = Path(__file__).with_name("hand_rated.txt").read_text(encoding="utf-8").splitlines()
    rated = [line.split(" ", 1) for line in lines]
    assert not {text for _, text in rated} & {phrase for sort in anchor_phrases() for phrase in sort}
    model = WordLlamaEmbeddings()
    anchors = await load_anchors(model)
    embedded = await model.embed([text for _, text in rated])
    await model.close()
    importance = importance_of(embedded.vectors, anchors)
    spearman = np.corrcoef(ranks([int(rating) for rating, _ in rated]), ranks(importance.tolist()))[0, 1]
    assert spearman > 0.5, list(zip(importance.tolist(), rated, strict=True))
    hand = np.array([int(rating) for rating, _ in rated])
    assert abs((importance - hand).mean()) < 1, "neither all too mundane nor all too grave"
    assert importance.min() <= 2
    assert importance.max() >= 8


async def test_anchors_keep_to_their_own_end_of_the_scale() -> None:
    model = WordLlamaEmbeddings()
    anchors = await load_anchors(model)
    mundane, poignant = importance_of(anchors.mundane, anchors), importance_of(anchors.poignant, anchors)
    assert np.median(mundane) <= 2
    assert np.median(poignant) >= 9
    nothing = importance_of(np.zeros((1, model.dimensions), np.float32), anchors)
    assert 1 <= nothing[0] <= 10
    await model.close()
    with pytest.raises(ValueError, match="matmul"):
        importance_of(np.zeros((1, 3), np.float32), anchors)
