"""Hair by rule: how far it reaches down at each column, seen from the front, side and back.

Heads fill x 3..12, y 3..12. `crown` covers the top and sides, `curtain` is what hangs behind the
head, `back_of_head` is the view from behind.
"""

from art.canvas import Canvas
from art.looks import Look
from art.palette import Ramp, ramp

# Row at which the fringe ends, for columns 3 to 12, seen from the front.
_FRINGES: dict[str, tuple[int, ...]] = {
    "straight": (8, 7, 6, 6, 6, 6, 6, 6, 7, 8),
    "parted": (8, 7, 6, 6, 5, 4, 5, 6, 7, 8),
    "swept": (8, 7, 7, 6, 6, 5, 5, 5, 5, 8),
    "short": (7, 6, 5, 5, 5, 5, 5, 5, 6, 7),
    "spiky": (8, 6, 7, 5, 7, 5, 7, 5, 6, 8),
    "high": (7, 5, 4, 4, 4, 4, 4, 4, 5, 7),
}
# Last row of the hair beside the face and behind the neck.
_LENGTHS = {"short": (8, 11), "ear": (9, 12), "bob": (12, 13), "long": (16, 17)}


def crown(canvas: Canvas, look: Look, hair: Ramp, direction: str) -> None:
    """The hair over the top and the sides of the head, front or side view."""
    if look.hair == "bald":
        _bald(canvas, hair, direction)
        return
    layer = Canvas(canvas.width, canvas.height)
    if direction == "right":
        _crown_side(layer, look, hair)
    else:
        _crown_front(layer, look, hair)
    _shine(layer, hair)
    _curls(layer, look, hair)
    _rim(canvas, layer, look, hair)
    canvas.paste(layer, 0, 0)
    _knots(canvas, look, hair, direction)


def _crown_front(layer: Canvas, look: Look, hair: Ramp) -> None:
    fringe, side = _FRINGES[look.fringe], _LENGTHS[look.length][0]
    for column, end in enumerate(fringe, start=3):
        top = 2 if 5 <= column <= 10 else 3
        layer.down(column, top, end - top, hair[2])
        layer.dot(column, end - 1, hair[1])
    layer.rect(2, 4, 1, side - 4 + 1, hair[2])
    layer.rect(13, 4, 1, side - 4 + 1, hair[1])
    layer.rect(3, 4, 1, side - 4, hair[2])
    layer.rect(12, 4, 1, side - 4, hair[1])
    if look.fringe == "spiky":
        for x in (3, 6, 9, 12):
            layer.rect(x, 1, 2, 2, hair[2])
    if look.length == "long":
        layer.rect(2, 10, 2, 6, hair[2])
        layer.rect(12, 10, 2, 6, hair[1])


def _crown_side(layer: Canvas, look: Look, hair: Ramp) -> None:
    side, neck = _LENGTHS[look.length]
    layer.rect(4, 2, 8, 3, hair[2])
    layer.rect(3, 3, 10, 2, hair[2])
    layer.rect(2, 4, 5, min(neck, 12) - 4, hair[2])
    fringe_end = {"high": 5, "short": 6, "swept": 7, "parted": 6}.get(look.fringe, 7)
    layer.rect(9, 5, 4, fringe_end - 5, hair[2])
    layer.rect(7, 5, 2, 2, hair[2])
    layer.across(8, fringe_end - 1, 5, hair[1])
    layer.down(7, 7, max(0, min(side, 11) - 7), hair[1])
    layer.rect(3, min(neck, 12), 4, 1, hair[1])
    if look.length in ("bob", "long"):
        layer.rect(2, 10, 5, neck - 10, hair[2])
        layer.across(2, neck - 1, 5, hair[1])
    if look.fringe == "spiky":
        for x in (3, 6, 9):
            layer.rect(x, 1, 2, 2, hair[2])


def _shine(layer: Canvas, hair: Ramp) -> None:
    for x, y, wide in ((5, 3, 4), (4, 4, 2)):
        for i in range(wide):
            if layer.at(x + i, y):
                layer.dot(x + i, y, hair[3])


def _curls(layer: Canvas, look: Look, hair: Ramp) -> None:
    if look.hair not in ("curly", "afro"):
        return
    reach = 1 if look.hair == "afro" else 0
    for x in range(2, 14):
        if x % 3 != 1 or reach:
            layer.dot(x, 1, hair[2 if x < 10 else 1])
    for y in range(3, 10):
        if y % 3 or reach:
            layer.dot(1, y, hair[2])
            layer.dot(14, y, hair[1])
    if reach:
        layer.rect(4, 0, 8, 2, hair[2])
        layer.rect(2, 2, 12, 3, hair[2])
        layer.rect(1, 3, 2, 7, hair[2])
        layer.rect(13, 3, 2, 7, hair[1])
    for x, y in ((5, 2), (9, 3), (3, 5), (12, 5), (7, 4), (11, 2), (2, 8)):
        if layer.at(x, y):
            layer.dot(x, y, hair[3])
            layer.dot(x + 1, y + 1, hair[1])


