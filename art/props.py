"""What people put up: lamps, benches, stalls, a fountain, fences, barrels."""

from collections.abc import Callable, Iterator

from art.canvas import Canvas
from art.chance import below
from art.palette import ramp

WOOD, IRON, STONE, GLOW = ramp("wood"), ramp("iron"), ramp("stone"), ramp("glow")
WATER, WHITE, INK = ramp("water"), ramp("white"), ramp("ink")


def lamp(*, lit: bool) -> Canvas:
    """A street lamp, 14 x 38; its light hangs 30 pixels above the base."""
    canvas = Canvas(14, 38)
    canvas.rect(6, 14, 2, 20, IRON[2])
    canvas.down(6, 14, 20, IRON[3])
    canvas.rect(5, 18, 4, 1, IRON[3])
    canvas.rect(4, 32, 6, 2, IRON[2])
    canvas.rect(3, 34, 8, 2, IRON[1])
    canvas.across(4, 32, 6, IRON[3])
    panes = (GLOW[4], GLOW[3], GLOW[2]) if lit else (WHITE[4], ramp("cream")[3], ramp("cream")[2])
    canvas.rect(3, 5, 8, 8, panes[1])
    canvas.rect(4, 6, 3, 5, panes[0])
    canvas.rect(8, 6, 2, 7, panes[2])
    canvas.down(7, 5, 8, IRON[1])
    canvas.across(3, 13, 8, IRON[2])
    canvas.across(2, 4, 10, IRON[2])
    canvas.across(3, 3, 8, IRON[3])
    canvas.across(5, 2, 4, IRON[2])
    canvas.outline()
    return canvas.shadowed(7.5, 35.5, 6, 2)


def bench() -> Canvas:
    """A bench facing south, 30 x 19."""
    canvas = Canvas(30, 19)
    for x in (3, 25):
        canvas.rect(x, 2, 2, 15, IRON[2])
    for y, tall in ((2, 3), (6, 3)):
        canvas.rect(2, y, 26, tall, WOOD[2])
        canvas.across(2, y, 26, WOOD[4])
        canvas.across(2, y + tall - 1, 26, WOOD[1])
    canvas.rect(1, 11, 28, 3, WOOD[3])
    canvas.across(1, 11, 28, WOOD[4])
    canvas.across(1, 13, 28, WOOD[1])
    return canvas.outline().shadowed(15.5, 16, 14, 2.4)


def fountain() -> Canvas:
    """A two-tiered fountain, 58 x 60."""
    canvas = Canvas(58, 60)
    canvas.ellipse(29, 42, 27, 15, STONE[1])
    canvas.ellipse(29, 40, 27, 15, STONE[3])
    canvas.ellipse(29, 39.4, 26, 14, STONE[4])
    canvas.ellipse(29, 40, 23, 11.6, STONE[1])
    canvas.ellipse(29, 41, 22.4, 10.8, WATER[2])
    canvas.ellipse(29, 43, 19, 7.8, WATER[3])
    canvas.ellipse(29, 44, 15, 5.4, WATER[2])
    for x, y, wide in ((12, 40, 5), (38, 38, 6), (33, 47, 7), (17, 46, 4)):
        canvas.across(x, y, wide, WATER[4])
    canvas.rect(26, 22, 7, 20, STONE[3])
    canvas.rect(26, 22, 2, 20, STONE[4])
    canvas.rect(31, 22, 2, 20, STONE[2])
    canvas.ellipse(29.5, 41, 6, 2.6, STONE[2])
    canvas.ellipse(29, 22, 12, 5.2, STONE[2])
    canvas.ellipse(29, 20.6, 12, 4.8, STONE[4])
    canvas.ellipse(29, 20.8, 9.6, 3.2, WATER[3])
    canvas.rect(28, 9, 3, 12, WATER[4])
    canvas.stamp(
        22,
        4,
        (
            "....wcwcw......",
            "..cww.wcwcw....",
            ".cw..cww..wc...",
            ".c...cwc...c...",
            "c....cwc....c..",
        ),
        {"w": WATER[5], "c": WATER[4]},
    )
    for x, top in ((17, 23), (40, 23), (22, 26), (35, 26)):
        canvas.down(x, top, 42 - top, WATER[4])
        canvas.down(x + 1, top + 1, 40 - top, WATER[5])
    for x in (2, 12, 24, 36, 46):
        canvas.down(x + 4, 50 + (2 if 10 < x < 40 else -2), 4, STONE[2])
    return canvas.outline().shadowed(30, 48, 28, 11)


