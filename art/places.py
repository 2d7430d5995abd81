"""What there is to do and to use, place by place, and where one can stand outdoors."""

from dataclasses import dataclass, replace

from art.model import Activity, Area, Point

Tile = tuple[int, int]


@dataclass(frozen=True)
class Thing:
    """What people use, and its states in words that follow "The oven is"."""

    id: str
    name: str
    idle: str
    in_use: str
    after_use: str | None = None
    after_use_minutes: int = 0
    seats: int = 1
    """How many use it at once, indoors."""


# id, what one does (third person), emoji, the name of what it is done with.
Deed = tuple[str, str, str, str | None]

OUTDOORS: dict[str, tuple[str, tuple[int, int, int, int], tuple[int, int], tuple[tuple[int, int], ...]]] = {
    "plaza": (
        "Fountain Plaza",
        (26, 20, 13, 9),
        (32, 27),
        (
            (29, 20),
            (30, 20),
            (34, 20),
            (35, 20),
            (29, 24),
            (35, 24),
            (30, 27),
            (34, 27),
            (28, 23),
            (36, 23),
            (28, 28),
            (30, 28),
            (34, 28),
            (36, 28),
        ),
    ),
    "bridge": (
        "Alder Bridge",
        (47, 23, 6, 4),
        (47, 24),
        ((48, 23), (49, 23), (50, 23), (51, 23), (48, 26), (49, 26), (50, 26), (51, 26)),
    ),
    "park": (
        "Cherry Park",
        (22, 39, 20, 8),
        (32, 39),
        (
            *((27, 40), (28, 40), (35, 40), (36, 40)),
            *((26, 44), (31, 45), (22, 44), (25, 44), (30, 41), (26, 42)),
        ),
    ),
    "dock": (
        "Heron Dock",
        (43, 37, 7, 2),
        (43, 37),
        ((45, 37), (47, 37), (48, 38), (49, 37), (49, 38), (46, 38), (42, 39)),
    ),
    "farm": (
        "Barley Farm",
        (3, 28, 13, 8),
        (14, 32),
        (
            *((5, 32), (7, 32), (9, 32), (11, 32), (6, 29), (10, 29)),
            *((8, 34), (12, 34), (4, 31), (5, 34), (13, 30)),
        ),
    ),
}

