"""Villagers, 16 x 24 pixels, seen from four sides in three frames (stand, step, step).

A figure is built in layers: legs, body, head, face, hair, hat. Hair is a shape rule rather than
a drawing, so that every style fits every head, and it keeps a dark rim toward the skin, so that
dark hair reads on dark skin.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from art.canvas import Canvas
from art.hair import back_of_head, crown, curtain
from art.looks import LOOKS, Look
from art.palette import Ramp, ramp

WIDTH, HEIGHT = 16, 24
FEET_X, FEET_Y = 8, 23
DIRECTIONS = ("down", "left", "right", "up")
FRAMES = 3

INK = ramp("ink")


@dataclass(frozen=True)
class _Tones:
    skin: Ramp
    hair: Ramp
    top: Ramp
    legs: Ramp
    shoes: Ramp


def _tones(look: Look) -> _Tones:
    return _Tones(
        ramp(f"skin-{look.skin}"),
        ramp(f"hair-{look.hair_colour}") if look.hair_colour != "teal" else ramp("teal"),
        ramp(look.top),
        ramp(look.legs),
        ramp(look.shoes),
    )


def _legs_front(canvas: Canvas, look: Look, tones: _Tones, frame: int) -> None:
    lifts = ((0, 0), (1, 0), (0, 1))[frame]
    bare = tones.skin if look.dress else tones.legs
    for side, lift in zip((5, 8), lifts, strict=True):
        canvas.rect(side, 19, 3, 3 - lift, bare[2])
        canvas.down(side + (2 if side == 5 else 0), 19, 3 - lift, bare[1])
        canvas.rect(side, 22 - lift, 3, 1, tones.shoes[2])
        canvas.dot(side, 22 - lift, tones.shoes[3])


def _legs_side(canvas: Canvas, look: Look, tones: _Tones, frame: int) -> None:
    bare = tones.skin if look.dress else tones.legs
    far, near = ((6, 7), (4, 9), (9, 5))[frame]
    canvas.rect(far, 19, 3, 3, bare[1])
    canvas.rect(far, 22 - (frame > 0), 3 + (far > 6), 1, tones.shoes[1])
    canvas.rect(near, 19, 3, 3, bare[2])
    canvas.rect(near, 22, 4, 1, tones.shoes[2])
    canvas.rect(6, 19, 4, 1, bare[2])


def _body_front(canvas: Canvas, look: Look, tones: _Tones, frame: int, *, back: bool) -> None:
    top, skin = tones.top, tones.skin
    canvas.rect(4, 13, 8, 6, top[2])
    canvas.rect(5, 13, 5, 1, top[3])
    canvas.rect(10, 14, 2, 5, top[1])
    if look.dress:
        canvas.rect(3, 18, 10, 2, top[2])
        canvas.rect(4, 20, 8, 1, top[1])
        canvas.dot(5, 19, top[1])
        canvas.dot(9, 19, top[1])
    else:
        canvas.rect(4, 18, 8, 1, tones.legs[2])
        canvas.rect(4, 17, 8, 1, top[1])
    swing = ((0, 0), (-1, 1), (1, -1))[frame]
    for x, offset in zip((2, 12), swing, strict=True):
        canvas.rect(x, 14, 2, 3 + (offset < 0), top[2 if x == 2 else 1])
        canvas.rect(x, 17 + max(0, offset) - (offset < 0), 2, 1, skin[2])
    if not back:
        canvas.rect(7, 13, 2, 1, skin[1])
        _front_of_clothes(canvas, look, tones)


def _front_of_clothes(canvas: Canvas, look: Look, tones: _Tones) -> None:
    extra = ramp(look.accent)
    if look.outfit == "apron":
        canvas.rect(5, 15, 6, 5, extra[3])
        canvas.rect(6, 14, 4, 1, extra[3])
        canvas.across(5, 19, 6, extra[2])
        canvas.across(6, 17, 4, extra[2])
    elif look.outfit == "overalls":
        canvas.rect(5, 15, 6, 4, extra[2])
        canvas.dot(5, 14, extra[2])
        canvas.dot(10, 14, extra[2])
        canvas.dot(5, 15, ramp("glow")[3])
        canvas.dot(10, 15, ramp("glow")[3])
        canvas.across(6, 16, 4, extra[1])
    elif look.outfit == "jacket":
        canvas.rect(7, 13, 2, 5, extra[3])
        canvas.dot(6, 13, tones.top[4])
        canvas.dot(9, 13, tones.top[1])
    elif look.outfit == "scarf":
        canvas.rect(4, 12, 8, 2, extra[3])
        canvas.rect(9, 14, 2, 3, extra[2])
        canvas.across(5, 13, 6, extra[2])
    elif look.outfit == "stripes":
        canvas.across(4, 14, 8, extra[3])
        canvas.across(4, 16, 8, extra[3])
    elif look.outfit == "buttons":
        for y in (14, 16):
            canvas.dot(8, y, extra[4])
        canvas.dot(6, 13, extra[3])
        canvas.dot(9, 13, extra[3])


def _body_side(canvas: Canvas, look: Look, tones: _Tones, frame: int) -> None:
    top, extra = tones.top, ramp(look.accent)
    canvas.rect(5, 13, 6, 6, top[2])
    canvas.rect(6, 13, 3, 1, top[3])
    canvas.rect(5, 14, 1, 5, top[1])
    if look.dress:
        canvas.rect(4, 18, 8, 2, top[2])
        canvas.rect(5, 20, 6, 1, top[1])
    else:
        canvas.rect(5, 18, 6, 1, tones.legs[2])
    if look.outfit in ("apron", "overalls", "jacket"):
        canvas.rect(9, 14, 2, 5, extra[3 if look.outfit != "overalls" else 2])
    elif look.outfit == "scarf":
        canvas.rect(5, 12, 6, 2, extra[3])
        canvas.across(5, 13, 6, extra[2])
    elif look.outfit == "stripes":
        canvas.across(5, 14, 6, extra[3])
        canvas.across(5, 16, 6, extra[3])
    hand = (7, 9, 5)[frame]
    canvas.rect(7, 14, 2, 2, top[3])
    canvas.rect(hand, 15, 2, 2, top[3] if hand == 7 else top[1])
    canvas.rect(hand, 17, 2, 1, tones.skin[2])


def _head(canvas: Canvas, skin: Ramp) -> None:
    canvas.rect(4, 3, 8, 10, skin[2])
    canvas.rect(3, 4, 10, 8, skin[2])
    canvas.rect(5, 12, 6, 1, skin[1])
    canvas.dot(3, 11, skin[1])
    canvas.dot(12, 11, skin[1])


def _face_front(canvas: Canvas, look: Look, tones: _Tones) -> None:
    skin = tones.skin
    canvas.rect(2, 8, 1, 2, skin[1])
    canvas.rect(13, 8, 1, 2, skin[1])
    for x in (5, 10):
        canvas.rect(x, 8, 1, 2, INK[0])
    light = look.skin in ("porcelain", "peach", "honey")
    blush = ramp("red")[4] if light else ramp("red")[3]
    for x in (4, 11):
        canvas.dot(x, 10, blush)
    canvas.across(7, 11, 2, skin[1])
    _beard_front(canvas, look, tones)
    if look.glasses:
        frame, lens = INK[1], ramp("glass")[4]
        for x in (4, 9):
            canvas.frame(x, 7, 3, 4, edge=frame, fill=lens)
            canvas.dot(x + 1, 9, INK[0])
        canvas.rect(7, 8, 2, 1, frame)


def _beard_front(canvas: Canvas, look: Look, tones: _Tones) -> None:
    hair = tones.hair
    if look.beard == "full":
        canvas.rect(4, 11, 8, 2, hair[2])
        canvas.rect(3, 9, 1, 3, hair[2])
        canvas.rect(12, 9, 1, 3, hair[1])
        canvas.rect(5, 13, 6, 1, hair[2])
        canvas.rect(6, 10, 4, 1, hair[2])
        canvas.rect(7, 11, 2, 1, tones.skin[0])
        canvas.across(5, 13, 6, hair[1])
    elif look.beard == "moustache":
        canvas.rect(5, 10, 6, 1, hair[2])
        canvas.dot(5, 11, hair[1])
        canvas.dot(10, 11, hair[1])


def _face_side(canvas: Canvas, look: Look, tones: _Tones) -> None:
    skin, hair = tones.skin, tones.hair
    canvas.rect(13, 9, 1, 1, skin[2])
    canvas.rect(10, 8, 1, 2, INK[0])
    canvas.rect(6, 8, 2, 2, skin[1])
    canvas.dot(11, 11, skin[1])
    if look.beard == "full":
        canvas.rect(7, 11, 6, 2, hair[2])
        canvas.rect(8, 13, 4, 1, hair[1])
        canvas.rect(6, 10, 2, 2, hair[1])
        canvas.rect(11, 10, 2, 1, hair[2])
    elif look.beard == "moustache":
        canvas.rect(10, 10, 3, 1, hair[2])
    if look.glasses:
        canvas.frame(9, 7, 4, 4, edge=INK[1], fill=ramp("glass")[4])
        canvas.dot(11, 9, INK[0])
        canvas.across(6, 8, 3, INK[1])


def _hat(canvas: Canvas, look: Look, *, side: bool, back: bool) -> None:
    tones, band = ramp(look.hat_colour), ramp(look.accent)
    if look.hat == "straw":
        canvas.rect(4, 1, 8, 4, tones[3])
        canvas.across(5, 1, 5, tones[4])
        canvas.across(4, 4, 8, band[2])
        canvas.rect(1, 5, 14, 2, tones[3])
        canvas.across(1, 6, 14, tones[2])
        canvas.across(2, 5, 7, tones[4])
    elif look.hat == "cap":
        canvas.rect(3, 3, 10, 3, tones[2])
        canvas.rect(4, 2, 8, 1, tones[3])
        canvas.across(4, 3, 5, tones[3])
        if side:
            canvas.rect(9, 6, 6, 1, tones[1])
        elif not back:
            canvas.rect(3, 6, 10, 1, tones[1])
    elif look.hat == "beanie":
        canvas.rect(3, 2, 10, 4, tones[2])
        canvas.rect(5, 1, 6, 1, tones[3])
        canvas.rect(2, 5, 12, 2, tones[3])
        canvas.across(2, 6, 12, tones[1])
        canvas.rect(7, 1, 2, 1, band[4])
    elif look.hat == "kerchief":
        canvas.rect(3, 2, 10, 4, tones[2])
        canvas.across(4, 2, 7, tones[3])
        canvas.across(3, 5, 10, tones[1])
        for x in (4, 7, 10):
            canvas.dot(x, 4, ramp("white")[4])
        if back or side:
            canvas.rect(6 if back else 2, 6, 4 if back else 2, 3, tones[2])


def _figure(look: Look, direction: str, frame: int) -> Canvas:
    """One frame facing down, right or up."""
    tones = _tones(look)
    side, back = direction == "right", direction == "up"
    canvas, upper = Canvas(WIDTH, HEIGHT), Canvas(WIDTH, HEIGHT)
    (_legs_side if side else _legs_front)(canvas, look, tones, frame)
    if side:
        _body_side(upper, look, tones, frame)
        curtain(upper, look, tones.hair, 2, 6)
    else:
        curtain(upper, look, tones.hair, 2, 12)
        _body_front(upper, look, tones, frame, back=back)
    _head(upper, tones.skin)
    if side:
        _face_side(upper, look, tones)
    elif not back:
        _face_front(upper, look, tones)
    (back_of_head if back else crown)(upper, look, tones.hair, direction)
    _hat(upper, look, side=side, back=back)
    canvas.paste(upper, 0, 0 if frame == 0 else 1)
    canvas.outline()
    return canvas


def figure(look: Look, direction: str, frame: int) -> Canvas:
    """One frame of a villager; left is the mirror image of right."""
    if direction == "left":
        return _figure(look, "right", frame).mirrored()
    return _figure(look, direction, frame)


def frames() -> Iterator[tuple[str, Canvas]]:
    """Every villager's frames, named look/direction/frame."""
    for look in LOOKS:
        for direction in DIRECTIONS:
            for frame in range(FRAMES):
                yield f"{look.id}/{direction}/{frame}", figure(look, direction, frame)
