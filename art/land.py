"""The lay of the land: which corner of which tile is path, paving, water or soil."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from art.chance import below, noise, roll

WIDTH, HEIGHT = 64, 48

Corners: TypeAlias = npt.NDArray[np.bool_]  # (HEIGHT + 1, WIDTH + 1)

LAYERS = ("shade", "meadow", "path", "cobble", "soil", "water", "deep")  # in drawing order

# Vertex rectangles, both ends included: x0, y0, x1, y1.
_STREETS = (
    (3, 24, 48, 26),  # main street, west of the river
    (51, 24, 60, 26),  # main street, east of the river
    (4, 10, 44, 11),  # north street
    (26, 11, 27, 20),
    (38, 11, 39, 20),
    (16, 11, 17, 38),  # the long lane
    (6, 37, 44, 38),  # lake street
    (32, 29, 33, 46),  # avenue, from the plaza into the park
    (26, 42, 33, 43),
    (10, 38, 11, 46),
    (6, 45, 17, 46),  # south street
    (53, 7, 54, 24),  # east lane
    (54, 7, 60, 8),
    (54, 15, 61, 16),
    (54, 26, 55, 34),
    (55, 33, 59, 34),
)
PLAZA = (26, 20, 39, 29)
FIELD = (5, 30, 13, 34)


@dataclass(frozen=True)
class Land:
    """Corner grids by layer, and the grass variant of each tile."""

    corners: dict[str, Corners]
    grass: npt.NDArray[np.uint8]


def _fill(grid: Corners, box: tuple[int, int, int, int]) -> None:
    x0, y0, x1, y1 = box
    grid[y0 : y1 + 1, x0 : x1 + 1] = True


def _eroded(grid: Corners, steps: int) -> Corners:
    inner = np.pad(grid, steps, constant_values=False)
    for _ in range(steps):
        core = inner.copy()
        core[1:] &= inner[:-1]
        core[:-1] &= inner[1:]
        core[:, 1:] &= inner[:, :-1]
        core[:, :-1] &= inner[:, 1:]
        inner = core
    return inner[steps:-steps, steps:-steps]


def near(grid: Corners, reach: int) -> Corners:
    """The corners within `reach` steps of one that is set."""
    return ~_eroded(~grid, reach)


def _water() -> Corners:
    ys, xs = np.mgrid[0 : HEIGHT + 1, 0 : WIDTH + 1].astype(float)
    lake = ((xs - 52.6) / 9.3) ** 2 + ((ys - 40.4) / 5.8) ** 2 < 1
    lake |= ((xs - 58) / 4.4) ** 2 + ((ys - 41.8) / 3.2) ** 2 < 1
    # A bend to the mill in the north, another away from the houses south of the bridge.
    bend = np.sin(0.3 * np.abs(ys - 25)) * np.clip(np.abs(ys - 25) / 6, 0, 1)
    middle = 49.5 + 1.25 * bend
    river = (np.abs(xs - middle) < 2.1) & (ys < 38)
    pond = ((xs - 37.2) / 3.4) ** 2 + ((ys - 43.6) / 2.2) ** 2 < 1
    pond |= ((xs - 39) / 2.3) ** 2 + ((ys - 44.5) / 1.7) ** 2 < 1
    return lake | river | pond


def _uneven(cell: int, seed: int) -> npt.NDArray[np.float64]:
    return noise(HEIGHT + 1, WIDTH + 1, cell, seed)


def shape(door_paths: list[tuple[int, int, int, int]]) -> Land:
    """The whole ground, with a path to each door given as vertex rectangles."""
    blank = np.zeros((HEIGHT + 1, WIDTH + 1), np.bool_)
    corners = {layer: blank.copy() for layer in LAYERS}
    for box in (*_STREETS, *door_paths):
        _fill(corners["path"], box)
    _fill(corners["cobble"], PLAZA)
    for x, y in ((26, 20), (39, 20), (26, 29), (39, 29)):
        corners["cobble"][y, x] = False
    _fill(corners["soil"], FIELD)
    corners["water"] = _water()
    corners["deep"] = _eroded(corners["water"], 2)
    corners["path"] &= ~corners["water"]
    _grassland(corners)
    return Land(corners, _grass_variants(corners))


def _grassland(corners: dict[str, Corners]) -> None:
    ys, xs = np.mgrid[0 : HEIGHT + 1, 0 : WIDTH + 1]
    rim = np.minimum(np.minimum(xs, WIDTH - xs), np.minimum(ys, HEIGHT - ys))
    trodden = near(corners["path"] | corners["cobble"] | corners["soil"] | corners["water"], 1)
    corners["shade"] = ((rim < 2 + 1.5 * _uneven(5, 31)) | (_uneven(6, 32) > 0.42)) & ~trodden
    corners["meadow"] = (_uneven(7, 33) > 0.22) & ~trodden & ~near(corners["shade"], 1)


def _grass_variants(corners: dict[str, Corners]) -> npt.NDArray[np.uint8]:
    blossoming = _uneven(6, 34)
    variants = np.zeros((HEIGHT, WIDTH), np.uint8)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            chance = roll(x, y, 35)
            if blossoming[y, x] > 0.3 and chance < 0.4:
                kind = 8 + int((blossoming[y, x] * 37 + x // 9 + y // 7) % 4)
                variants[y, x] = kind
            elif chance < 0.62:
                variants[y, x] = 1 + below(7, x, y, 36)
    return variants
