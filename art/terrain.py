"""The ground: sets of 16-pixel Wang tiles for every combination of four corners.

A corner belongs to a terrain or not; corner bits are NW=1 NE=2 SW=4 SE=8. Inside a tile the
terrain's strength is bilinear between the corners and roughened by noise. Noise that differs
between variants fades out at the tile's border, so any variant fits beside any other.
"""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from art.canvas import Canvas
from art.chance import below, noise, roll
from art.palette import ramp

TILE = 16
CORNERS = 16
GRASS_VARIANTS = 12
PATH_VARIANTS = 4
WATER_VARIANTS = 4
WATER_FRAMES = 4

Field: TypeAlias = npt.NDArray[np.float64]

_YS, _XS = np.mgrid[0:TILE, 0:TILE]
_CHECKER = (_XS + _YS) % 2 == 0
_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]) / 16
_DITHER = np.tile(_BAYER, (4, 4))
_FADE = np.sin(np.pi * (_XS + 0.5) / TILE) * np.sin(np.pi * (_YS + 0.5) / TILE)
_COMMON = 0.05 * noise(TILE, TILE, 4, 3, wrap=4) + 0.05 * noise(TILE, TILE, 8, 4, wrap=2)

GRASS, SAND, STONE = ramp("grass"), ramp("sand"), ramp("stone")
WATER, SHORE, SOIL = ramp("water"), ramp("shore"), ramp("soil")


def strength(bits: int, variant: int, roughness: float, rows_up: int = 0) -> Field:
    """The terrain's strength at each pixel, inside above 0.5; `rows_up` looks that far up."""
    u = (_XS + 0.5) / TILE
    v = (_YS + 0.5 - rows_up) / TILE
    northwest, northeast, southwest, southeast = (bits >> k & 1 for k in range(4))
    flat = (northwest * (1 - u) + northeast * u) * (1 - v) + (southwest * (1 - u) + southeast * u) * v
    if bits == 15:
        return np.full((TILE, TILE), 2.0)
    own = 0.5 * noise(TILE, TILE, 5, 50 + variant) * _FADE
    return flat + roughness * np.roll(_COMMON + own, rows_up, 0)


def grass(variant: int) -> Canvas:
    """A grass tile: 0 to 7 bare or tufted, 8 to 11 with flowers."""
    canvas = Canvas(TILE, TILE)
    canvas.rect(0, 0, TILE, TILE, GRASS[2])
    for k in range((0, 1, 2, 3, 1, 2, 3, 4, 1, 1, 2, 1)[variant]):
        x, y = 1 + below(12, variant, k, 1), 2 + below(11, variant, k, 2)
        if below(3, variant, k, 3):
            canvas.stamp(x, y, ("l.l", "dld"), {"l": GRASS[3], "d": GRASS[1]})
        else:
            canvas.stamp(x, y, ("d", "d"), {"d": GRASS[1]})
    if variant >= 8:
        _scatter_flowers(canvas, variant)
    return canvas


def _scatter_flowers(canvas: Canvas, variant: int) -> None:
    petals, heart = (
        (ramp("white")[4], ramp("glow")[1]),
        (ramp("straw")[4], ramp("orange")[3]),
        (ramp("pink")[3], ramp("straw")[4]),
        (ramp("violet")[4], ramp("straw")[4]),
    )[variant - 8]
    for k, (x, y) in enumerate(((2, 2), (10, 8), (4, 10), (11, 1))):
        if roll(variant, k) < 0.7:
            legend = {"p": petals, "h": heart, "d": GRASS[0], "s": GRASS[1]}
            canvas.stamp(x, y, (".p.", "php", ".pd", ".s."), legend)


def tint(bits: int, variant: int, colour: int) -> Canvas:
    """Lighter or darker grass with a dithered rim, blades left standing."""
    canvas = Canvas(TILE, TILE)
    inside = strength(bits, variant, 1.4) + 0.26 * (_DITHER - 0.5) > 0.5
    canvas.pixels[inside] = colour
    if bits == 15:
        for k in range(2 + variant):
            canvas.stamp(
                below(13, variant, k, 5),
                below(13, variant, k, 6),
                ("l.l", ".l."),
                {"l": colour + 1},
            )
    return canvas


def path(bits: int, variant: int) -> Canvas:
    """Trodden sand with a ragged, grassy rim and a few pebbles."""
    canvas = Canvas(TILE, TILE)
    field = strength(bits, variant, 0.8)
    canvas.pixels[field > 0.43] = GRASS[1]
    canvas.pixels[field > 0.5] = SAND[1]
    canvas.pixels[field > 0.57] = SAND[2]
    canvas.pixels[(field > 0.57) & (field < 0.66) & _CHECKER] = SAND[3]
    speckles = (("ab",), ("b", "a"), ("dd", ".a"), ("b.b",))
    legend = {"a": SAND[1], "b": SAND[3], "d": SAND[4]}
    for k in range(4):
        x, y = below(14, bits, variant, k, 1), below(14, bits, variant, k, 2)
        if (field[y : y + 2, x : x + 3] > 0.7).all():
            canvas.stamp(x, y, speckles[below(4, bits, variant, k)], legend)
    return canvas


