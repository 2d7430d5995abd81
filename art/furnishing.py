"""Brook's props and plants: what stands and grows where."""

from dataclasses import dataclass

from art.chance import noise, pick, roll
from art.houses import HOUSES
from art.land import FIELD, HEIGHT, WIDTH, Land

TILE = 16


@dataclass(frozen=True)
class Prop:
    """A drawing whose base stands at a tile; what it blocks reaches east and north from there."""

    frame: str
    x: int
    y: int
    blocks: tuple[int, int] = (1, 1)
    shift_x: int = 0
    shift_y: int = -2
    flat: bool = False

    @property
    def pixel(self) -> tuple[int, int]:
        """Where the frame's anchor goes."""
        wide = max(1, self.blocks[0])
        return self.x * TILE + wide * TILE // 2 + self.shift_x, (self.y + 1) * TILE + self.shift_y

    def tiles(self) -> list[tuple[int, int]]:
        """The tiles it blocks."""
        wide, deep = self.blocks
        return [(self.x + i, self.y - j) for i in range(wide) for j in range(deep)]


LAMPS: tuple[tuple[int, int], ...] = (
    *((8, 22), (17, 22), (25, 22), (39, 22), (47, 22), (54, 22)),  # north side of main street
    *((9, 27), (22, 27), (43, 27), (53, 27), (60, 27)),  # south side
    *((8, 12), (20, 12), (27, 12), (37, 12), (44, 12)),  # north street
    *(
        (30, 22),
        (34, 22),
        (27, 19),
        (37, 19),
        (30, 30),
        (35, 30),
        (31, 44),
        (24, 39),
        (41, 39),
    ),  # plaza and park
    *((18, 36), (34, 36), (9, 39), (12, 44), (55, 14), (61, 33)),
)

# Tiles kept free of what grows by itself: x, y, width, height.
_TENDED = ((2, 28, 14, 8), (22, 42, 12, 5), (8, 13, 8, 3), (41, 13, 6, 3))

_OPEN = (0, 0)


def _plaza() -> list[Prop]:
    benches = [Prop("bench", x, y, _OPEN, 8, 0) for x, y in ((29, 20), (34, 20))]
    return [
        Prop("fountain", 31, 25, (3, 2), shift_y=2),
        Prop("stall/red", 27, 22, (2, 1)),
        Prop("stall/blue", 36, 22, (2, 1)),
        Prop("stall/green", 36, 27, (2, 1)),
        Prop("notice-board", 27, 27, (2, 1)),
        *benches,
        *(Prop("planter/pink", x, y) for x, y in ((31, 19), (33, 19))),
        *(Prop("planter/straw", x, y) for x, y in ((31, 29), (34, 29))),
        Prop("crate/1", 35, 22),
        Prop("barrel", 38, 27),
    ]


def _farm() -> list[Prop]:
    kinds = ("cabbage", "corn", "tomato", "pumpkin")
    x0, y0, x1, y1 = FIELD
    crops = [
        Prop(f"crop/{kinds[(row + (x > 8)) % 4]}", x, y, _OPEN, shift_y=-4)
        for row, y in enumerate(y for y in range(y0, y1) if y != 32)
        for x in range(x0, x1)
        if (x, y) not in ((8, 31), (9, 31))
    ]
    rails = [Prop("fence/rail", x, y) for y in (28, 35) for x in range(3, 15)]
    sides = [
        Prop("fence/side", x, y, shift_x=shift)
        for x, shift in ((2, 8), (15, -8))
        for y in range(28, 36)
        if not (x == 15 and y in (31, 32, 33))
    ]
    rest = [Prop("scarecrow", 8, 31), Prop("hay", 4, 34), Prop("hay", 3, 29), Prop("well", 14, 30)]
    hens = [Prop("hen", x, y, _OPEN) for x, y in ((6, 34), (10, 34), (5, 29))]
    return crops + rails + sides + rest + hens


def _park_and_water() -> list[Prop]:
    lilies = ((36, 44), (38, 45), (39, 43), (46, 42), (58, 44), (60, 42), (54, 45))
    reeds = ((33, 44), (40, 46), (45, 44), (61, 40), (47, 15), (52, 29), (48, 30))
    return [
        *(Prop("bench", x, y, _OPEN, 8, 0) for x, y in ((27, 40), (35, 40))),
        Prop("gazebo", 27, 45, (3, 2)),
        Prop("picnic", 23, 44, _OPEN, 8, flat=True),
        *(Prop(f"tree/cherry/{k}", x, 46) for k, x in enumerate((24, 30, 33))),
        *(Prop(f"flowers/rose/{x % 2}", x, 46, _OPEN, flat=True) for x in (26, 27, 28, 29)),
        Prop("tree/willow/0", 41, 43),
        *(Prop(f"lily/{k % 2}", x, y, _OPEN, flat=True) for k, (x, y) in enumerate(lilies)),
        *(Prop(f"reeds/{k % 2}", x, y, _OPEN) for k, (x, y) in enumerate(reeds)),
        Prop("duck/white", 37, 43, _OPEN, flat=True),
        Prop("duck/brown", 38, 44, _OPEN, flat=True),
        Prop("duck/white", 55, 37, _OPEN, flat=True),
        Prop("boat/red", 47, 39, _OPEN, 8, 6),
        Prop("boat/blue", 50, 36, _OPEN, 8),
        Prop("barrel", 42, 36),
        Prop("crate/0", 43, 36),
    ]