def _rim(canvas: Canvas, layer: Canvas, look: Look, hair: Ramp) -> None:
    """Darken the skin under the hair's edge, with the hair's outline where tones are close."""
    close = look.skin in ("umber", "ebony", "tan") and look.hair_colour in (
        "black",
        "brown",
        "chestnut",
    )
    rim = hair[0] if close else ramp(f"skin-{look.skin}")[1]
    for y in range(1, 12):
        for x in range(3, 13):
            if not layer.at(x, y) and layer.at(x, y - 1) and canvas.at(x, y):
                canvas.dot(x, y, rim)


def _knots(canvas: Canvas, look: Look, hair: Ramp, direction: str) -> None:
    tie = ramp(look.accent)[3]
    if look.hair == "bun":
        x = 6 if direction != "right" else 3
        canvas.rect(x, 0, 4, 2, hair[2])
        canvas.rect(x, 0, 2, 1, hair[3])
        canvas.across(x, 2, 4, tie)
    elif look.hair == "pony" and direction == "right":
        canvas.rect(1, 5, 2, 3, hair[2])
        canvas.rect(0, 7, 2, 6, hair[2])
        canvas.rect(1, 12, 1, 2, hair[1])
        canvas.dot(2, 5, tie)
        canvas.dot(2, 6, tie)
    elif look.hair == "braids":
        for x in (1, 13) if direction == "down" else (3,):
            for y in range(10, 17):
                canvas.rect(x, y, 2, 1, hair[2 if y % 2 else 1])
            canvas.rect(x, 16, 2, 1, tie)
    elif look.hair == "bow" and direction != "up":
        x = 10 if direction == "down" else 4
        canvas.stamp(x, 1, ("t.t", "ttt", "t.t"), {"t": tie})


def _bald(canvas: Canvas, hair: Ramp, direction: str) -> None:
    if direction == "right":
        canvas.rect(2, 7, 4, 4, hair[2])
        canvas.rect(3, 11, 3, 1, hair[1])
        canvas.dot(3, 6, hair[2])
    else:
        canvas.rect(2, 6, 2, 4, hair[2])
        canvas.rect(12, 6, 2, 4, hair[1])


def curtain(canvas: Canvas, look: Look, hair: Ramp, x: int, width: int) -> None:
    """Loose long hair behind the neck: before the body from the front, after it in profile."""
    if look.length == "long" and look.hair == "plain":
        canvas.rect(x, 6, width, 10, hair[1])


def back_of_head(canvas: Canvas, look: Look, hair: Ramp, direction: str) -> None:
    """The view from behind."""
    neck = _LENGTHS[look.length][1]
    if look.hair == "bald":
        canvas.rect(2, 6, 12, 4, hair[2])
        canvas.rect(3, 10, 10, 1, hair[2])
        canvas.rect(4, 11, 8, 1, hair[1])
        canvas.rect(4, 4, 8, 2, ramp(f"skin-{look.skin}")[2])
        return
    tied = look.hair in ("bun", "pony", "braids")
    neck = 12 if tied else neck
    layer = Canvas(canvas.width, canvas.height)
    layer.rect(5, 2, 6, 1, hair[2])
    layer.rect(3, 3, 10, neck - 3, hair[2])
    layer.rect(2, 4, 12, min(neck, 13) - 5 if neck < 14 else neck - 5, hair[2])
    layer.rect(12, 4, 2, min(neck, 14) - 5, hair[1])
    layer.rect(4, neck - 1, 8, 1, hair[1])
    for x in (5, 8, 10):
        layer.down(x, neck - 4, 3, hair[1])
    _shine(layer, hair)
    _curls(layer, look, hair)
    if look.fringe == "spiky":
        for x in (3, 6, 9, 12):
            layer.rect(x, 1, 2, 2, hair[2])
    canvas.paste(layer, 0, 0)
    if look.hair == "pony":
        canvas.rect(6, 6, 4, 2, ramp(look.accent)[3])
        canvas.rect(6, 8, 4, 7, hair[2])
        canvas.rect(8, 8, 2, 7, hair[1])
        canvas.rect(7, 15, 2, 1, hair[1])
    else:
        _knots(canvas, look, hair, "down" if look.hair == "braids" else direction)
