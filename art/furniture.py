"""Furniture, seen from the front and a little from above; one letter of a floor plan each."""

from collections.abc import Callable

from art.canvas import Canvas
from art.chance import below
from art.palette import ramp

WOOD, WHITE, IRON, INK = ramp("wood"), ramp("white"), ramp("iron"), ramp("ink")
STONE, GLOW, GLASS = ramp("stone"), ramp("glow"), ramp("glass")


def bed() -> Canvas:
    """A made bed; it reaches one tile down, so that who sleeps there lies in it."""
    canvas = Canvas(16, 36)
    canvas.rect(1, 1, 14, 33, WOOD[2])
    canvas.rect(1, 1, 14, 5, WOOD[3])
    canvas.rect(2, 6, 12, 8, WHITE[4])
    canvas.rect(4, 7, 8, 5, WHITE[3])
    canvas.rect(2, 14, 12, 17, ramp("red")[3])
    canvas.rect(2, 13, 12, 3, WHITE[3])
    for y in range(19, 31, 4):
        canvas.across(2, y, 12, ramp("red")[4])
    canvas.rect(1, 31, 14, 3, WOOD[3])
    return canvas.outline()


def nightstand() -> Canvas:
    """A nightstand with a candle."""
    canvas = Canvas(11, 16)
    canvas.rect(1, 7, 9, 8, WOOD[2])
    canvas.rect(1, 7, 9, 3, WOOD[4])
    canvas.rect(4, 12, 3, 1, GLOW[2])
    canvas.rect(5, 4, 2, 4, WHITE[4])
    canvas.dot(5, 2, GLOW[3])
    canvas.dot(5, 3, GLOW[2])
    return canvas.outline()


def window() -> Canvas:
    """A window in the back wall, with curtains."""
    canvas = Canvas(16, 26)
    canvas.frame(2, 2, 12, 11, edge=WOOD[2], fill=GLASS[3])
    canvas.rect(3, 3, 10, 3, GLASS[4])
    canvas.down(8, 2, 11, WOOD[3])
    for x in (2, 11):
        canvas.rect(x, 2, 3, 9, ramp("pink")[4])
        canvas.down(x + 1, 2, 9, ramp("pink")[3])
    return canvas


def stove() -> Canvas:
    """An iron stove with a pot."""
    canvas = Canvas(15, 25)
    canvas.rect(1, 9, 13, 15, IRON[2])
    canvas.rect(1, 9, 13, 4, IRON[3])
    canvas.frame(4, 15, 7, 6, edge=IRON[0], fill=GLOW[1])
    canvas.rect(6, 17, 3, 3, GLOW[3])
    canvas.rect(5, 4, 6, 5, ramp("orange")[2])
    canvas.rect(4, 4, 8, 1, ramp("orange")[3])
    return canvas.outline()


def shelf() -> Canvas:
    """Crockery on a shelf over a cupboard."""
    canvas = Canvas(15, 27)
    canvas.rect(1, 2, 13, 24, WOOD[2])
    canvas.rect(2, 3, 11, 9, WOOD[0])
    canvas.across(1, 12, 13, WOOD[4])
    for x, colour in ((3, "blue"), (7, "orange"), (10, "mint")):
        canvas.rect(x, 8, 3, 4, ramp(colour)[3])
        canvas.rect(x, 4, 2, 2, ramp(colour)[4])
    canvas.across(2, 7, 11, WOOD[3])
    canvas.down(7, 14, 11, WOOD[1])
    canvas.dot(5, 19, GLOW[2])
    canvas.dot(9, 19, GLOW[2])
    return canvas.outline()


def books() -> Canvas:
    """A bookcase."""
    canvas = Canvas(15, 28)
    canvas.rect(1, 1, 13, 26, WOOD[2])
    canvas.across(1, 1, 13, WOOD[4])
    spines = ("red", "blue", "green", "straw", "violet", "teal", "orange")
    for row in range(3):
        canvas.rect(2, 3 + row * 8, 11, 7, WOOD[0])
        for k in range(5):
            colour = ramp(spines[below(7, row, k, 3)])
            tall = 4 + below(3, row, k)
            canvas.rect(3 + 2 * k, 10 + row * 8 - tall, 2, tall, colour[3])
            canvas.down(4 + 2 * k, 10 + row * 8 - tall, tall, colour[2])
    return canvas.outline()