def _street_corners() -> list[Prop]:
    return [
        Prop("signpost", 46, 27),
        Prop("signpost", 31, 39),
        Prop("signpost", 18, 27),
        Prop("barrel", 62, 23),
        Prop("crate/0", 54, 23),
        Prop("barrel", 8, 9),
        Prop("cat/orange", 22, 35, _OPEN),
        Prop("cat/grey", 39, 13, _OPEN),
        *(Prop(f"hedge/{x % 2}", x, 19, shift_y=0) for x in (28, 29, 30, 34, 35, 36)),
    ]


def _yards() -> list[Prop]:
    return [
        Prop("swing", 11, 14, (2, 1)),
        Prop("sandpit", 8, 14, _OPEN, 6, flat=True),
        Prop("tree/lime/1", 14, 14),
        *(Prop("beehive", x, 14) for x in (42, 44)),
        *(
            Prop(f"flowers/{kind}/0", x, 15, _OPEN, flat=True)
            for kind, x in (("sun", 42), ("cool", 43), ("warm", 44))
        ),
        Prop("laundry", 21, 13, (3, 1)),
        *(Prop(f"tree/lime/{y % 3}", 56, y) for y in (10, 12)),
    ]


def _front_gardens() -> list[Prop]:
    kinds = ("rose", "sun", "cool", "warm")
    beds: list[Prop] = []
    for number, house in enumerate(HOUSES):
        row = house.y + house.plan.depth
        if house.id == "town-hall":
            continue
        for i in range(house.plan.width):
            aside = house.x + i - house.door[0]
            if aside:
                frame = f"flowers/{kinds[number % 4]}/{i % 2}"
                # The path is two tiles wide: beds beside it give way by half a tile.
                shift = 7 * aside if abs(aside) == 1 else 0
                beds.append(Prop(frame, house.x + i, row, _OPEN, shift, -6, flat=True))
    return beds


def arranged() -> list[Prop]:
    """Everything placed by hand."""
    lamps = [Prop("lamp", x, y) for x, y in LAMPS]
    return _plaza() + _farm() + _park_and_water() + _yards() + _street_corners() + _front_gardens() + lamps


def _kinds(x: int, y: int) -> tuple[str, ...]:
    if x > 52 and y < 22:
        return ("tree/lime", "tree/lime", "tree/autumn", "tree/oak")
    if y > 36 and x > 22:
        return ("tree/cherry", "tree/cherry", "tree/oak")
    if x < 12 and y < 18:
        return ("tree/pine", "tree/pine", "tree/oak")
    if x > 58:
        return ("tree/autumn", "tree/oak", "tree/pine")
    return ("tree/oak", "tree/oak", "tree/lime", "tree/pine")


def grown(land: Land, taken: set[tuple[int, int]]) -> list[Prop]:
    """Trees and bushes wherever they hide no path, no door and no facade."""
    worn = land.corners["path"] | land.corners["cobble"] | land.corners["soil"]
    wet = land.corners["water"]
    dense = noise(HEIGHT, WIDTH, 6, 41)
    plants: list[Prop] = []
    roots: set[tuple[int, int]] = set()
    taken = taken | {(x + i, y + j) for x, y, w, h in _TENDED for i in range(w) for j in range(h)}

    def clear(x: int, y: int, reach: int, above: int) -> bool:
        west, east, north, south = max(0, x - reach), x + reach + 2, max(0, y - above), y + 2
        if worn[north:south, west:east].any() or wet[max(0, y - 1) : south, west:east].any():
            return False
        around = {(x + i, y - j) for i in range(-reach, reach + 1) for j in range(-1, above + 1)}
        return not around & taken and not {(x + i, y - j) for i in (-1, 0, 1) for j in (-1, 0, 1)} & roots

    for y in range(1, HEIGHT):
        for x in range(WIDTH):
            rim = min(x, y - 1, WIDTH - 1 - x, HEIGHT - 1 - y)
            wish = 0.8 if rim < 2 else 0.5 if dense[y, x] > 0.1 else 0.26
            if roll(x, y, 42) > wish:
                continue
            if clear(x, y, 1, 2) or (rim < 1 and clear(x, y, 0, 1)):
                kind = pick(_kinds(x, y), x, y, 43)
                shift = round(6 * roll(x, y, 44)) - 3
                plants.append(Prop(f"{kind}/{int(3 * roll(x, y, 45))}", x, y, (1, 1), shift))
                roots.add((x, y))
            elif clear(x, y, 0, 0) and roll(x, y, 46) < 0.3:
                frame = pick(
                    ("bush/oak", "bush/lime", "bush/berry", "bush/oak", "rock/0", "bush/cherry"),
                    x,
                    y,
                    47,
                )
                plants.append(Prop(frame, x, y))
                roots.add((x, y))
            elif clear(x, y, 0, 0) and roll(x, y, 48) < 0.4:
                plants.append(Prop(f"tall-grass/{x % 2}", x, y, _OPEN, shift_y=-4))
    return plants