def cobble(bits: int, variant: int) -> Canvas:
    """Paving stones in courses of four pixels."""
    canvas = Canvas(TILE, TILE)
    field = strength(bits, 0, 0.3)
    course, along = _YS // 4, (_XS + 4 * (_YS // 4 % 2)) % TILE
    slab = course * 2 + along // 8
    tones = np.array([roll(variant, int(k), 9) for k in range(8)])[slab]
    pixels = np.where(tones > 0.45, STONE[3], np.where(tones > 0.12, STONE[3], STONE[2]))
    pixels = np.where((_YS % 4 == 0) & (tones > 0.3), STONE[4], pixels)
    pixels = np.where((_YS % 4 == 3) | (along % 8 == 7), STONE[2], pixels)
    pixels = np.where((_YS % 4 == 3) & (along % 8 == 7), STONE[1], pixels)
    if variant == 3:
        pixels = np.where((slab == 3) & (_YS % 4 == 3), GRASS[1], pixels)
    pixels = np.where(field < 0.57, STONE[1], pixels)
    pixels = np.where(field <= 0.5, GRASS[1], pixels)
    canvas.pixels[field > 0.44] = pixels[field > 0.44]
    return canvas


def soil(bits: int, variant: int) -> Canvas:
    """Ploughed earth in furrows of eight pixels."""
    canvas = Canvas(TILE, TILE)
    field = strength(bits, variant, 0.35)
    furrow = np.array([3, 3, 2, 2, 2, 1, 0, 1])[_YS % 8]
    pixels = np.array(SOIL)[furrow]
    clods = np.array([[roll(variant, x, y) for x in range(TILE)] for y in range(TILE)])
    pixels = np.where((furrow == 2) & (clods < 0.1), SOIL[3], pixels)
    pixels = np.where((furrow == 3) & (clods < 0.12), SOIL[4], pixels)
    pixels = np.where(field < 0.57, SOIL[0], pixels)
    pixels = np.where(field <= 0.5, GRASS[1], pixels)
    canvas.pixels[field > 0.44] = pixels[field > 0.44]
    return canvas


def water(frame: int, variant: int, bits: int) -> Canvas:
    """Water with a sandy shore, foam that laps in four frames, and glints."""
    canvas = Canvas(TILE, TILE)
    field = strength(bits, variant, 0.6)
    bank = strength(bits, variant, 0.6, rows_up=4) <= 0.5
    lip = strength(bits, variant, 0.6, rows_up=2) <= 0.5
    lap = 0.035 * np.sin(np.pi / 2 * (frame + _XS / 4 + _YS / 4))
    depth = field - 0.5
    pixels = np.where(depth + lap < 0.30, WATER[3], WATER[2])
    pixels = np.where(depth + lap < 0.16, WATER[4], pixels)
    pixels = np.where(depth + lap < 0.07, WATER[5], pixels)
    pixels = np.where(bank & (bits != 15), WATER[1], pixels)
    pixels = np.where(lip & (bits != 15), SHORE[0], pixels)
    pixels = np.where(field <= 0.5, SHORE[2], pixels)
    pixels = np.where(field <= 0.42, SHORE[1], pixels)
    pixels = np.where(field <= 0.34, GRASS[1], pixels)
    canvas.pixels[field > 0.30] = pixels[field > 0.30]
    _glint(canvas, field, frame, variant)
    return canvas


def _glint(canvas: Canvas, field: Field, frame: int, variant: int) -> None:
    for k in range((0, 1, 0, 2)[variant]):
        phase = (frame + 2 * k + variant) % WATER_FRAMES
        x, y = 1 + below(9, variant, k, 7) + phase, 2 + below(12, variant, k, 8)
        width = (2, 4, 3, 0)[phase]
        if width and field[y, x : x + width].min() > 0.95:
            canvas.across(x, y, width, WATER[3])
            canvas.across(x + 1, y + 1, max(0, width - 2), WATER[1])


def deep(bits: int, variant: int) -> Canvas:
    """The deep middle of a lake, laid over water."""
    canvas = Canvas(TILE, TILE)
    field = strength(bits, variant, 1.3)
    canvas.pixels[(field > 0.5) | ((field > 0.38) & _CHECKER)] = WATER[1]
    if bits == 15 and variant:
        canvas.across(3 + 5 * (variant % 2), 5 + 3 * variant, 4, WATER[2])
    return canvas


def _layer(name: str, variants: int, draw: Callable[[int, int], Canvas]) -> Iterator[tuple[str, Canvas]]:
    for variant in range(variants):
        for bits in range(1, CORNERS):
            yield f"{name}/{variant}/{bits}", draw(bits, variant)


def frames() -> Iterator[tuple[str, Canvas]]:
    """Every ground tile with its name in the atlas."""
    for variant in range(GRASS_VARIANTS):
        yield f"grass/{variant}", grass(variant)
    yield from _layer("shade", 2, lambda bits, variant: tint(bits, variant, GRASS[1]))
    yield from _layer("meadow", 2, lambda bits, variant: tint(bits, variant, GRASS[3]))
    yield from _layer("path", PATH_VARIANTS, path)
    yield from _layer("cobble", PATH_VARIANTS, cobble)
    yield from _layer("soil", 2, soil)
    for frame in range(WATER_FRAMES):
        yield from _layer(
            f"water/{frame}",
            WATER_VARIANTS,
            lambda bits, variant, frame=frame: water(frame, variant, bits),
        )
    yield from _layer("deep", 3, deep)
