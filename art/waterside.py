"""The bridge, the dock and what floats."""

from collections.abc import Iterator

from art.canvas import Canvas
from art.chance import roll
from art.palette import ramp

TILE = 16
WOOD, WATER = ramp("wood"), ramp("water")


def _planks(canvas: Canvas, box: tuple[int, int, int, int], seed: int) -> None:
    """Planks laid across an east-west walkway; the box is x, y, width, height."""
    x, y, width, height = box
    canvas.rect(x, y, width, height, WOOD[3])
    for plank in range(x, x + width, 5):
        tone = 3 if roll(seed, plank) < 0.7 else 2
        canvas.rect(plank, y, min(5, x + width - plank), height, WOOD[tone])
        canvas.down(plank, y, height, WOOD[1])
        canvas.down(plank + 1, y, height, WOOD[4 if tone == 3 else 3])
        canvas.dot(plank + 3, y + 3, WOOD[1])
        canvas.dot(plank + 3, y + height - 4, WOOD[1])


def bridge_deck(length: int, bay: tuple[int, int]) -> Canvas:
    """The floor of a bridge two lanes wide with a bay on either side.

    `length` and `bay` (first tile, tiles) are in tiles; the canvas is four tiles high, the lanes
    its middle two.
    """
    canvas = Canvas(length * TILE, 4 * TILE + 8)
    first, tiles = bay
    canvas.rect(2, 3 * TILE, length * TILE - 4, 8, WOOD[0])
    canvas.rect(first * TILE - 2, 4 * TILE, tiles * TILE + 4, 8, WOOD[0])
    for x in range(6, length * TILE - 6, 24):
        canvas.rect(x, 3 * TILE, 5, 10, WOOD[1])
    _planks(canvas, (first * TILE - 2, 0, tiles * TILE + 4, 4 * TILE), 5)
    _planks(canvas, (0, TILE - 3, length * TILE, 2 * TILE + 6), 6)
    canvas.across(0, TILE - 3, first * TILE - 2, WOOD[4])
    canvas.across(0, 3 * TILE + 2, first * TILE - 2, WOOD[1])
    end = (first + tiles) * TILE + 2
    canvas.across(end, TILE - 3, length * TILE - end, WOOD[4])
    canvas.across(end, 3 * TILE + 2, length * TILE - end, WOOD[1])
    return canvas


def railing(tiles: int) -> Canvas:
    """A rail that runs east-west, to stand at the edge of a deck; 18 pixels high."""
    width = tiles * TILE + 4
    canvas = Canvas(width, 18)
    canvas.rect(1, 5, width - 2, 3, WOOD[3])
    canvas.across(1, 5, width - 2, WOOD[4])
    canvas.across(1, 7, width - 2, WOOD[1])
    canvas.rect(1, 11, width - 2, 2, WOOD[2])
    posts = max(2, round(tiles * 1.25) + 1)
    for k in range(posts):
        x = 1 + k * (width - 5) // (posts - 1)
        canvas.rect(x, 2, 3, 15, WOOD[2])
        canvas.down(x, 2, 15, WOOD[4])
        canvas.rect(x - 1 if x > 1 else x, 1, 4, 2, WOOD[3])
    return canvas.outline()


def dock(length: int) -> Canvas:
    """A jetty two tiles wide that runs east from the shore, on piles."""
    canvas = Canvas(length * TILE + 4, 2 * TILE + 12)
    for x in range(4, length * TILE, 20):
        canvas.rect(x, 2 * TILE, 4, 11, WOOD[1])
        canvas.rect(x, 2 * TILE + 9, 6, 2, WATER[4])
    canvas.rect(1, 2 * TILE + 2, length * TILE, 4, WOOD[0])
    _planks(canvas, (0, 2, length * TILE, 2 * TILE + 1), 9)
    for x in (length * TILE - 4, length * TILE - 44):
        for y in (0, 2 * TILE - 2):
            canvas.rect(x, y, 4, 6, WOOD[1])
            canvas.rect(x, y, 4, 2, WOOD[4])
    return canvas


def boat(colour: str) -> Canvas:
    """A rowing boat at rest, 38 x 20."""
    canvas, tones = Canvas(38, 20), ramp(colour)
    canvas.ellipse(19, 13, 18, 6, WATER[1])
    canvas.ellipse(19, 10, 17, 7, tones[2])
    canvas.ellipse(19, 8.5, 17, 6, tones[3])
    canvas.ellipse(19, 8.5, 15, 4.4, WOOD[1])
    canvas.ellipse(19, 9.6, 13, 3.2, WOOD[2])
    for x in (12, 23):
        canvas.rect(x, 5, 4, 8, WOOD[4])
        canvas.down(x + 3, 5, 8, WOOD[2])
    canvas.across(4, 13, 30, tones[1])
    return canvas.outline()


def duck(colour: str) -> Canvas:
    """A duck on the water, 14 x 11."""
    canvas, tones = Canvas(14, 11), ramp(colour)
    canvas.ellipse(7, 9.4, 6.6, 1.6, WATER[4])
    canvas.ellipse(6, 6.6, 4.6, 2.6, tones[3])
    canvas.ellipse(5.6, 5.8, 3, 1.6, tones[4])
    canvas.rect(8, 2, 3, 4, ramp("green")[2] if colour == "umber" else tones[4])
    canvas.rect(11, 4, 2, 1, ramp("orange")[3])
    canvas.dot(10, 3, ramp("ink")[0])
    canvas.dot(1, 4, tones[3])
    return canvas


def hen() -> Canvas:
    """A hen, 13 x 13."""
    canvas, white = Canvas(13, 13), ramp("white")
    canvas.ellipse(6, 7, 4.2, 3.2, white[3])
    canvas.rect(8, 2, 3, 4, white[4])
    canvas.dot(10, 3, ramp("ink")[0])
    canvas.rect(8, 1, 2, 1, ramp("red")[3])
    canvas.dot(11, 4, ramp("orange")[3])
    canvas.rect(2, 4, 2, 3, white[3])
    canvas.across(4, 7, 4, white[2])
    canvas.dot(5, 10, ramp("orange")[3])
    canvas.dot(8, 10, ramp("orange")[3])
    return canvas.outline().shadowed(6.5, 11, 4.6, 1.4)


def cat(colour: str) -> Canvas:
    """A cat that sits, 13 x 15."""
    canvas, tones = Canvas(13, 15), ramp(colour)
    canvas.ellipse(6, 10, 3.6, 3.8, tones[2])
    canvas.rect(3, 3, 6, 5, tones[2])
    canvas.dot(3, 2, tones[2])
    canvas.dot(8, 2, tones[2])
    canvas.across(4, 3, 3, tones[3])
    canvas.dot(4, 5, ramp("ink")[0])
    canvas.dot(7, 5, ramp("ink")[0])
    canvas.rect(4, 10, 2, 3, tones[3])
    canvas.rect(9, 11, 2, 2, tones[2])
    canvas.dot(11, 9, tones[2])
    canvas.dot(11, 10, tones[2])
    return canvas.outline().shadowed(6.5, 13.5, 5, 1.3)


def frames() -> Iterator[tuple[str, Canvas]]:
    """Everything but the bridge's and the dock's own parts, with its name in the atlas."""
    yield "boat/red", boat("red")
    yield "boat/blue", boat("blue")
    yield "duck/white", duck("white")
    yield "duck/brown", duck("umber")
    yield "hen", hen()
    yield "cat/orange", cat("orange")
    yield "cat/grey", cat("slate")
