"""What there is to do, place by place, and where one can stand outdoors."""

from art.model import Activity, Area, Point

# id, what one does (third person), emoji, object.
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
            (28, 24),
            (36, 25),
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
        ((5, 32), (7, 32), (9, 32), (11, 32), (6, 29), (10, 29), (8, 34), (12, 34), (4, 31)),
    ),
}

_HOME_LIFE: tuple[Deed, ...] = (
    ("sleep", "sleeps", "💤", "bed"),
    ("cook", "cooks a meal", "🍲", "stove"),
    ("tidy", "tidies up", "🧹", None),
    ("rest", "rests with a cup of tea", "🍵", None),
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
        ("market", "looks over the market stalls", "🧺", None),
        ("gossip", "catches up on the news", "📰", "notice-board"),
        ("busk", "plays a tune", "🎻", None),
    ),
    "bridge": (
        ("watch-river", "watches the river", "🌊", None),
        ("fish", "fishes from the bridge", "🎣", None),
        ("daydream", "daydreams", "💭", None),
    ),
    "park": (
        ("read", "reads on a bench", "📖", None),
        ("feed-ducks", "feeds the ducks", "🦆", None),
        ("picnic", "has a picnic", "🧺", None),
        ("play", "plays", "⚽", None),
        ("sketch", "sketches the blossoms", "🎨", None),
    ),
    "dock": (
        ("fish", "fishes", "🎣", None),
        ("mend-nets", "mends nets", "🪢", None),
        ("watch-lake", "looks out over the lake", "🌅", None),
        ("scrub-boat", "scrubs a boat", "🚣", "boat"),
    ),
    "farm": (
        ("hoe", "hoes the rows", "🌱", None),
        ("harvest", "harvests vegetables", "🥕", None),
        ("water", "waters the crops", "💧", None),
        ("hens", "feeds the hens", "🐔", "coop"),
        ("garden", "gardens", "🧑‍🌾", None),
    ),
    "cafe": (
        ("brew", "brews coffee", "☕", "coffee-machine"),
        ("serve", "serves a table", "🍰", None),
        ("drink", "drinks a coffee", "☕", None),
        ("chat", "chats over cake", "🧁", None),
        ("wash-up", "washes cups", "🫧", None),
    ),
    "shop": (
        ("sell", "serves a customer", "🛍️", "till"),
        ("stock", "stocks the shelves", "📦", None),
        ("browse", "browses the shelves", "👀", None),
        ("accounts", "does the accounts", "🧾", None),
    ),
    "library": (
        ("read", "reads", "📖", None),
        ("shelve", "shelves books", "📚", None),
        ("study", "studies", "✏️", "reading-lamp"),
        ("research", "looks something up", "🔎", None),
    ),
    "school": (
        ("teach", "teaches a lesson", "🧑‍🏫", "blackboard"),
        ("learn", "does sums", "🧮", None),
        ("paint", "paints a picture", "🖍️", None),
        ("mark", "marks homework", "📝", None),
    ),
    "clinic": (
        ("examine", "sees a patient", "🩺", None),
        ("bandage", "bandages a knee", "🩹", None),
        ("remedies", "mixes remedies", "🧪", "cabinet"),
        ("wait", "waits for the doctor", "🪑", None),
    ),
    "town-hall": (
        ("council", "prepares a council meeting", "📜", None),
        ("letters", "answers letters", "✉️", None),
        ("archive", "keeps the town's records", "🗂️", None),
        ("clock", "winds the tower clock", "🕰️", "clock"),
    ),
    "workshop": (
        ("saw", "saws boards", "🪚", "workbench"),
        ("repair", "repairs a chair", "🔨", None),
        ("paint", "paints a sign", "🖌️", None),
        ("sharpen", "sharpens tools", "🔧", None),
    ),
    "bakery": (
        ("knead", "kneads dough", "🍞", None),
        ("bake", "bakes bread", "🥖", "oven"),
        ("ice", "ices buns", "🧁", None),
        ("sell", "sells warm rolls", "🥐", None),
    ),
}
# Letter of the floor plan, object id, name.
FIXTURES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "home": (("K", "stove", "stove"), ("F", "stove", "hearth"), ("B", "bed", "bed")),
    "cafe": (("M", "coffee-machine", "coffee machine"),),
    "shop": (("J", "till", "till"),),
    "library": (("T", "reading-lamp", "reading lamp"),),
    "school": (("V", "blackboard", "blackboard"),),
    "clinic": (("Q", "cabinet", "medicine cabinet"),),
    "town-hall": (("U", "clock", "clock"),),
    "workshop": (("A", "workbench", "workbench"),),
    "bakery": (("O", "oven", "oven"),),
}
OUTDOOR_FIXTURES: dict[str, tuple[tuple[str, str, int, int], ...]] = {
    "plaza": (("fountain", "fountain", 32, 24), ("notice-board", "notice board", 27, 20)),
    "dock": (("boat", "rowing boat", 48, 39),),
    "farm": (("coop", "hen coop", 4, 34),),
}


def activities(place: str) -> list[Activity]:
    """What one can do at a place. KeyError for a place without deeds."""
    deeds = (*_HOME_LIFE, _HOBBIES[place]) if place.startswith("home-") else _DEEDS[place]
    return [Activity(*deed) for deed in deeds]


def area(box: tuple[int, int, int, int]) -> Area:
    """A box (x, y, width, height) as an area."""
    return Area(*box)


def points(tiles: tuple[tuple[int, int], ...] | list[tuple[int, int]]) -> list[Point]:
    """Tiles as points."""
    return [Point(x, y) for x, y in tiles]
