"""What grows: trees, bushes, flower beds, crops, reeds and stones."""

import math
from collections.abc import Iterator

from art.canvas import Canvas
from art.chance import below, pick, roll
from art.palette import Ramp, ramp

WOOD, STONE, GRASS = ramp("wood"), ramp("stone"), ramp("grass")
LEAFY = ("oak", "lime", "autumn", "cherry")
TREE_VARIANTS = 3
_FRUIT = {"lime": ramp("red")[3], "cherry": ramp("white")[4]}


def _clusters(
    canvas: Canvas, centre: tuple[float, float], radii: tuple[float, float], tones: Ramp, seed: int
) -> None:
    """Leaves as overlapping tufts, lit from the upper left, dark ones first."""
    cx, cy = centre
    rx, ry = radii
    tufts: list[tuple[float, float, float]] = []
    for k in range(int(rx * ry / 6) + 8):
        angle, reach = math.tau * roll(seed, k, 1), math.sqrt(roll(seed, k, 2))
        x, y = cx + math.cos(angle) * reach * (rx - 2.5), cy + math.sin(angle) * reach * (ry - 2.5)
        light = -0.55 * (x - cx) / rx - 0.8 * (y - cy) / ry + 0.3 * (roll(seed, k, 3) - 0.5)
        tufts.append((light, x, y))
    canvas.ellipse(cx, cy + 0.5, rx - 1.2, ry - 1.2, tones[1])
    for light, x, y in sorted(tufts):
        tone = 1 if light < -0.4 else 2 if light < 0.28 else 3
        canvas.ellipse(x + 0.5, y + 1.2, 4.2, 3.6, tones[max(1, tone - 1)])
        canvas.ellipse(x, y, 3.8, 3.1, tones[tone])
        if tone >= 2:
            canvas.across(int(x) - 2, int(y) - 2, 3, tones[tone + 1])
            canvas.across(int(x) - 3, int(y) - 1, 2, tones[tone + 1])


def _trunk(canvas: Canvas, cx: int, top: int, bottom: int, half: int) -> None:
    canvas.rect(cx - half, top, 2 * half, bottom - top, WOOD[2])
    canvas.down(cx - half, top, bottom - top, WOOD[3])
    canvas.rect(cx + half - 2, top, 2, bottom - top, WOOD[1])
    canvas.across(cx - half - 1, bottom - 1, 2 * half + 2, WOOD[2])
    canvas.dot(cx + half, bottom - 1, WOOD[1])


def leafy_tree(kind: str, seed: int) -> Canvas:
    """A round tree, 38 x 48; base at the bottom centre."""
    canvas, tones = Canvas(38, 48), ramp(kind)
    _trunk(canvas, 19, 28, 45, 3)
    wide, tall = 16.5 + below(2, seed, 1), 16 + below(2, seed, 2)
    canvas.rect(16, int(19 + tall), 6, 2, WOOD[0])
    _clusters(canvas, (19, 20), (wide, tall), tones, seed * 7 + len(kind))
    if kind in _FRUIT:
        for k in range(8 if kind == "lime" else 5):
            angle, reach = math.tau * roll(seed, k, 4), 11 * math.sqrt(roll(seed, k, 5))
            x, y = int(19 + math.cos(angle) * reach), int(17 + math.sin(angle) * reach)
            canvas.rect(x, y, 2, 2, _FRUIT[kind])
            if kind == "lime":
                canvas.dot(x, y, ramp("red")[4])
                canvas.dot(x + 1, y + 1, ramp("red")[2])
    return canvas.outline().shadowed(20, 44.5, 14, 3.4)


