"""What stands in yards, fields and the park: swing and sandpit, hives, washing, a bandstand."""

from collections.abc import Iterator

from art.canvas import Canvas
from art.chance import below
from art.palette import ramp

WOOD, IRON, STONE, GLOW = ramp("wood"), ramp("iron"), ramp("stone"), ramp("glow")
WATER, WHITE, INK = ramp("water"), ramp("white"), ramp("ink")


def swing() -> Canvas:
    """A swing for two, 40 x 38."""
    canvas = Canvas(40, 38)
    canvas.rect(3, 5, 34, 2, ramp("red")[3])
    canvas.across(3, 6, 34, ramp("red")[2])
    for x in (4, 34):
        canvas.rect(x, 5, 2, 30, ramp("red")[3])
        canvas.down(x + 1, 5, 30, ramp("red")[2])
    for x in (11, 23):
        canvas.down(x, 7, 19, IRON[3])
        canvas.down(x + 6, 7, 19, IRON[3])
        canvas.rect(x - 1, 26, 9, 2, WOOD[3])
    return canvas.outline().shadowed(20.5, 34, 18, 2.6)


def picnic() -> Canvas:
    """A chequered blanket with a basket, 40 x 28, to lie flat."""
    canvas = Canvas(40, 28)
    for j in range(24):
        for i in range(36):
            tone = (i // 4 + j // 4) % 2
            canvas.dot(2 + i, 2 + j, WHITE[4] if tone == 0 else ramp("red")[4 if j // 4 % 2 else 3])
    canvas.rect(24, 5, 10, 7, ramp("straw")[2])
    canvas.across(24, 5, 10, ramp("straw")[4])
    canvas.across(24, 8, 10, ramp("straw")[1])
    canvas.ellipse(10, 16, 4, 2.6, WHITE[2])
    canvas.ellipse(10, 15.4, 3.2, 1.8, ramp("orange")[3])
    return canvas.outline()


def gazebo() -> Canvas:
    """A bandstand with an open front, 64 x 66."""
    canvas, roof = Canvas(64, 66), ramp("teal")
    canvas.ellipse(32, 55, 29, 8.6, STONE[1])
    canvas.ellipse(32, 52, 29, 8.6, STONE[3])
    canvas.ellipse(32, 51, 27, 7.4, ramp("timber")[3])
    for y in range(46, 58, 3):
        canvas.across(32 - 22, y, 44, ramp("timber")[2])
    for x, top in ((7, 24), (54, 24), (17, 28), (44, 28)):
        foot = 52 if x in (7, 54) else 57
        canvas.rect(x, top, 3, foot - top, WHITE[3])
        canvas.down(x + 2, top, foot - top, WHITE[1])
    for x, wide in ((9, 9), (46, 9)):
        canvas.rect(x, 42, wide, 2, WHITE[3])
        canvas.rect(x, 47, wide, 2, WHITE[2])
        for post in range(x + 1, x + wide, 3):
            canvas.down(post, 44, 6, WHITE[3])
    for k in range(23):
        reach = 4 + k * 26 // 22
        canvas.across(32 - reach, 5 + k, 2 * reach, roof[2])
        canvas.across(32 - reach, 5 + k, reach * 2 // 3, roof[3])
        canvas.across(32 + reach // 2, 5 + k, reach - reach // 2, roof[1])
        if k % 5 == 4:
            canvas.across(32 - reach, 5 + k, 2 * reach, roof[1])
    canvas.across(2, 28, 60, roof[4])
    for k in range(15):
        canvas.rect(2 + 4 * k, 29, 4, 3, WHITE[3] if k % 2 else roof[3])
        canvas.rect(3 + 4 * k, 32, 2, 1, WHITE[1] if k % 2 else roof[2])
    canvas.rect(30, 1, 4, 5, GLOW[1])
    canvas.rect(30, 1, 2, 3, GLOW[3])
    return canvas.outline().shadowed(33, 57, 30, 7)


def beehive() -> Canvas:
    """A straw hive on a stand, 16 x 22."""
    canvas, straw = Canvas(16, 22), ramp("straw")
    canvas.rect(2, 15, 12, 2, WOOD[3])
    for x in (3, 11):
        canvas.rect(x, 17, 2, 4, WOOD[2])
    canvas.ellipse(8, 9, 6, 7.4, straw[2])
    canvas.ellipse(7, 8, 4.4, 6, straw[3])
    for y in range(4, 15, 3):
        canvas.across(3, y, 10, straw[1])
    canvas.rect(7, 12, 3, 3, INK[0])
    return canvas.outline().shadowed(8.5, 20, 6, 1.6)


def laundry() -> Canvas:
    """Washing on a line, 46 x 28."""
    canvas = Canvas(46, 28)
    for x in (3, 41):
        canvas.rect(x, 3, 2, 23, WOOD[2])
        canvas.down(x, 3, 23, WOOD[3])
    canvas.across(4, 5, 38, WHITE[1])
    for x, wide, tall, colour in (
        (8, 8, 12, "white"),
        (18, 6, 8, "red"),
        (26, 5, 10, "blue"),
        (33, 7, 9, "straw"),
    ):
        canvas.rect(x, 6, wide, tall, ramp(colour)[3])
        canvas.down(x + wide - 1, 6, tall, ramp(colour)[2])
        canvas.across(x, 6 + tall - 1, wide, ramp(colour)[2])
        canvas.dot(x + 1, 5, WOOD[3])
        canvas.dot(x + wide - 2, 5, WOOD[3])
    return canvas.outline().shadowed(23.5, 26, 20, 1.6)


def sandpit() -> Canvas:
    """A sandpit with a bucket, 40 x 26, to lie flat."""
    canvas, sand = Canvas(40, 26), ramp("sand")
    canvas.rect(1, 3, 38, 22, WOOD[3])
    canvas.across(1, 3, 38, WOOD[4])
    canvas.rect(1, 22, 38, 3, WOOD[2])
    canvas.rect(4, 6, 32, 16, sand[3])
    for k in range(22):
        canvas.across(5 + below(29, k, 1), 7 + below(14, k, 2), 2, sand[4 if k % 2 else 2])
    canvas.ellipse(28, 13, 4.6, 3.2, sand[4])
    canvas.ellipse(29, 14.4, 4.4, 2.4, sand[2])
    canvas.rect(10, 10, 6, 5, ramp("red")[3])
    canvas.rect(10, 10, 6, 2, ramp("red")[4])
    return canvas.outline()


def scarecrow() -> Canvas:
    """A scarecrow, 24 x 34."""
    canvas, straw = Canvas(24, 34), ramp("straw")
    canvas.rect(11, 16, 2, 16, WOOD[2])
    canvas.rect(2, 15, 20, 2, WOOD[2])
    canvas.rect(6, 14, 12, 11, ramp("red")[2])
    canvas.rect(4, 14, 16, 4, ramp("red")[3])
    for x in (2, 20):
        canvas.rect(x, 14, 2, 5, straw[3])
    for x in range(6, 18, 3):
        canvas.down(x, 25, 3, straw[4])
    canvas.ellipse(12, 9.5, 5, 4.6, ramp("cream")[3])
    canvas.stamp(9, 8, ("k....k", "......", "k.kk.k", ".k..k."), {"k": INK[1]})
    canvas.rect(4, 5, 16, 2, straw[3])
    canvas.rect(8, 1, 8, 4, straw[3])
    canvas.across(8, 4, 8, ramp("red")[2])
    return canvas.outline().shadowed(12.5, 31.5, 6, 2)


def well() -> Canvas:
    """A roofed well, 30 x 38."""
    canvas = Canvas(30, 38)
    canvas.ellipse(15, 30, 11, 5.6, STONE[1])
    canvas.rect(4, 24, 22, 6, STONE[2])
    canvas.ellipse(15, 24, 11, 4.8, STONE[4])
    canvas.ellipse(15, 24, 8.4, 3.2, INK[1])
    canvas.ellipse(15, 25.2, 6.4, 1.8, WATER[1])
    for x in (7, 13, 19):
        canvas.down(x, 29, 4, STONE[1])
        canvas.across(x - 2, 30, 5, STONE[3])
    for x in (5, 23):
        canvas.rect(x, 10, 2, 15, WOOD[2])
        canvas.down(x, 10, 15, WOOD[3])
    canvas.across(6, 14, 18, WOOD[1])
    canvas.down(15, 14, 6, WOOD[4])
    canvas.rect(13, 19, 5, 4, WOOD[3])
    tones = ramp("red")
    for k in range(10):
        canvas.across(15 - k - 3, 2 + k, 2 * k + 6, tones[3 if k % 3 == 0 else 2])
    canvas.across(2, 11, 26, tones[1])
    return canvas.outline().shadowed(16, 32.5, 12.5, 3.4)


def hay() -> Canvas:
    """A bale of hay, 22 x 18."""
    canvas, straw = Canvas(22, 18), ramp("straw")
    canvas.ellipse(11, 9, 9.4, 6.6, straw[2])
    canvas.ellipse(10, 8, 8, 5.4, straw[3])
    for k in range(18):
        canvas.across(3 + below(14, k, 1), 4 + below(10, k, 2), 3, straw[4 if k % 2 else 2])
    return canvas.outline().shadowed(11.5, 15, 9.6, 2.2)


def frames() -> Iterator[tuple[str, Canvas]]:
    """Every drawing with its name in the atlas."""
    drawings = (swing, picnic, gazebo, beehive, laundry, sandpit, scarecrow, well, hay)
    for draw in drawings:
        yield draw.__name__, draw()
