"""Brook's buildings: where they stand, how they look, who uses them."""

from dataclasses import dataclass

from art.buildings import Plan


@dataclass(frozen=True)
class House:
    """A building on the map: (x, y) is its footprint's north-west tile.

    `street` is the vertex row at which the path from its door ends.
    """

    place: str
    name: str
    kind: str
    x: int
    y: int
    street: int
    room: str
    plan: Plan

    @property
    def id(self) -> str:
        """The building's id, which is also its frame's name."""
        return self.plan.name

    @property
    def door(self) -> tuple[int, int]:
        """The door's tile: bottom centre of the footprint."""
        return self.x + self.plan.width // 2, self.y + self.plan.depth - 1

    @property
    def path(self) -> tuple[int, int, int, int]:
        """Vertices of the path from the door to the street."""
        x, y = self.door
        return x, y + 1, x + 1, self.street

    def covers(self, x: int, y: int) -> bool:
        """Whether the tile lies in the footprint."""
        return 0 <= x - self.x < self.plan.width and 0 <= y - self.y < self.plan.depth


def _home(title: str, tile: tuple[int, int], street: int, room: int, plan: Plan) -> House:
    return House(f"home-{plan.name}", title, "home", *tile, street, f"home/{room}", plan)


def _public(title: str, tile: tuple[int, int], street: int, plan: Plan) -> House:
    return House(plan.name, title, plan.name, *tile, street, plan.name, plan)


_HOMES = (
    _home(
        "Rookery Cottage",
        (3, 5),
        10,
        0,
        Plan("rookery", 5, 4, "slate", "timber", "planks", "red", 11, chimney=1, dormers=1),
    ),
    _home(
        "The Old Mill",
        (41, 5),
        10,
        3,
        Plan("mill", 5, 4, "umber", "stone", "stone", "green", 12, chimney=-1, wheel=True, dormers=1),
    ),
    _home(
        "Hilltop House",
        (57, 2),
        7,
        1,
        Plan("hill", 5, 4, "violet", "rose", "plaster", "violet", 13, gable=True, chimney=1),
    ),
    _home(
        "Orchard House",
        (58, 10),
        15,
        0,
        Plan("orchard", 5, 4, "orange", "cream", "timbered", "green", 14, chimney=-1, dormers=2),
    ),
    _home(
        "Bramble Cottage",
        (3, 18),
        24,
        2,
        Plan(
            "bramble",
            5,
            4,
            "straw",
            "cream",
            "timbered",
            "blue",
            15,
            thatched=True,
            dormers=1,
            ivy=True,
        ),
    ),
    _home(
        "Garden Cottage",
        (18, 30),
        37,
        1,
        Plan(
            "garden",
            5,
            4,
            "green",
            "butter",
            "plaster",
            "teal",
            16,
            gable=True,
            chimney=-1,
            ivy=True,
        ),
    ),
    _home(
        "Lantern House",
        (25, 31),
        37,
        3,
        Plan("lantern", 5, 4, "red", "cream", "plaster", "straw", 17, gable=True, chimney=1),
    ),
    _home(
        "Willow House",
        (36, 31),
        37,
        2,
        Plan("willow", 5, 4, "teal", "mint", "plaster", "teal", 18, gable=True, chimney=-1),
    ),
    _home(
        "Heron House",
        (42, 30),
        37,
        1,
        Plan("heron", 5, 4, "blue", "white", "planks", "blue", 19, chimney=1, dormers=2),
    ),
    _home(
        "Ferryman's House",
        (56, 28),
        33,
        3,
        Plan("ferry", 5, 4, "red", "timber", "planks", "teal", 20, chimney=-1, dormers=1),
    ),
    _home(
        "Fern Cottage",
        (4, 40),
        45,
        1,
        Plan(
            "fern",
            5,
            4,
            "straw",
            "mint",
            "plaster",
            "green",
            21,
            thatched=True,
            chimney=1,
            ivy=True,
        ),
    ),
    _home(
        "Plum House",
        (14, 40),
        45,
        2,
        Plan("plum", 5, 4, "violet", "butter", "timbered", "red", 22, chimney=-1, dormers=2),
    ),
)

_PUBLIC = (
    _public(
        "Brook School",
        (10, 4),
        10,
        Plan("school", 9, 5, "orange", "cream", "timbered", "green", 31, sign="abc", tower="bell"),
    ),
    _public(
        "Otter Library",
        (20, 4),
        10,
        Plan("library", 7, 5, "green", "brick", "brick", "straw", 32, sign="book", dormers=2),
    ),
    _public(
        "Elder Clinic",
        (31, 4),
        10,
        Plan("clinic", 7, 5, "teal", "white", "plaster", "teal", 33, sign="cross", chimney=1),
    ),
    _public(
        "Crumb & Crust Bakery",
        (9, 17),
        24,
        Plan(
            "bakery",
            7,
            5,
            "umber",
            "butter",
            "timbered",
            "orange",
            34,
            sign="loaf",
            awning="orange",
            chimney=-1,
        ),
    ),
    _public(
        "Kettle Café",
        (18, 17),
        24,
        Plan(
            "cafe",
            7,
            5,
            "red",
            "mint",
            "plaster",
            "red",
            35,
            sign="cup",
            awning="red",
            chimney=1,
            dormers=2,
        ),
    ),
    _public(
        "Town Hall",
        (28, 14),
        20,
        Plan(
            "town-hall",
            9,
            5,
            "blue",
            "brick",
            "brick",
            "blue",
            36,
            sign="crown",
            tower="clock",
            dormers=2,
        ),
    ),
    _public(
        "Pedlar's Shop",
        (40, 17),
        24,
        Plan(
            "shop",
            7,
            5,
            "violet",
            "cream",
            "plaster",
            "blue",
            37,
            sign="basket",
            awning="green",
            dormers=2,
        ),
    ),
    _public(
        "Alder Workshop",
        (55, 18),
        24,
        Plan("workshop", 7, 5, "slate", "stone", "stone", "orange", 38, sign="hammer", chimney=-1),
    ),
)

HOUSES: tuple[House, ...] = _HOMES + _PUBLIC
