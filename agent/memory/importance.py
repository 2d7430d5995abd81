"""How much a memory matters, without asking a chat model: by its distance to phrases whose weight is known.

A text near the poignant anchors and far from the mundane ones is important. The scale is set by the anchors
themselves, so it holds for any embedding model.
"""

from __future__ import annotations

from importlib import resources

import msgspec
import numpy as np
from numpy.typing import NDArray

from agent.models.port import EmbeddingModel
from records.constants import LEAST_IMPORTANCE, MOST_IMPORTANCE

Vectors = NDArray[np.float32]

NEAREST = 4
"""A text is compared with so many anchors of each sort, those nearest to it: one subject needs no other."""


MOST_MUNDANE = 0.05
"""The part of the mundane anchors that is of importance 1; the others lie above it, as what one sees all day does."""


class Anchors(msgspec.Struct, frozen=True):
    """The anchor phrases in a model's space, (anchors, dimensions) each, and the scale that they set."""

    mundane: Vectors
    poignant: Vectors
    lowest: float
    """How the most mundane of the anchors leans towards the poignant: importance 1, and so whatever leans less."""
    highest: float
    """How a text leans that says what a poignant anchor says: importance 10."""


def anchor_phrases() -> tuple[list[str], list[str]]:
    """The mundane and the poignant phrases of `anchors.txt`."""
    text = resources.files("agent.memory").joinpath("anchors.txt").read_text(encoding="utf-8")
    _, mundane, poignant = text.split("##")
    return _phrases(mundane), _phrases(poignant)


async def load_anchors(model: EmbeddingModel) -> Anchors:
    """The anchors in the space of `model`. Raises `ModelError`."""
    mundane_phrases, poignant_phrases = anchor_phrases()
    embedded = await model.embed([*mundane_phrases, *poignant_phrases])
    mundane, poignant = np.split(embedded.vectors, [len(mundane_phrases)])
    among_themselves = mundane @ mundane.T
    np.fill_diagonal(among_themselves, -1.0)  # another mundane text is no anchor itself
    leaning = _nearness(mundane @ poignant.T) - _nearness(among_themselves)
    lowest = float(np.quantile(leaning, MOST_MUNDANE))
    highest = float(np.median(_leaning(poignant, mundane, poignant)))
    return Anchors(mundane, poignant, lowest, highest)


def importance_of(vectors: Vectors, anchors: Anchors) -> NDArray[np.int64]:
    """Importance of each of (texts, dimensions): whole numbers from 1 to 10, of shape (texts,)."""
    leaning = _leaning(vectors, anchors.mundane, anchors.poignant)
    share = (leaning - anchors.lowest) / max(anchors.highest - anchors.lowest, 1e-6)
    rated = LEAST_IMPORTANCE + np.rint(share * (MOST_IMPORTANCE - LEAST_IMPORTANCE))
    return np.clip(rated, LEAST_IMPORTANCE, MOST_IMPORTANCE).astype(np.int64)


def _leaning(vectors: Vectors, mundane: Vectors, poignant: Vectors) -> Vectors:
    """How much nearer each text is to the poignant than to the mundane: a difference of cosines."""
    return _nearness(vectors @ poignant.T) - _nearness(vectors @ mundane.T)


def _nearness(cosines: Vectors) -> Vectors:
    """Of (texts, anchors), the mean over the nearest anchors of each text."""
    return np.sort(cosines, axis=1)[:, -NEAREST:].mean(axis=1)


def _phrases(section: str) -> list[str]:
    return [line.strip() for line in section.splitlines()[1:] if line.strip()]
