"""Houses seen from the front: a facade below a roof, and the same windows lit for the night."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from art.canvas import Canvas
from art.chance import below, pick, roll
from art.palette import Ramp, ramp
from art.roofs import EAVES, Roof, chimney, dormer, gable, thatch, tile_courses, tower
from art.signs import SIGN_HEIGHT, SIGN_WIDTH, sign

TILE = 16
WOOD, STONE, GLASS, GLOW = ramp("wood"), ramp("stone"), ramp("glass"), ramp("glow")

Siding: TypeAlias = Literal["plaster", "timbered", "planks", "brick", "stone"]


@dataclass(frozen=True)
class Plan:
    """What a building looks like. Sizes are in tiles and equal its footprint on the map."""

    name: str
    width: int
    depth: int
    roof: str
    wall: str
    siding: Siding
    trim: str
    seed: int
    thatched: bool = False
    gable: bool = False
    dormers: int = 0
    chimney: int = 0  # -1 left, 1 right, 0 none
    sign: str = ""
    awning: str = ""
    tower: str = ""  # "clock", "bell"
    ivy: bool = False
    wheel: bool = False


@dataclass(frozen=True)
class Building:
    """A drawn building: by day, its lit windows alone, and where their light falls (pixels)."""

    day: Canvas
    lit: Canvas
    glows: tuple[tuple[int, int], ...]
    anchor_x: int
    anchor_y: int


@dataclass
class _Site:
    plan: Plan
    day: Canvas
    lit: Canvas
    left: int
    top: int  # first row of the facade
    base: int  # row below the facade
    glows: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])

    @property
    def width(self) -> int:
        return self.plan.width * TILE

    @property
    def centre(self) -> int:
        return self.left + self.width // 2


def facade_height(plan: Plan) -> int:
    """Pixels of wall below the eaves."""
    return 44 if plan.width > 5 else 34


def draw(plan: Plan) -> Building:
    """Draw a building; its anchor is the bottom left corner of its footprint."""
    headroom = 40 if plan.tower else 12
    margin = 14 if plan.wheel else EAVES + 2
    width, height = plan.width * TILE + 2 * margin, plan.depth * TILE + 16 + headroom
    base = height - 2
    site = _Site(plan, Canvas(width, height), Canvas(width, height), margin, base - facade_height(plan), base)
    _wall(site)
    _door(site)
    _ground_floor_windows(site)
    roof = Roof(
        left=site.left - EAVES,
        top=headroom,
        width=site.width + 2 * EAVES,
        height=site.top - headroom + 5,
        ramp=ramp(plan.roof),
        seed=plan.seed,
    )
    _cover(site, roof)
    if plan.gable:
        gable(site.day, site.centre, site.top + 7, roof, ramp(plan.wall))
    for k in range(plan.dormers):
        _dormer(site, roof, site.left + site.width * (2 * k + 1) // (2 * plan.dormers))
    if plan.tower:
        site.glows.append(tower(site.day, site.lit, site.centre, roof, plan.tower))
    _adornments(site)
    site.day.outline()
    return Building(site.day, site.lit, tuple(site.glows), margin, base)


def _cover(site: _Site, roof: Roof) -> None:
    if site.plan.chimney:
        chimney(site.day, site.centre + site.plan.chimney * site.width // 4, roof)
    if site.plan.thatched:
        thatch(site.day, roof)
    else:
        tile_courses(site.day, roof)


def _wall(site: _Site) -> None:
    tones, canvas, plan = ramp(site.plan.wall), site.day, site.plan
    x, y, width, height = site.left + 2, site.top, site.width - 4, site.base - site.top
    canvas.rect(x, y, width, height, tones[2])
    match plan.siding:
        case "planks":
            for row in range(y + 4, y + height, 5):
                canvas.across(x, row, width, tones[1])
                canvas.across(x, row + 1, width, tones[3])
        case "brick" | "stone":
            _masonry(canvas, (x, y, width, height), tones, plan)
        case "plaster" | "timbered":
            _plaster(canvas, (x, y, width, height), tones, plan)
    canvas.rect(x, y, width, 8, tones[1])
    canvas.across(x, y + 8, width, tones[3])
    canvas.rect(x - 1, site.base - 6, width + 2, 6, STONE[2])
    canvas.across(x - 1, site.base - 6, width + 2, STONE[4])
    canvas.across(x - 1, site.base - 1, width + 2, STONE[1])
    for column in range(x + 3, x + width, 7):
        canvas.down(column, site.base - 5, 5, STONE[1])


def _masonry(canvas: Canvas, area: tuple[int, int, int, int], tones: Ramp, plan: Plan) -> None:
    x, y, width, height = area
    course, length = (4, 8) if plan.siding == "brick" else (6, 11)
    for j in range(height // course):
        row = y + j * course
        shift = length // 2 if j % 2 else 0
        for i in range(-1, width // length + 1):
            tone = 2 if roll(plan.seed, i, j) < 0.75 else pick((1, 3), plan.seed, i, j, 1)
            start = max(x, x + shift + i * length)
            end = min(x + width, x + shift + (i + 1) * length)
            canvas.rect(start, row, end - start, course, tones[tone])
            canvas.across(start, row, end - start, tones[min(4, tone + 1)] if tone != 1 else tones[2])
            if end < x + width:
                canvas.down(end - 1, row, course, tones[1])
        canvas.across(x, row + course - 1, width, tones[1])


def _plaster(canvas: Canvas, area: tuple[int, int, int, int], tones: Ramp, plan: Plan) -> None:
    x, y, width, height = area
    for k in range(width // 4):
        column, row = (
            x + below(width - 5, plan.seed, k),
            y + 9 + below(height - 18, plan.seed, k, 1),
        )
        canvas.across(column, row, 2 + below(3, plan.seed, k, 2), tones[3 if k % 3 else 1])
    posts = [x, x + width - 3]
    if plan.siding == "timbered":
        for row in (y + 8, y + height // 2 + 4):
            canvas.rect(x, row, width, 3, WOOD[2])
            canvas.across(x, row, width, WOOD[3])
            canvas.across(x, row + 2, width, WOOD[1])
    for column in posts:
        canvas.rect(column, y, 3, height, WOOD[2])
        canvas.down(column, y, height, WOOD[3])
        canvas.down(column + 2, y, height, WOOD[1])


def _door(site: _Site) -> None:
    canvas, tones = site.day, ramp(site.plan.trim)
    wide, tall = 14, 22
    x, y = site.centre - wide // 2, site.base - tall - 2
    canvas.rect(x - 2, y - 2, wide + 4, tall + 2, WOOD[1])
    canvas.across(x - 2, y - 2, wide + 4, WOOD[3])
    canvas.rect(x, y, wide, tall, tones[2])
    for column in range(x, x + wide, 3):
        canvas.down(column, y, tall, tones[1])
    canvas.across(x, y, wide, tones[1])
    canvas.frame(x + 4, y + 3, 6, 6, edge=tones[0], fill=GLASS[3])
    canvas.rect(x + 5, y + 4, 2, 2, GLASS[4])
    canvas.rect(x + wide - 3, y + 12, 2, 2, GLOW[2])
    canvas.rect(x - 4, site.base - 2, wide + 8, 2, STONE[4])
    canvas.across(x - 4, site.base - 1, wide + 8, STONE[2])
    site.lit.rect(x + 5, y + 4, 4, 4, GLOW[3])


def _window(site: _Site, x: int, y: int, width: int, height: int, *, shutters: bool, box: bool) -> None:
    canvas, lit, trim = site.day, site.lit, ramp(site.plan.trim)
    canvas.rect(x - 1, y - 1, width + 2, height + 2, ramp("white")[3])
    canvas.rect(x - 1, y + height, width + 2, 1, ramp("white")[1])
    for j in range(height):
        canvas.across(x, y + j, width, GLASS[3 if j < height // 3 else 2 if j < height * 2 // 3 else 1])
        lit.across(x, y + j, width, GLOW[3 if j > 1 else 2])
    for k in range(3):
        canvas.across(x + 1 + k, y + 3 - k, 2, GLASS[4])
    lit.rect(x + 1, y + height // 2, width - 2, height // 2 - 1, GLOW[4])
    for target, bar in ((canvas, ramp("white")[3]), (lit, GLOW[0])):
        target.down(x + width // 2, y, height, bar)
        target.across(x, y + height // 2, width, bar)
    if shutters:
        for side in (x - 6, x + width + 2):
            canvas.frame(side, y - 1, 4, height + 2, edge=trim[1], fill=trim[3])
            for row in range(y + 1, y + height, 2):
                canvas.across(side + 1, row, 2, trim[2])
    if box:
        _flower_box(canvas, x - 2, y + height + 1, width + 4, site.plan.seed + x)
    site.glows.append((x + width // 2, y + height // 2))


def _flower_box(canvas: Canvas, x: int, y: int, width: int, seed: int) -> None:
    canvas.rect(x, y + 1, width, 3, WOOD[2])
    canvas.across(x, y + 1, width, WOOD[3])
    blossoms = (ramp("red")[3], ramp("pink")[3], ramp("straw")[4], ramp("white")[4])
    for i in range(width):
        canvas.dot(x + i, y, ramp("oak")[2 + i % 2])
        if roll(seed, i) < 0.55:
            canvas.dot(x + i, y - below(2, seed, i, 1), blossoms[below(4, seed, i, 2)])


def _ground_floor_windows(site: _Site) -> None:
    plan = site.plan
    tall = 11 if plan.width <= 5 else 13
    y = site.base - tall - 12
    half = site.width // 2
    count = 1 if plan.width <= 5 else 2 if plan.width <= 9 else 3
    room = (half - 16) / count
    for side in (-1, 1):
        for k in range(count):
            middle = site.centre + side * round(13 + room * (k + 0.5))
            shutters = plan.width <= 5 or (plan.width >= 9 and not plan.awning)
            _window(site, middle - 5, y, 10, tall, shutters=shutters, box=True)
    if plan.awning:
        for side in (-1, 1):
            wide = round(room * count) - 2
            middle = site.centre + side * round(13 + room * count / 2)
            _awning(site.day, middle - wide // 2, y - 8, wide, ramp(plan.awning))


def _awning(canvas: Canvas, x: int, y: int, width: int, tones: Ramp) -> None:
    white = ramp("white")
    for i in range(width):
        colour = tones if i // 4 % 2 == 0 else white
        canvas.down(x + i, y, 6, colour[3])
        canvas.dot(x + i, y, colour[4])
        canvas.dot(x + i, y + 5, colour[2])
        if i % 4 in (1, 2):
            canvas.dot(x + i, y + 6, colour[2])


def _adornments(site: _Site) -> None:
    plan, canvas = site.plan, site.day
    if plan.sign:
        board = sign(plan.sign)
        canvas.paste(board, site.centre - SIGN_WIDTH // 2, site.top - SIGN_HEIGHT // 2 + 1)
        site.glows.append((site.centre, site.top + 1))
    if plan.ivy:
        _ivy(site)
    if plan.wheel:
        _water_wheel(canvas, site.left + site.width + 2, site.base - 18)


def _dormer(site: _Site, roof: Roof, cx: int) -> None:
    top = roof.top + roof.height // 2 - 9
    dormer(site.day, cx, top, roof, ramp(site.plan.wall))
    for canvas, pane, bar in ((site.day, GLASS[2], WOOD[1]), (site.lit, GLOW[3], GLOW[0])):
        canvas.rect(cx - 3, top + 8, 6, 6, pane)
        canvas.down(cx, top + 8, 6, bar)
    site.day.rect(cx - 3, top + 8, 2, 2, GLASS[4])
    site.glows.append((cx, top + 11))


def _ivy(site: _Site) -> None:
    leaves, seed = ramp("oak"), site.plan.seed
    for k in range(70):
        spread = 9 - k // 9
        x = site.left + 3 + below(max(1, spread), seed, k, 1)
        y = site.base - 8 - k * 26 // 70 + below(5, seed, k, 2)
        site.day.rect(x, y, 2, 2, leaves[1 + below(3, seed, k, 3)])
        site.day.dot(x, y, leaves[2 + below(2, seed, k, 4)])


def _water_wheel(canvas: Canvas, cx: int, cy: int) -> None:
    wheel = Canvas(canvas.width, canvas.height)
    wheel.ellipse(cx + 0.5, cy + 0.5, 7.5, 15, WOOD[2])
    wheel.ellipse(cx + 0.5, cy + 0.5, 5.5, 12, WOOD[0])
    wheel.across(cx - 5, cy, 12, WOOD[3])
    wheel.down(cx, cy - 12, 25, WOOD[3])
    for k in range(-5, 6):
        wheel.dot(cx + k, cy + 2 * k, WOOD[2])
        wheel.dot(cx + k, cy - 2 * k, WOOD[2])
    for y in range(cy - 13, cy + 15, 5):
        wheel.across(cx + 4, y, 5, WOOD[3])
    wheel.rect(cx - 1, cy - 1, 3, 3, ramp("iron")[3])
    canvas.paste(wheel, 0, 0)