def plant() -> Canvas:
    """A plant in a pot."""
    canvas = Canvas(12, 18)
    canvas.rect(3, 12, 6, 5, ramp("orange")[2])
    canvas.rect(2, 11, 8, 2, ramp("orange")[3])
    canvas.ellipse(6, 7, 4.6, 4.6, ramp("oak")[2])
    canvas.ellipse(5, 6, 3, 3, ramp("oak")[3])
    return canvas.outline()


def chest() -> Canvas:
    """A chest."""
    canvas = Canvas(12, 14)
    canvas.rect(1, 4, 10, 9, WOOD[2])
    canvas.rect(1, 3, 10, 4, WOOD[3])
    canvas.across(1, 7, 10, WOOD[1])
    canvas.rect(5, 6, 2, 3, GLOW[2])
    return canvas.outline()


def table() -> Canvas:
    """A round table laid for tea."""
    canvas = Canvas(16, 16)
    canvas.rect(7, 9, 2, 6, WOOD[1])
    canvas.ellipse(8, 8, 7, 5, WOOD[2])
    canvas.ellipse(8, 7, 7, 5, WOOD[4])
    canvas.ellipse(8, 7, 4.4, 3, WHITE[4])
    canvas.rect(6, 5, 3, 3, ramp("red")[3])
    canvas.rect(10, 7, 2, 2, ramp("blue")[3])
    return canvas.outline()


def side_table() -> Canvas:
    """A small table against the wall, with a loaf."""
    canvas = Canvas(11, 15)
    canvas.rect(1, 5, 9, 9, WOOD[2])
    canvas.rect(1, 5, 9, 4, WOOD[4])
    canvas.ellipse(5.5, 5, 3.2, 2, ramp("straw")[2])
    canvas.across(4, 4, 3, ramp("straw")[3])
    return canvas.outline()


def fireplace() -> Canvas:
    """A hearth."""
    canvas = Canvas(15, 27)
    canvas.rect(1, 5, 13, 21, ramp("brick")[2])
    for y in range(7, 26, 4):
        canvas.across(1, y, 13, ramp("brick")[1])
    canvas.rect(0, 3, 15, 3, STONE[3])
    canvas.rect(4, 14, 7, 12, INK[0])
    canvas.rect(5, 19, 5, 6, GLOW[1])
    canvas.rect(6, 17, 3, 7, GLOW[2])
    canvas.rect(7, 20, 1, 4, GLOW[4])
    return canvas.outline()


def counter() -> Canvas:
    """A counter with cups."""
    canvas = Canvas(16, 18)
    canvas.rect(0, 7, 16, 11, WOOD[2])
    canvas.rect(0, 7, 16, 4, WOOD[4])
    canvas.across(0, 11, 16, WOOD[1])
    for x, colour in ((3, "white"), (9, "red")):
        canvas.rect(x, 4, 3, 4, ramp(colour)[3])
    return canvas


def coffee() -> Canvas:
    """A coffee machine on a back counter."""
    canvas = Canvas(16, 26)
    canvas.rect(0, 13, 16, 12, WOOD[2])
    canvas.rect(0, 13, 16, 3, WOOD[4])
    canvas.rect(3, 3, 10, 10, IRON[3])
    canvas.rect(3, 3, 10, 3, ramp("red")[3])
    canvas.rect(5, 8, 6, 5, IRON[1])
    canvas.rect(7, 10, 3, 3, WHITE[4])
    return canvas.outline()


def goods() -> Canvas:
    """Shelves of jars and boxes."""
    canvas = Canvas(14, 28)
    canvas.rect(1, 1, 12, 26, WOOD[1])
    for row in range(3):
        canvas.rect(1, 8 + row * 8, 12, 2, WOOD[4])
        for k in range(3):
            colour = ramp(("red", "straw", "teal", "orange", "pink", "lime")[below(6, row, k, 7)])
            canvas.rect(2 + 4 * k, 3 + row * 8 + k % 2, 3, 5 - k % 2, colour[3])
            canvas.dot(2 + 4 * k, 3 + row * 8 + k % 2, colour[4])
    return canvas.outline()