def pine_tree(seed: int) -> Canvas:
    """A fir in tiers, 32 x 50."""
    canvas, tones = Canvas(32, 50), ramp("pine")
    _trunk(canvas, 16, 38, 47, 2)
    tiers = ((26, 15, 13.5), (17, 15, 11), (9, 14, 8.5), (2, 12, 5.5))
    for tier, (top, tall, reach) in enumerate(tiers):
        for row in range(tall):
            half = reach * (row + 1) / tall
            for x in range(math.floor(16 - half), math.ceil(16 + half)):
                side = (x + 0.5 - 16) / max(1.0, half)
                if row >= tall - 2 and (x + tier + seed) % 4 == 0:
                    continue
                tone = 3 if side < -0.25 else 1 if side > 0.5 else 2
                if row > tall - 4 or roll(seed, tier, row, x) < 0.08:
                    tone = max(1, tone - 1)
                if side < -0.45 and row < tall - 4 and roll(seed, tier, row // 2, x // 2) < 0.3:
                    tone = 4
                canvas.dot(x, top + row, tones[tone])
    return canvas.outline().shadowed(17, 46.5, 11, 3)


def willow_tree(seed: int) -> Canvas:
    """A weeping willow, 50 x 56."""
    canvas, tones = Canvas(50, 56), ramp("willow")
    _trunk(canvas, 25, 30, 53, 4)
    _clusters(canvas, (25, 18), (20, 15), tones, seed + 91)
    for strand in range(23):
        x = 3 + strand * 2
        arch = 1 - ((x - 25) / 24) ** 2
        length = int(12 + 16 * math.sqrt(max(0.0, arch)) * (0.6 + 0.4 * roll(seed, strand)))
        top = 17 + int(4 * (1 - arch))
        if 20 < x < 30 and strand % 2:
            continue
        for row in range(length):
            tone = 3 if (row + strand * 3) % 5 < 2 else 2
            if row > length - 4 or x > 36:
                tone -= 1
            canvas.rect(x + (row // 6 + strand) % 2, top + row, 2, 1, tones[tone])
    return canvas.outline().shadowed(26, 52, 19, 3.6)


def bush(kind: str, seed: int) -> Canvas:
    """A round bush, 20 x 18; berries or blossoms by kind."""
    canvas = Canvas(20, 18)
    _clusters(canvas, (10, 9), (8, 6.6), ramp("oak" if kind == "berry" else kind), seed + 33)
    for k in range(6 if kind == "berry" else 0):
        x, y = 4 + below(11, seed, k, 1), 4 + below(9, seed, k, 2)
        canvas.rect(x, y, 2, 2, ramp("red")[2])
        canvas.dot(x, y, ramp("red")[4])
    return canvas.outline().shadowed(10.5, 15, 8.6, 2.6)


def hedge(seed: int) -> Canvas:
    """A clipped hedge as wide as a tile, 16 x 17; pieces stand in a row without a seam."""
    canvas, tones = Canvas(16, 17), ramp("oak")
    canvas.rect(0, 3, 16, 12, tones[2])
    canvas.rect(0, 3, 16, 4, tones[3])
    for k in range(26):
        x, y = below(16, seed, k, 1), 3 + below(11, seed, k, 2)
        canvas.dot(x, y, tones[4 if y < 7 else 3 if y < 10 else 1])
        canvas.dot((x + 1) % 16, y, tones[3 if y < 8 else 2])
    canvas.rect(0, 13, 16, 2, tones[1])
    canvas.across(0, 2, 16, tones[1])
    canvas.across(0, 15, 16, tones[0])
    return canvas


def rock(seed: int) -> Canvas:
    """A boulder, 22 x 15."""
    canvas = Canvas(22, 15)
    wide = 7 + below(3, seed)
    canvas.ellipse(11, 8, wide, 5.4, STONE[2])
    canvas.ellipse(10, 7, wide - 1.6, 4.2, STONE[3])
    canvas.ellipse(8.5, 5.8, wide - 4.4, 2, STONE[4])
    canvas.across(11, 10, 5, STONE[1])
    canvas.across(9, 11, 6, STONE[1])
    return canvas.outline().shadowed(11.5, 12, 9.5, 2.6)


def flowers(kind: str, seed: int) -> Canvas:
    """A dense patch of garden flowers, 16 x 14, to lie flat on the ground."""
    canvas, leaf = Canvas(16, 14), ramp("oak")
    mix = {
        "warm": (("red", 3), ("straw", 4), ("orange", 3)),
        "cool": (("violet", 3), ("blue", 4), ("white", 4)),
        "rose": (("pink", 3), ("white", 4), ("pink", 4)),
        "sun": (("straw", 4), ("straw", 3), ("white", 4)),
    }[kind]
    for k in range(34):
        x, y = below(15, seed, k, 1), 6 + below(6, seed, k, 2)
        canvas.rect(x, y, 2, 2, leaf[1 + below(3, seed, k, 3)])
    heads = sorted((below(8, seed, k, 5), (5 * k + below(3, seed, k, 7)) % 14) for k in range(9))
    for k, (y, x) in enumerate(heads):
        name, tone = pick(mix, seed, k, 6)
        petal, heart = ramp(name)[tone], ramp("glow")[0 if name == "straw" else 2]
        canvas.stamp(x, y + 1, ("ppp", "php", "dpd"), {"p": petal, "h": heart, "d": leaf[1]})
        canvas.dot(x, y + 1, ramp(name)[min(4, tone + 1)])
    return canvas


def tall_grass(seed: int) -> Canvas:
    """A tuft of blades, 12 x 10."""
    canvas = Canvas(12, 10)
    for k in range(7):
        x, tall = 1 + below(10, seed, k), 4 + below(5, seed, k, 1)
        canvas.down(x, 9 - tall, tall + 1, GRASS[1 if k % 2 else 0])
        canvas.dot(x + (1 if k % 3 else -1), 9 - tall, GRASS[4 if k % 2 else 3])
    return canvas


def reeds(seed: int) -> Canvas:
    """Bulrushes for the shore, 16 x 22."""
    canvas, leaf = Canvas(16, 22), ramp("willow")
    for k in range(8):
        x, tall = 2 + below(12, seed, k), 9 + below(9, seed, k, 1)
        canvas.down(x, 21 - tall, tall, leaf[1 + k % 3])
        if k % 3 == 0:
            canvas.rect(x - 1, 20 - tall, 2, 5, ramp("umber")[2])
            canvas.dot(x - 1, 20 - tall, ramp("umber")[3])
    return canvas


def lily(seed: int) -> Canvas:
    """Two lily pads and perhaps a blossom, 16 x 10."""
    canvas, leaf = Canvas(16, 10), ramp("green")
    for x, y, reach in ((5, 5, 4.2), (11, 6, 3.2)):
        canvas.ellipse(x, y + 0.6, reach, reach * 0.62, leaf[1])
        canvas.ellipse(x, y, reach, reach * 0.6, leaf[3])
        canvas.across(x, y, 4, ramp("water")[2])
        canvas.across(x - 3, y - 1, 3, leaf[4])
    if seed % 2 == 0:
        petals = {"p": ramp("pink")[4], "q": ramp("pink")[3], "h": ramp("straw")[4]}
        canvas.stamp(3, 1, (".p.p.", "pqhqp", ".qqq."), petals)
    return canvas


def crop(kind: str, seed: int) -> Canvas:
    """One plant of a field, 14 x 16; base at the bottom centre."""
    canvas, leaf = Canvas(14, 16), ramp("lime")
    if kind == "cabbage":
        canvas.ellipse(7, 11, 5.4, 4, ramp("green")[2])
        canvas.ellipse(7, 10, 4.4, 3.4, leaf[3])
        canvas.ellipse(6.4, 9.4, 2.2, 1.8, leaf[4])
        canvas.stamp(3, 8, ("d......d", ".d....d.", "..d..d.."), {"d": ramp("green")[2]})
    elif kind == "pumpkin":
        orange = ramp("orange")
        canvas.ellipse(7, 11, 5.4, 4, orange[3])
        for x in (4, 7, 10):
            canvas.down(x, 8, 6, orange[2])
        canvas.across(4, 8, 3, orange[4])
        canvas.rect(6, 5, 2, 3, ramp("green")[2])
        canvas.across(8, 6, 3, leaf[2])
    elif kind == "corn":
        canvas.down(7, 1, 14, leaf[2])
        for y, side in ((4, -1), (6, 1), (9, -1), (11, 1)):
            for k in range(1, 5):
                canvas.dot(7 + side * k, y + abs(k - 2), leaf[3 if side < 0 else 2])
        canvas.rect(8, 5, 2, 5, ramp("straw")[4])
        canvas.down(9, 5, 5, ramp("straw")[3])
    else:
        canvas.ellipse(7, 9, 5, 5, leaf[1])
        canvas.ellipse(6.4, 8.4, 4, 4, leaf[2])
        for k in range(4):
            x, y = 3 + below(7, seed, k, 1), 6 + below(6, seed, k, 2)
            canvas.rect(x, y, 2, 2, ramp("red")[3])
            canvas.dot(x, y, ramp("red")[4])
    return canvas.outline()


def frames() -> Iterator[tuple[str, Canvas]]:
    """Every plant and stone with its name in the atlas."""
    for variant in range(TREE_VARIANTS):
        for kind in LEAFY:
            yield f"tree/{kind}/{variant}", leafy_tree(kind, variant + 1)
        yield f"tree/pine/{variant}", pine_tree(variant)
    yield "tree/willow/0", willow_tree(0)
    for kind in ("oak", "lime", "berry", "cherry"):
        yield f"bush/{kind}", bush(kind, len(kind))
    for variant in range(2):
        yield f"hedge/{variant}", hedge(variant)
        yield f"rock/{variant}", rock(variant)
        yield f"tall-grass/{variant}", tall_grass(variant)
        yield f"reeds/{variant}", reeds(variant)
        yield f"lily/{variant}", lily(variant)
        for kind in ("warm", "cool", "rose", "sun"):
            yield f"flowers/{kind}/{variant}", flowers(kind, variant)
    for kind in ("cabbage", "pumpkin", "corn", "tomato"):
        yield f"crop/{kind}", crop(kind, 0)
