"""Repeatable variety: numbers that depend on their keys alone, not on a library's generator."""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

_T = TypeVar("_T")
_MASK = (1 << 64) - 1


def roll(*keys: int) -> float:
    """A number in [0, 1) fixed by the keys (splitmix64 folded over them)."""
    state = 0x9E3779B97F4A7C15
    for key in keys:
        state = (state ^ (key & _MASK)) * 0xBF58476D1CE4E5B9 & _MASK
        state = (state ^ state >> 27) * 0x94D049BB133111EB & _MASK
        state ^= state >> 31
    return (state >> 11) / (1 << 53)


def below(bound: int, *keys: int) -> int:
    """An integer in [0, bound) fixed by the keys."""
    return int(roll(*keys) * bound)


def pick(choices: Sequence[_T], *keys: int) -> _T:
    """One of the choices, fixed by the keys."""
    return choices[below(len(choices), *keys)]


def noise(height: int, width: int, cell: int, seed: int, *, wrap: int = 0) -> npt.NDArray[np.float64]:
    """Smooth value noise in [-1, 1], one lattice point every `cell` samples.

    With `wrap` the lattice repeats after that many cells, so that the result tiles.
    """
    rows, columns = height // cell + 2, width // cell + 2
    lattice = np.array(
        [
            [2 * roll(seed, y % wrap if wrap else y, x % wrap if wrap else x) - 1 for x in range(columns)]
            for y in range(rows)
        ]
    )
    ys, xs = np.arange(height) / cell, np.arange(width) / cell
    y0, x0 = ys.astype(int), xs.astype(int)
    fy, fx = (ys - y0)[:, None], (xs - x0)[None, :]
    fy, fx = fy * fy * (3 - 2 * fy), fx * fx * (3 - 2 * fx)
    top = lattice[np.ix_(y0, x0)] * (1 - fx) + lattice[np.ix_(y0, x0 + 1)] * fx
    bottom = lattice[np.ix_(y0 + 1, x0)] * (1 - fx) + lattice[np.ix_(y0 + 1, x0 + 1)] * fx
    return top * (1 - fy) + bottom * fy