def baskets() -> Canvas:
    """A display of fruit and bread in baskets."""
    canvas = Canvas(15, 16)
    canvas.rect(1, 7, 13, 8, ramp("straw")[2])
    for x in range(1, 14, 3):
        canvas.down(x, 8, 7, ramp("straw")[1])
    canvas.across(1, 7, 13, ramp("straw")[4])
    for k, colour in enumerate(("red", "orange", "lime", "red")):
        canvas.ellipse(3 + 3 * k, 5.5 - k % 2, 2, 2, ramp(colour)[3])
        canvas.dot(2 + 3 * k, 4 - k % 2, ramp(colour)[4])
    return canvas.outline()


def cot() -> Canvas:
    """A clinic bed with a red cross."""
    canvas = Canvas(14, 26)
    canvas.rect(1, 3, 12, 22, IRON[3])
    canvas.rect(2, 5, 10, 6, WHITE[4])
    canvas.rect(2, 11, 10, 12, ramp("mint")[4])
    canvas.rect(6, 13, 2, 6, ramp("red")[3])
    canvas.rect(4, 15, 6, 2, ramp("red")[3])
    return canvas.outline()


def desk() -> Canvas:
    """A desk with paper and ink."""
    canvas = Canvas(16, 16)
    canvas.rect(1, 5, 14, 10, WOOD[2])
    canvas.rect(1, 4, 14, 6, WOOD[4])
    canvas.rect(4, 5, 5, 4, WHITE[4])
    canvas.across(5, 6, 3, INK[3])
    canvas.rect(11, 4, 2, 3, INK[1])
    return canvas.outline()


def oven() -> Canvas:
    """A bread oven, alight."""
    canvas = Canvas(16, 28)
    brick = ramp("brick")
    canvas.ellipse(8, 13, 7.4, 11, brick[2])
    canvas.rect(1, 13, 14, 14, brick[2])
    for y in range(5, 27, 4):
        canvas.across(2, y, 12, brick[1])
    canvas.ellipse(8, 19, 4.6, 5, INK[0])
    canvas.ellipse(8, 20.5, 3.2, 3, GLOW[1])
    canvas.ellipse(8, 21, 2, 1.8, GLOW[3])
    return canvas.outline()


def bench_with_tools() -> Canvas:
    """A workbench with tools on the wall."""
    canvas = Canvas(16, 28)
    canvas.rect(0, 15, 16, 12, WOOD[1])
    canvas.rect(0, 15, 16, 4, WOOD[4])
    canvas.rect(3, 4, 2, 8, WOOD[3])
    canvas.rect(1, 3, 6, 3, IRON[3])
    canvas.rect(10, 3, 4, 6, IRON[4])
    canvas.rect(11, 9, 2, 4, ramp("red")[3])
    canvas.rect(4, 13, 6, 3, WOOD[2])
    return canvas.outline()


def timber_rack() -> Canvas:
    """Stacked boards."""
    canvas = Canvas(14, 18)
    for k, y in enumerate(range(3, 16, 4)):
        canvas.rect(1, y, 12, 4, WOOD[2 + k % 2])
        canvas.across(1, y, 12, WOOD[4])
        canvas.dot(12, y + 2, WOOD[1])
    return canvas.outline()


def blackboard() -> Canvas:
    """A piece of blackboard as wide as a tile."""
    canvas = Canvas(16, 26)
    canvas.rect(0, 1, 16, 14, WOOD[3])
    canvas.rect(0, 3, 16, 10, ramp("green")[0])
    canvas.across(3, 6, 8, WHITE[2])
    canvas.across(4, 9, 6, WHITE[2])
    return canvas


def banner() -> Canvas:
    """The town's banner."""
    canvas = Canvas(16, 26)
    canvas.rect(2, 1, 12, 2, GLOW[1])
    canvas.rect(3, 3, 10, 15, ramp("blue")[2])
    canvas.rect(6, 3, 4, 15, ramp("blue")[3])
    canvas.ellipse(8, 9, 3, 3, GLOW[3])
    for x in (3, 6, 9):
        canvas.dot(x + 1, 18, ramp("blue")[2])
    return canvas


FURNITURE: dict[str, Callable[[], Canvas]] = {
    "A": bench_with_tools,
    "B": bed,
    "C": chest,
    "D": desk,
    "E": side_table,
    "F": fireplace,
    "G": goods,
    "H": cot,
    "J": baskets,
    "K": stove,
    "L": books,
    "M": coffee,
    "N": nightstand,
    "O": oven,
    "P": plant,
    "Q": shelf,
    "R": timber_rack,
    "S": shelf,
    "T": table,
    "U": banner,
    "V": blackboard,
    "W": window,
}
