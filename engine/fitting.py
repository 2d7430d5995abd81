"""Chooses the breakpoints of sampled columns, for many rows and columns at once.

A cell is one column of one row. Straight runs are found by cutting at the tick that lies farthest
from the chord (Ramer 1972, Douglas and Peucker 1973), which finds the corners of a walked route in
a few rounds over whole arrays, however many ticks there are.
"""

import numpy as np
import numpy.typing as npt

Cells = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

FARTHEST_ROUNDS = 16
"""Rounds that cut at the farthest tick; later ones halve, which bounds the rounds on any input."""

LARGEST_PRODUCT = 2**61
"""Deviations are products of a value and a duration; cells that could pass this stay exact."""


def hold_breaks(values: Cells) -> Mask:
    """Marks the ticks at which a held value changes; `values` has shape (cells, ticks + 1)."""
    breaks = np.zeros(values.shape, np.bool_)
    np.not_equal(values[:, 1:], values[:, :-1], out=breaks[:, 1:])
    return breaks


def linear_breaks(values: Cells, tolerance: npt.NDArray[np.int64]) -> Mask:
    """Marks breakpoints so that straight lines between them stay within `tolerance` at each tick.

    `values` has shape (cells, ticks + 1), at least one tick; `tolerance` has shape (cells,). The
    line starts at the first sample. When the last tick is marked the line ends there, else it stays
    level after the last mark; either way it ends at the last sample exactly.
    """
    ticks = values.shape[1] - 1
    breaks = np.zeros(values.shape, np.bool_)
    rises = np.diff(values, axis=1)
    reach = np.abs(values - values[:, :1]).max(axis=1, initial=0)
    exact = (tolerance == 0) | (reach + tolerance > LARGEST_PRODUCT // (4 * ticks))
    breaks[exact, 1:-1] = rises[exact, 1:] != rises[exact, :-1]
    _cut_until_within(values, tolerance, np.flatnonzero(~exact), breaks)
    breaks[:, -1] = _ends_sloping(values, breaks)
    return breaks


def _ends_sloping(values: Cells, breaks: Mask) -> Mask:
    """Whether the last run of each cell goes up or down."""
    tick = np.arange(values.shape[1] - 1, dtype=np.int64)
    last: npt.NDArray[np.int64] = (breaks[:, :-1] * tick).max(axis=1)
    return values[np.arange(len(values)), last] != values[:, -1]


def _cut_until_within(
    values: Cells, tolerance: npt.NDArray[np.int64], cells: npt.NDArray[np.intp], breaks: Mask
) -> None:
    """Cuts runs of the given cells, marking `breaks`, until none leaves its tolerance."""
    start = np.zeros(len(cells), np.int64)
    end = np.full(len(cells), values.shape[1] - 1)
    rounds = 0
    while len(cells):
        divisible = end - start > 1
        cells, start, end = cells[divisible], start[divisible], end[divisible]
        if not len(cells):
            return
        cut, deviation = _farthest(values, cells, start, end)
        outside = deviation > tolerance[cells] * (end - start)
        cells, start, end, cut = cells[outside], start[outside], end[outside], cut[outside]
        if rounds >= FARTHEST_ROUNDS:
            cut = (start + end) // 2
        breaks[cells, cut] = True
        cells = np.concatenate((cells, cells))
        start, end = np.concatenate((start, cut)), np.concatenate((cut, end))
        rounds += 1


def _farthest(values: Cells, cells: npt.NDArray[np.intp], start: Cells, end: Cells) -> tuple[Cells, Cells]:
    """For each run the tick farthest from its chord, and how far times the run's duration.

    Shapes are (runs,); each run has at least one tick inside.
    """
    inside = end - start - 1
    offset = np.cumsum(inside) - inside
    run = np.repeat(np.arange(len(cells)), inside)
    elapsed = np.arange(len(run)) - offset[run] + 1
    base = values[cells, start]
    rise = values[cells, end] - base
    row_width = values.shape[1]
    sample = values.ravel()[(cells * row_width + start)[run] + elapsed]
    away = np.abs((sample - base[run]) * (end - start)[run] - rise[run] * elapsed)
    deviation = np.maximum.reduceat(away, offset)
    peaks = np.flatnonzero(away == deviation[run])
    first_peak = peaks[np.searchsorted(peaks, offset)]
    return start + elapsed[first_peak], deviation
