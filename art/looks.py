"""The looks that villagers and visitors choose from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Look:
    """What a villager wears and looks like; colours are names of palette ramps."""

    id: str
    description: str
    skin: str
    hair: str
    hair_colour: str
    fringe: str
    length: str
    top: str
    legs: str
    outfit: str = "plain"
    accent: str = "red"
    shoes: str = "umber"
    dress: bool = False
    glasses: bool = False
    beard: str = ""
    hat: str = ""
    hat_colour: str = "straw"


# id, description, skin, hair style, colour, fringe, length, top, legs, and what is special.
LOOKS: tuple[Look, ...] = (
    Look("look-01", "young woman, long copper hair, green dress", "peach", "plain", "copper", "swept", "long", "green", "green", "buttons", "white", dress=True),
    Look("look-02", "young man, short black hair, blue jacket", "honey", "plain", "black", "spiky", "short", "blue", "slate", "jacket", "white"),
    Look("look-03", "elderly woman, silver bun, glasses, violet dress", "porcelain", "bun", "silver", "parted", "short", "violet", "violet", "buttons", "white", dress=True, glasses=True),
    Look("look-04", "old man, bald with a white beard, brown waistcoat", "peach", "bald", "white", "high", "short", "umber", "slate", "jacket", "cream", beard="full"),
    Look("look-05", "middle-aged man, straw hat, blue overalls, red shirt", "tan", "plain", "brown", "short", "short", "red", "blue", "overalls", "blue", hat="straw"),
    Look("look-06", "baker, dark curly hair, white apron over orange", "umber", "curly", "black", "short", "ear", "orange", "umber", "apron", "white"),
    Look("look-07", "woman with black braids, yellow dress", "ebony", "braids", "black", "parted", "short", "straw", "straw", "buttons", "red", dress=True),
    Look("look-08", "girl with a golden ponytail, pink top", "porcelain", "pony", "gold", "straight", "short", "pink", "blue", "stripes", "white"),
    Look("look-09", "boy with a red cap and striped shirt", "honey", "plain", "chestnut", "short", "short", "white", "blue", "stripes", "red", hat="cap", hat_colour="red"),
    Look("look-10", "scholar, ash hair, glasses, teal jacket", "peach", "plain", "ash", "swept", "ear", "teal", "umber", "jacket", "cream", glasses=True),
    Look("look-11", "fisherman, grey beard, navy beanie", "tan", "plain", "silver", "short", "short", "slate", "umber", "stripes", "white", beard="full", hat="beanie", hat_colour="blue"),
    Look("look-12", "doctor, black bob, white coat", "honey", "plain", "black", "straight", "bob", "white", "teal", "jacket", "teal"),
    Look("look-13", "big afro, violet jacket, artist", "ebony", "afro", "black", "short", "ear", "violet", "slate", "jacket", "straw"),
    Look("look-14", "carpenter, chestnut beard, timber-brown overalls, green shirt", "peach", "plain", "chestnut", "swept", "short", "green", "umber", "overalls", "umber", beard="full"),
    Look("look-15", "woman with a red kerchief and apron", "tan", "plain", "brown", "parted", "bob", "butter", "umber", "apron", "white", dress=True, hat="kerchief", hat_colour="red"),
    Look("look-16", "mayor, white moustache, dark blue coat with gold", "porcelain", "plain", "white", "high", "short", "blue", "ink", "buttons", "straw", shoes="ink", beard="moustache"),
    Look("look-17", "teacher, chestnut bob, glasses, rose cardigan", "honey", "plain", "chestnut", "parted", "bob", "pink", "slate", "jacket", "white", glasses=True),
    Look("look-18", "teenager, plum hair, dark jacket", "porcelain", "plain", "plum", "swept", "bob", "slate", "ink", "jacket", "pink", shoes="ink"),
    Look("look-19", "gardener, straw hat, long brown hair, lime shirt", "umber", "plain", "brown", "parted", "long", "lime", "umber", "overalls", "teal", hat="straw"),
    Look("look-20", "tall man, bald, full black beard, orange shirt", "umber", "bald", "black", "high", "short", "orange", "slate", "plain", beard="full"),
    Look("look-21", "old woman, white curls, teal dress, scarf", "ebony", "curly", "white", "short", "ear", "teal", "teal", "scarf", "straw", dress=True),
    Look("look-22", "young man, golden hair, cream shirt, waistcoat", "peach", "plain", "gold", "swept", "ear", "cream", "umber", "jacket", "green"),
    Look("look-23", "musician, long black hair, red coat", "tan", "plain", "black", "parted", "long", "red", "ink", "buttons", "straw", shoes="ink"),
    Look("look-24", "postwoman, copper ponytail, blue cap", "porcelain", "pony", "copper", "swept", "short", "blue", "slate", "buttons", "straw", hat="cap", hat_colour="blue"),
    Look("look-25", "grandfather, silver hair, moustache, green cardigan, glasses", "honey", "plain", "silver", "high", "short", "green", "umber", "jacket", "cream", glasses=True, beard="moustache"),
    Look("look-26", "woman with a high bun, orange dress", "umber", "bun", "brown", "straight", "short", "orange", "orange", "buttons", "white", dress=True),
    Look("look-27", "boy with spiky golden hair, teal top", "peach", "plain", "gold", "spiky", "short", "teal", "umber", "stripes", "straw"),
    Look("look-28", "girl with a bow, brown hair, red dress", "honey", "bow", "brown", "straight", "bob", "red", "red", "buttons", "white", dress=True, shoes="ink"),
    Look("look-29", "miller, chestnut curls, cream apron, blue shirt", "peach", "curly", "chestnut", "short", "ear", "blue", "umber", "apron", "cream"),
    Look("look-30", "young woman, long ash hair, sky-blue dress", "porcelain", "plain", "ash", "straight", "long", "sky", "sky", "scarf", "pink", dress=True),
    Look("look-31", "sailor, black hair, white and blue stripes, moustache", "tan", "plain", "black", "short", "short", "white", "blue", "stripes", "blue", beard="moustache"),
    Look("look-32", "traveller, brown beard, green hat and scarf", "honey", "plain", "brown", "short", "ear", "umber", "slate", "scarf", "red", beard="full", hat="beanie", hat_colour="green"),
    Look("look-33", "nurse, black braids, white apron over teal", "ebony", "braids", "black", "straight", "short", "teal", "teal", "apron", "white", dress=True),
    Look("look-34", "student, black hair, glasses, yellow scarf", "ebony", "plain", "black", "short", "short", "green", "slate", "scarf", "straw", glasses=True),
    Look("look-35", "young man, copper curls, violet shirt", "porcelain", "curly", "copper", "short", "ear", "violet", "umber", "plain"),
    Look("look-36", "woman, teal-dyed bob, black coat", "tan", "plain", "teal", "straight", "bob", "ink", "slate", "buttons", "teal", shoes="ink"),
)