_HOME_LIFE: tuple[Deed, ...] = (
    ("sleep", "sleeps", "💤", "bed"),
    ("cook", "cooks a meal", "🍲", "stove"),
    ("tidy", "tidies up", "🧹", None),
    ("rest", "rests with a cup of tea", "🍵", "table"),
)
_HOBBIES: dict[str, Deed] = {
    "home-willow": ("sew", "mends clothes", "🧵", None),
    "home-heron": ("tie", "ties fishing flies", "🪝", None),
    "home-plum": ("preserve", "cooks plum jam", "🍯", "stove"),
    "home-lantern": ("write", "writes letters", "✍️", None),
    "home-bramble": ("knit", "knits", "🧶", None),
    "home-mill": ("grind", "grinds flour", "🌾", None),
    "home-orchard": ("press", "presses apples", "🍎", None),
    "home-fern": ("press-flowers", "presses flowers", "🌿", None),
    "home-rookery": ("carve", "carves little birds", "🪶", None),
    "home-ferry": ("map", "draws river charts", "🗺️", None),
    "home-hill": ("stars", "studies the stars", "🔭", None),
    "home-garden": ("pot", "pots seedlings", "🪴", None),
}
_DEEDS: dict[str, tuple[Deed, ...]] = {
    "plaza": (
        ("stroll", "strolls about", "🚶", None),
        ("fountain", "watches the fountain", "⛲", "fountain"),
        ("market", "looks over the market stalls", "🧺", "market stall"),
        ("gossip", "catches up on the news", "📰", "notice board"),
        ("busk", "plays a tune", "🎻", None),
    ),
    "bridge": (
        ("watch-river", "watches the river", "🌊", "railing"),
        ("fish", "fishes from the bridge", "🎣", "railing"),
        ("daydream", "daydreams", "💭", None),
    ),
    "park": (
        ("read", "reads on a bench", "📖", "bench"),
        ("feed-ducks", "feeds the ducks", "🦆", "duck pond"),
        ("picnic", "has a picnic", "🧺", "picnic blanket"),
        ("play", "plays", "⚽", None),
        ("sketch", "sketches the blossoms", "🎨", None),
    ),
    "dock": (
        ("fish", "fishes", "🎣", "fishing rod"),
        ("mend-nets", "mends nets", "🪢", "nets"),
        ("watch-lake", "looks out over the lake", "🌅", None),
        ("scrub-boat", "scrubs a boat", "🚣", "rowing boat"),
    ),
    "farm": (
        ("hoe", "hoes the rows", "🌱", "vegetable rows"),
        ("harvest", "harvests vegetables", "🥕", "vegetable rows"),
        ("water", "waters the crops", "💧", "well"),
        ("hens", "feeds the hens", "🐔", "hen coop"),
        ("garden", "gardens", "🧑‍🌾", "vegetable rows"),
    ),
    "cafe": (
        ("brew", "brews coffee", "☕", "coffee machine"),
        ("serve", "serves a table", "🍰", "table"),
        ("drink", "drinks a coffee", "☕", "table"),
        ("chat", "chats over cake", "🧁", "table"),
        ("wash-up", "washes cups", "🫧", None),
    ),
    "shop": (
        ("sell", "serves a customer", "🛍️", "till"),
        ("stock", "stocks the shelves", "📦", "shelves"),
        ("browse", "browses the shelves", "👀", "shelves"),
        ("accounts", "does the accounts", "🧾", "till"),
    ),
    "library": (
        ("read", "reads", "📖", "reading table"),
        ("shelve", "shelves books", "📚", "bookshelf"),
        ("study", "studies", "✏️", "reading lamp"),
        ("research", "looks something up", "🔎", "bookshelf"),
    ),
    "school": (
        ("teach", "teaches a lesson", "🧑‍🏫", "blackboard"),
        ("learn", "does sums", "🧮", "desk"),
        ("paint", "paints a picture", "🖍️", "desk"),
        ("mark", "marks homework", "📝", "desk"),
    ),
    "clinic": (
        ("examine", "sees a patient", "🩺", "cot"),
        ("bandage", "bandages a knee", "🩹", "cot"),
        ("remedies", "mixes remedies", "🧪", "medicine cabinet"),
        ("wait", "waits for the doctor", "🪑", None),
    ),
    "town-hall": (
        ("council", "prepares a council meeting", "📜", "council table"),
        ("letters", "answers letters", "✉️", "desk"),
        ("archive", "keeps the town's records", "🗂️", "records shelf"),
        ("clock", "winds the tower clock", "🕰️", "clock"),
    ),
    "workshop": (
        ("saw", "saws boards", "🪚", "workbench"),
        ("repair", "repairs a chair", "🔨", "workbench"),
        ("paint", "paints a sign", "🖌️", "workbench"),
        ("sharpen", "sharpens tools", "🔧", "workbench"),
    ),
    "bakery": (
        ("knead", "kneads dough", "🍞", "kneading table"),
        ("bake", "bakes bread", "🥖", "oven"),
        ("ice", "ices buns", "🧁", "kneading table"),
        ("sell", "sells warm rolls", "🥐", "counter"),
    ),
}
_STOVE = Thing("stove", "stove", "cold", "lit", "still warm", 45)
_TABLE = Thing("table", "table", "free", "taken", "covered with crumbs", 20, seats=2)
_DESK = Thing("desk", "desk", "tidy", "taken", "strewn with paper", 60)
_WORKBENCH = Thing("workbench", "workbench", "tidy", "in use", "covered with shavings", 60)
_BENCH = Thing("bench", "bench", "free", "taken")
_STALL = Thing("stall", "market stall", "quiet", "busy")