def stall(colour: str, wares: tuple[str, ...]) -> Canvas:
    """A market stall with a striped awning, 38 x 40."""
    canvas, tones = Canvas(38, 40), ramp(colour)
    for x in (4, 32):
        canvas.rect(x, 10, 2, 26, WOOD[2])
        canvas.down(x, 10, 26, WOOD[3])
    canvas.rect(3, 26, 32, 11, WOOD[2])
    canvas.across(3, 26, 32, WOOD[4])
    canvas.across(3, 27, 32, WOOD[3])
    for x in range(7, 35, 6):
        canvas.down(x, 28, 9, WOOD[1])
    canvas.rect(4, 20, 30, 6, INK[2])
    for k in range(10):
        goods = ramp(wares[k * len(wares) // 10])
        canvas.ellipse(6 + 2.9 * k, 23.5 - k % 2, 2, 2, goods[3])
        canvas.dot(5 + int(2.9 * k), 22 - k % 2, goods[4])
    for i in range(36):
        band = tones if i // 6 % 2 == 0 else WHITE
        canvas.down(1 + i, 3, 10, band[3])
        canvas.down(1 + i, 3, 2, band[4])
        canvas.down(1 + i, 11, 3 if i % 6 in (1, 2, 3, 4) else 2, band[2])
        if i % 6 in (2, 3):
            canvas.dot(1 + i, 14, band[2])
    return canvas.outline().shadowed(20, 36.5, 18, 2.6)


def barrel() -> Canvas:
    """A barrel, 16 x 19."""
    canvas = Canvas(16, 19)
    canvas.rect(3, 3, 10, 13, WOOD[2])
    canvas.rect(2, 5, 12, 9, WOOD[2])
    canvas.rect(4, 4, 2, 12, WOOD[3])
    canvas.rect(11, 4, 2, 12, WOOD[1])
    canvas.ellipse(8, 3.6, 5.2, 2, WOOD[4])
    canvas.ellipse(8, 3.8, 3.8, 1.2, WOOD[2])
    for y in (7, 12):
        canvas.across(2, y, 12, IRON[2])
        canvas.across(4, y, 2, IRON[3])
    return canvas.outline().shadowed(8.5, 16, 7, 2)


def crate(*, full: bool) -> Canvas:
    """A crate, 18 x 18; a full one shows apples."""
    canvas = Canvas(18, 18)
    canvas.rect(2, 5, 14, 10, WOOD[3])
    canvas.rect(2, 5, 14, 2, WOOD[4])
    for y in (8, 11):
        canvas.across(2, y, 14, WOOD[1])
    for x in (2, 14):
        canvas.rect(x, 5, 2, 10, WOOD[2])
    if full:
        for k in range(5):
            canvas.ellipse(4.5 + 2.3 * k, 4.6 - k % 2, 1.9, 1.9, ramp("red")[3])
            canvas.dot(4 + int(2.3 * k), 3 - k % 2, ramp("red")[4])
    return canvas.outline().shadowed(9.5, 15, 8, 2)


def fence(*, running_north: bool) -> Canvas:
    """A picket fence as wide as a tile, 16 x 16, or one that runs away from us, 6 x 26."""
    if running_north:
        canvas = Canvas(6, 26)
        canvas.rect(1, 6, 4, 18, WHITE[0])
        canvas.rect(2, 6, 2, 18, WHITE[1])
        for y in (2, 10):
            canvas.rect(1, y, 4, 10, WHITE[0])
            canvas.rect(2, y, 2, 9, WHITE[3])
            canvas.across(2, y - 1, 2, WHITE[4])
            canvas.across(2, y + 9, 2, WHITE[1])
        return canvas
    canvas = Canvas(16, 16)
    for y in (6, 11):
        canvas.across(0, y, 16, WHITE[3])
        canvas.across(0, y + 1, 16, WHITE[1])
    for x in (1, 6, 11):
        canvas.rect(x, 3, 3, 12, WHITE[3])
        canvas.down(x, 3, 12, WHITE[4])
        canvas.down(x + 2, 3, 12, WHITE[2])
        canvas.dot(x + 1, 2, WHITE[4])
        canvas.down(x - 1, 3, 12, WHITE[0])
        canvas.down(x + 3, 3, 12, WHITE[0])
    return canvas


def notice_board() -> Canvas:
    """The town's notice board, 30 x 30."""
    canvas = Canvas(30, 30)
    for x in (4, 24):
        canvas.rect(x, 6, 2, 22, WOOD[1])
    canvas.frame(2, 6, 26, 15, edge=WOOD[1], fill=WOOD[3])
    for x, y, wide, colour in (
        (4, 8, 6, WHITE[4]),
        (12, 9, 5, ramp("straw")[4]),
        (19, 8, 6, ramp("pink")[4]),
    ):
        canvas.rect(x, y, wide, 8, colour)
        canvas.across(x + 1, y + 3, wide - 2, INK[2])
        canvas.across(x + 1, y + 5, wide - 3, INK[2])
        canvas.dot(x + wide // 2, y, ramp("red")[3])
    canvas.rect(0, 3, 30, 4, ramp("red")[2])
    canvas.across(0, 3, 30, ramp("red")[3])
    return canvas.outline().shadowed(15.5, 27.5, 13, 2)


def signpost() -> Canvas:
    """Two arrows on a post, 22 x 28."""
    canvas = Canvas(22, 28)
    canvas.rect(10, 3, 2, 23, WOOD[2])
    canvas.down(10, 3, 23, WOOD[3])
    canvas.stamp(
        4,
        4,
        (
            "llllllllllllll..",
            "mmmmmmmmmmmmmmm.",
            "mkkmkkkmkkmmmmmm",
            "mmmmmmmmmmmmmmm.",
            "dddddddddddddd..",
        ),
        {"l": WOOD[4], "m": WOOD[3], "d": WOOD[2], "k": WOOD[0]},
    )
    canvas.stamp(
        2,
        12,
        (
            "..llllllllllllll",
            ".mmmmmmmmmmmmmmm",
            "mmmmmkkmkkkmkkmm",
            ".mmmmmmmmmmmmmmm",
            "..dddddddddddddd",
        ),
        {"l": WOOD[4], "m": WOOD[3], "d": WOOD[2], "k": WOOD[0]},
    )
    return canvas.outline().shadowed(11.5, 25.5, 5, 1.8)


def planter(colour: str) -> Canvas:
    """A planter with a clipped shrub, 14 x 24."""
    canvas = Canvas(14, 24)
    canvas.rect(3, 15, 8, 7, ramp("orange")[2])
    canvas.rect(2, 14, 10, 2, ramp("orange")[3])
    canvas.ellipse(7, 8.5, 5, 6, ramp("oak")[2])
    canvas.ellipse(6, 7.5, 3.6, 4.4, ramp("oak")[3])
    for k in range(6):
        canvas.dot(3 + below(8, k, 1), 4 + below(9, k, 2), ramp(colour)[3])
    return canvas.outline().shadowed(7.5, 21.5, 6, 1.8)


def frames() -> Iterator[tuple[str, Canvas]]:
    """Every prop with its name in the atlas."""
    plain: dict[str, Callable[[], Canvas]] = {
        "bench": bench,
        "fountain": fountain,
        "barrel": barrel,
        "notice-board": notice_board,
        "signpost": signpost,
    }
    for name, draw in plain.items():
        yield name, draw()
    yield "lamp", lamp(lit=False)
    yield "lamp-lit", lamp(lit=True)
    yield "crate/0", crate(full=False)
    yield "crate/1", crate(full=True)
    yield "fence/rail", fence(running_north=False)
    yield "fence/side", fence(running_north=True)
    yield "planter/pink", planter("pink")
    yield "planter/straw", planter("straw")
    yield "stall/red", stall("red", ("red", "orange", "lime"))
    yield "stall/blue", stall("blue", ("straw", "orange", "umber"))
    yield "stall/green", stall("green", ("pink", "violet", "white"))
