"""Signs that are read at a glance: one bold picture on a pale board."""

from art.canvas import Canvas
from art.palette import ramp

SIGN_WIDTH = 24
SIGN_HEIGHT = 18

_LEGEND = {
    "k": ramp("ink")[0],
    "w": ramp("white")[4],
    "g": ramp("white")[2],
    "r": ramp("red")[2],
    "R": ramp("red")[3],
    "b": ramp("blue")[2],
    "B": ramp("blue")[3],
    "n": ramp("umber")[2],
    "N": ramp("umber")[1],
    "y": ramp("straw")[3],
    "Y": ramp("straw")[2],
    "o": ramp("orange")[3],
    "O": ramp("orange")[2],
    "v": ramp("green")[2],
    "V": ramp("green")[3],
    "s": ramp("slate")[2],
    "S": ramp("slate")[3],
}

ICONS: dict[str, tuple[str, ...]] = {
    "cup": (
        "...g..g.......",
        "..g..g........",
        "...g..g.......",
        "kkkkkkkkkk....",
        "kRrrrrrrrkkk..",
        "kRrrrrrrrk..k.",
        "kRrrrrrrrk..k.",
        "kRrrrrrrrkkk..",
        ".kRrrrrrk.....",
        "..kkkkkk......",
        "kkkkkkkkkk....",
    ),
    "book": (
        "..............",
        ".kkkkk..kkkkk.",
        "kwwwwwkkwwwwwk",
        "kwggwwkkwwggwk",
        "kwwwwwkkwwwwwk",
        "kwggwwkkwwggwk",
        "kwwwwwkkwwwwwk",
        "kBwwwwkkwwwwBk",
        "kBBBBBkkBBBBBk",
        ".kkkkkkkkkkkk.",
        "..............",
    ),
    "cross": (
        "..............",
        ".....kkkk.....",
        ".....kRrk.....",
        "..kkkkRrkkkk..",
        "..kRRRRrrrrk..",
        "..krrrrrrrrk..",
        "..kkkkrrkkkk..",
        ".....krrk.....",
        ".....kkkk.....",
        "..............",
        "..............",
    ),
    "loaf": (
        "..............",
        "...kkkkkkkk...",
        ".kkyyyyyyyykk.",
        "kyyyOyyOyyOyok",
        "kyyOyyOyyOyyok",
        "koyyyyyyyyyook",
        ".kooooooooook.",
        ".kOoooooooOOk.",
        ".kOOOOOOOOOOk.",
        "..kkkkkkkkkk..",
        "..............",
    ),
    "hammer": (
        "..kkkkkkk.....",
        ".kSSSSSSSkk...",
        ".kSssssssssk..",
        ".kSssssssskk..",
        "..kkkknnkkk...",
        "....kknnk.....",
        ".....knnk.....",
        ".....knNk.....",
        ".....knNk.....",
        ".....knNk.....",
        "......kk......",
    ),
    "basket": (
        "....kkkkkk....",
        "...k......k...",
        "..krRk.VVk.k..",
        "..kRrkoVvkok..",
        "kkkkkkkkkkkkkk",
        "kyYyYyYyYyYyYk",
        ".kYyYyYyYyYyk.",
        ".kyYyYyYyYyYk.",
        "..kYyYyYyYyk..",
        "..kkkkkkkkkk..",
        "..............",
    ),
    "crown": (
        "......kk......",
        "..k..kyyk..k..",
        ".kyk.kyyk.kyk.",
        ".kyykkyykkyyk.",
        ".kyyyyyyyyyyk.",
        ".kyRyyBByyRyk.",
        ".kyyyyyyyyyyk.",
        ".kYYYYYYYYYYk.",
        ".kkkkkkkkkkkk.",
        "..............",
        "..............",
    ),
    "abc": (
        "..............",
        ".kkkkkkkkkkkk.",
        ".kvvvvvvvvvvk.",
        ".kvwvvwwvvwwk.",
        ".kwvwvwvwwvvk.",
        ".kwwwvwwvwvvk.",
        ".kwvwvwvwwvvk.",
        ".kwvwvwwvvwwk.",
        ".kvvvvvvvvvvk.",
        ".kkkkkkkkkkkk.",
        "..............",
    ),
}


def sign(icon: str) -> Canvas:
    """A hanging board with the icon; KeyError for one that is not in ICONS."""
    canvas = Canvas(SIGN_WIDTH, SIGN_HEIGHT)
    wood, cream = ramp("wood"), ramp("cream")
    canvas.rect(4, 0, 2, 2, ramp("iron")[1])
    canvas.rect(18, 0, 2, 2, ramp("iron")[1])
    canvas.frame(1, 1, 22, 16, edge=wood[0], fill=wood[3])
    canvas.rect(3, 3, 18, 12, cream[4])
    canvas.across(3, 14, 18, cream[3])
    canvas.across(2, 15, 20, wood[2])
    canvas.stamp(5, 3, ICONS[icon], _LEGEND)
    return canvas