# By kind of building: the letter of the floor plan, which of the tiles with it, the thing. Things of one sort
# have one name, and any of them will do. Users stand on the free spots nearest to it.
FIXTURES: dict[str, tuple[tuple[str, int, Thing], ...]] = {
    "home": (
        ("B", 0, Thing("bed", "bed", "made", "slept in", "unmade", 60, seats=2)),
        ("K", 0, _STOVE),
        ("F", 0, _STOVE),
        ("E", 0, Thing("table", "table", "clear", "laid", "not cleared yet", 20)),
    ),
    "cafe": (
        ("M", 0, Thing("coffee-machine", "coffee machine", "silent", "brewing", "still hot", 15)),
        ("M", 1, Thing("coffee-machine-2", "coffee machine", "silent", "brewing", "still hot", 15)),
        ("T", 0, _TABLE),
        ("T", 1, replace(_TABLE, id="table-2")),
    ),
    "shop": (
        ("J", 0, Thing("till", "till", "closed", "ringing")),
        ("G", 0, Thing("shelves", "shelves", "in order", "in use", "out of order", 45, seats=2)),
    ),
    "library": (
        ("L", 0, Thing("bookshelf", "bookshelf", "in order", "in use", "missing a few books", 60, seats=2)),
        ("T", 0, Thing("reading-lamp", "reading lamp", "off", "on")),
        ("T", 1, Thing("reading-table", "reading table", "free", "taken", "piled with books", 30, seats=2)),
    ),
    "school": (
        ("V", 0, Thing("blackboard", "blackboard", "clean", "being written on", "covered with chalk", 60)),
        ("D", 0, replace(_DESK, seats=2)),
        ("D", 1, replace(_DESK, id="desk-2")),
        ("D", 2, replace(_DESK, id="desk-3", seats=2)),
    ),
    "clinic": (
        ("Q", 0, Thing("cabinet", "medicine cabinet", "locked", "open")),
        ("H", 0, Thing("cot", "cot", "free", "taken", "rumpled", 30)),
        ("D", 0, _DESK),
    ),
    "town-hall": (
        ("U", 0, Thing("clock", "clock", "ticking", "being wound")),
        ("L", 0, Thing("records", "records shelf", "in order", "in use", "out of order", 60)),
        ("T", 0, _DESK),
        ("T", 1, Thing("council-table", "council table", "bare", "covered with papers", seats=2)),
    ),
    "workshop": (
        ("A", 0, _WORKBENCH),
        ("A", 1, replace(_WORKBENCH, id="workbench-2")),
        ("A", 2, replace(_WORKBENCH, id="workbench-3")),
    ),
    "bakery": (
        ("O", 0, Thing("oven", "oven", "cold", "baking", "still hot", 60)),
        ("O", 1, Thing("oven-2", "oven", "cold", "baking", "still hot", 60)),
        (
            "T",
            0,
            Thing("kneading-table", "kneading table", "clean", "covered with dough", "floury", 45, seats=2),
        ),
        ("T", 1, Thing("counter", "counter", "free", "busy", seats=2)),
    ),
}
# By outdoor place: the thing, its tile, and where its users stand.
OUTDOOR_FIXTURES: dict[str, tuple[tuple[Thing, Tile, tuple[Tile, ...]], ...]] = {
    "plaza": (
        (Thing("fountain", "fountain", "murmuring", "admired"), (32, 24), ((29, 24), (35, 24))),
        (Thing("notice-board", "notice board", "unread", "being read"), (27, 27), ((28, 28),)),
        (_BENCH, (29, 20), ((29, 20), (30, 20))),
        (replace(_BENCH, id="bench-2"), (34, 20), ((34, 20), (35, 20))),
        (_STALL, (28, 22), ((28, 23),)),
        (replace(_STALL, id="stall-2"), (36, 22), ((36, 23),)),
        (replace(_STALL, id="stall-3"), (36, 27), ((36, 28),)),
    ),
    "bridge": (
        (Thing("railing", "railing", "free", "leaned on"), (49, 23), ((48, 23), (49, 23), (50, 23))),
        (Thing("water-gauge", "water gauge", "unread", "being read"), (51, 26), ((51, 26),)),
    ),
    "park": (
        (_BENCH, (27, 40), ((27, 40), (28, 40))),
        (replace(_BENCH, id="bench-2"), (35, 40), ((35, 40), (36, 40))),
        (Thing("pond", "duck pond", "still", "full of eager ducks"), (30, 42), ((30, 41),)),
        (Thing("gazebo", "gazebo", "free", "taken"), (27, 44), ((26, 44),)),
        (
            Thing("blanket", "picnic blanket", "bare", "covered with food", "covered with crumbs", 30),
            (23, 44),
            ((22, 44), (25, 44)),
        ),
    ),
    "dock": (
        (Thing("boat", "rowing boat", "moored", "rocking"), (48, 39), ((48, 38),)),
        (Thing("boat-2", "rowing boat", "moored", "rocking"), (50, 36), ((49, 37),)),
        (Thing("rod", "fishing rod", "put away", "cast"), (49, 38), ((49, 38),)),
        (Thing("nets", "nets", "hung up", "being mended", "spread out to dry", 60), (46, 38), ((46, 38),)),
    ),
    "farm": (
        (Thing("coop", "hen coop", "quiet", "loud with hens"), (4, 34), ((5, 34),)),
        (Thing("well", "well", "free", "in use"), (14, 30), ((13, 30),)),
        (
            Thing("rows", "vegetable rows", "growing", "being worked", "freshly tended", 120),
            (9, 31),
            ((5, 32), (7, 32), (9, 32), (11, 32)),
        ),
    ),
}


def activities(place: str) -> list[Activity]:
    """What one can do at a place. KeyError for a place without deeds."""
    deeds = (*_HOME_LIFE, _HOBBIES[place]) if place.startswith("home-") else _DEEDS[place]
    return [Activity(*deed, asleep=deed[0] == "sleep") for deed in deeds]


def area(box: tuple[int, int, int, int]) -> Area:
    """A box (x, y, width, height) as an area."""
    return Area(*box)


def points(tiles: tuple[tuple[int, int], ...] | list[tuple[int, int]]) -> list[Point]:
    """Tiles as points."""
    return [Point(x, y) for x, y in tiles]
