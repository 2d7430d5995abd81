"""Roofs and what stands on them: courses of tiles, thatch, chimneys, gables, dormers, towers."""

from dataclasses import dataclass

from art.canvas import Canvas
from art.chance import below, roll
from art.palette import Ramp, ramp

EAVES = 4
_SLOPE = 6  # pixels by which the ridge is shorter than the eaves, each side

WOOD, STONE, BRICK = ramp("wood"), ramp("stone"), ramp("brick")


@dataclass(frozen=True)
class Roof:
    """A roof's box in pixels, its colours and the seed of its irregularities."""

    left: int
    top: int
    width: int
    height: int
    ramp: Ramp
    seed: int

    def inset(self, row: int) -> int:
        """How far the roof's side stands in from its box at a row below the ridge."""
        return _SLOPE * (self.height - row) // self.height


def tile_courses(canvas: Canvas, roof: Roof) -> None:
    """Rounded tiles in staggered courses, lighter toward the ridge."""
    tones = roof.ramp
    for row in range(roof.height):
        inset = roof.inset(row)
        left, right = roof.left + inset, roof.left + roof.width - inset
        course, within = divmod(row, 6)
        for x in range(left, right):
            along = x - roof.left + (4 if course % 2 else 0)
            chance = roll(roof.seed, course, along // 8)
            tone = 3 if chance > 0.78 else 1 if chance < 0.12 else 2
            if within == 0:
                tone = min(4, tone + 1)
            if within == 5 or along % 8 == 7:
                tone = max(0, tone - 1)
            if within == 5 and along % 8 in (0, 7):
                tone = 0
            canvas.dot(x, roof.top + row, tones[tone])
    _edges(canvas, roof)


def thatch(canvas: Canvas, roof: Roof) -> None:
    """Straw in long strokes, its layers ragged."""
    tones = roof.ramp
    for row in range(roof.height):
        inset = roof.inset(row)
        for x in range(roof.left + inset, roof.left + roof.width - inset):
            ragged = row + below(4, roof.seed, x // 2, 1)
            tone = 2 + (roll(roof.seed, x, ragged // 7) > 0.62) - (roll(roof.seed, x, ragged // 9, 2) < 0.22)
            if ragged % 15 < 2:
                tone = 1
            elif ragged % 15 < 4:
                tone = 3
            canvas.dot(x, roof.top + row, tones[tone])
    _edges(canvas, roof)


def _edges(canvas: Canvas, roof: Roof) -> None:
    tones, ridge = roof.ramp, roof.inset(0)
    canvas.across(roof.left + ridge - 1, roof.top - 1, roof.width - 2 * ridge + 2, tones[4])
    canvas.rect(roof.left + ridge - 1, roof.top, roof.width - 2 * ridge + 2, 2, tones[3])
    canvas.across(roof.left + ridge - 1, roof.top + 2, roof.width - 2 * ridge + 2, tones[1])
    for row in range(roof.height):
        inset = roof.inset(row)
        canvas.across(roof.left + inset, roof.top + row, 2, tones[3])
        canvas.across(roof.left + roof.width - inset - 2, roof.top + row, 2, tones[1])
    bottom = roof.top + roof.height
    canvas.across(roof.left, bottom - 3, roof.width, tones[3])
    canvas.rect(roof.left, bottom - 2, roof.width, 2, tones[1])
    canvas.across(roof.left, bottom, roof.width, tones[0])


def chimney(canvas: Canvas, cx: int, roof: Roof) -> None:
    """A brick chimney; draw it before the roof, which hides its foot."""
    x, top = cx - 5, roof.top - 9
    canvas.rect(x, top, 10, 20, BRICK[2])
    for j, row in enumerate(range(top + 3, top + 20, 3)):
        canvas.across(x, row, 10, BRICK[1])
        canvas.dot(x + (3 if j % 2 else 7), row + 1, BRICK[1])
        canvas.dot(x + (3 if j % 2 else 7), row + 2, BRICK[1])
    canvas.rect(x, top, 2, 20, BRICK[3])
    canvas.rect(x + 8, top, 2, 20, BRICK[1])
    canvas.rect(x - 1, top - 2, 12, 3, STONE[3])
    canvas.across(x - 1, top, 12, STONE[1])
    canvas.rect(x + 3, top - 2, 4, 1, ramp("ink")[0])


def gable(canvas: Canvas, cx: int, bottom: int, roof: Roof, wall: Ramp) -> None:
    """A pointed front over the door, standing on the facade, with a round window."""
    half, tones = 19, roof.ramp
    top = bottom - half - 3
    for k in range(half):
        y = top + k + 3
        canvas.across(cx - k, y, 2 * k, wall[2] if k < half - 2 else wall[1])
        if k % 5 == 4:
            canvas.across(cx - k, y, 2 * k, wall[3])
    for k in range(half + 3):
        for side in (-1, 1):
            x = cx + side * k - (side > 0)
            canvas.down(x, top + k - 1, 1, tones[4])
            canvas.down(x, top + k, 2, tones[3 if side < 0 else 2])
            canvas.down(x, top + k + 2, 1, tones[1])
            canvas.down(x, top + k + 3, 1, tones[0])
    y = top + half - 4
    canvas.ellipse(cx, y, 4.5, 4.5, WOOD[1])
    canvas.ellipse(cx, y, 3.4, 3.4, ramp("glass")[2])
    canvas.rect(cx - 2, y - 2, 2, 2, ramp("glass")[4])
    canvas.down(cx, y - 3, 6, WOOD[1])


def dormer(canvas: Canvas, cx: int, top: int, roof: Roof, wall: Ramp) -> None:
    """A small window house on the slope; its pane is left to the caller."""
    tones = roof.ramp
    canvas.rect(cx - 6, top + 6, 12, 11, wall[3])
    canvas.rect(cx - 6, top + 15, 12, 2, wall[1])
    canvas.frame(cx - 4, top + 7, 8, 8, edge=WOOD[1], fill=WOOD[1])
    canvas.rect(cx + 6, top + 8, 2, 9, tones[1])
    canvas.across(cx - 6, top + 17, 14, tones[0])
    for k in range(9):
        for side in (-1, 1):
            x = cx + side * k - (side > 0)
            canvas.dot(x, top + k * 7 // 9, tones[4])
            canvas.down(x, top + 1 + k * 7 // 9, 2, tones[3 if side < 0 else 2])
            canvas.dot(x, top + 3 + k * 7 // 9, tones[0])


def tower(canvas: Canvas, lit: Canvas, cx: int, roof: Roof, kind: str) -> tuple[int, int]:
    """A turret on the ridge with a clock or a bell; returns the middle of its light."""
    cream, tones = ramp("cream"), roof.ramp
    half, top = (13, roof.top - 22) if kind == "clock" else (9, roof.top - 14)
    foot = roof.top + 12
    canvas.rect(cx - half, top, 2 * half, foot - top, cream[3])
    canvas.rect(cx + half - 3, top, 3, foot - top, cream[2])
    canvas.down(cx - half, top, foot - top, cream[4])
    canvas.rect(cx - half - 1, foot - 3, 2 * half + 2, 3, STONE[2])
    canvas.across(cx - half - 1, foot - 3, 2 * half + 2, STONE[4])
    for k in range(15):
        reach = 1 + k * (half + 3) // 14
        canvas.across(cx - reach, top - 15 + k, 2 * reach, tones[2])
        canvas.across(cx - reach, top - 15 + k, reach, tones[3 if k % 4 else 2])
        canvas.dot(cx + reach - 1, top - 15 + k, tones[1])
    canvas.across(cx - half - 4, top, 2 * half + 8, tones[1])
    canvas.down(cx, top - 18, 4, ramp("glow")[1])
    canvas.dot(cx - 1, top - 17, ramp("glow")[3])
    middle = top + (foot - top) // 2
    if kind == "clock":
        _clock_face(canvas, lit, cx, middle)
    else:
        _bell(canvas, lit, cx, middle)
    return cx, middle


def _clock_face(canvas: Canvas, lit: Canvas, cx: int, cy: int) -> None:
    ink, glow = ramp("ink"), ramp("glow")
    canvas.ellipse(cx, cy, 9.5, 9.5, ramp("wood")[1])
    canvas.ellipse(cx, cy, 8.5, 8.5, ramp("glow")[1])
    for target, face in ((canvas, ramp("white")[4]), (lit, glow[4])):
        target.ellipse(cx, cy, 7.4, 7.4, face)
        for x, y in ((cx - 1, cy - 7), (cx + 6, cy - 1), (cx - 1, cy + 5), (cx - 7, cy - 1)):
            target.rect(x, y, 2, 2, ink[2])
        target.down(cx, cy - 5, 6, ink[0])
        target.across(cx, cy, 4, ink[0])


def _bell(canvas: Canvas, lit: Canvas, cx: int, cy: int) -> None:
    glow = ramp("glow")
    canvas.rect(cx - 6, cy - 7, 12, 15, ramp("ink")[1])
    lit.rect(cx - 6, cy - 7, 12, 15, glow[0])
    for target in (canvas, lit):
        target.rect(cx - 2, cy - 5, 4, 3, glow[2])
        target.rect(cx - 3, cy - 2, 6, 5, glow[1])
        target.rect(cx - 3, cy - 2, 2, 5, glow[3])
        target.rect(cx - 4, cy + 3, 8, 1, glow[2])
        target.rect(cx - 1, cy + 4, 2, 2, glow[0])
