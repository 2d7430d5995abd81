"""Rooms seen from above with the roof off; they lie flat on a building's footprint.

A room is a plan in text, one character a tile. The outer ring of tiles is wall and furniture
against the wall; the rest is floor: `.` free, `o` free and good to stand on, capitals blocked.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from art.canvas import Canvas
from art.chance import roll
from art.furniture import FURNITURE
from art.palette import ramp

TILE = 16
WALL_HEIGHT = 12
FREE, SPOT = ".", "o"


@dataclass(frozen=True)
class Room:
    """A floor plan; `door` is implied at the bottom centre."""

    name: str
    plan: tuple[str, ...]
    floor: str
    wall: str
    rug: str = ""

    @property
    def width(self) -> int:
        """Tiles from west to east."""
        return len(self.plan[0])

    @property
    def depth(self) -> int:
        """Tiles from north to south."""
        return len(self.plan)

    def tiles(self, characters: str) -> list[tuple[int, int]]:
        """The tiles, relative to the footprint's corner, that hold one of the characters."""
        return [(x, y) for y, row in enumerate(self.plan) for x, cell in enumerate(row) if cell in characters]


HOME = ("#BWKS", "NoooC", "Po.oE", "##+##")
HOME_MIRRORED = ("SKWB#", "CoooN", "Eo.oP", "##+##")
HOME_READER = ("#BWFL", "NoooC", "Po.oE", "##+##")

ROOMS: tuple[Room, ...] = (
    Room("home/0", HOME, "wood", "rose", "red"),
    Room("home/1", HOME_MIRRORED, "timber", "sky", "blue"),
    Room("home/2", HOME_READER, "wood", "mint", "teal"),
    Room("home/3", HOME_MIRRORED, "umber", "butter", "violet"),
    Room("cafe", ("#QMWQM#", "PoooooP", "CoT.ToC", "#oo.ooP", "###+###"), "timber", "mint"),
    Room("shop", ("#GGWGG#", "GoooooG", "JoJ.JoJ", "#oo.ooP", "###+###"), "wood", "butter"),
    Room("library", ("#LLWLL#", "LoooooL", "LoT.ToL", "Poo.ooP", "###+###"), "umber", "sky", "red"),
    Room("clinic", ("#HWQWH#", "PoooooP", "HoD.DoH", "#oo.oo#", "###+###"), "stone", "white"),
    Room("bakery", ("#OOWOQ#", "GoooooG", "JoT.ToJ", "#oo.ooP", "###+###"), "orange", "cream"),
    Room("workshop", ("#AWAWA#", "RoooooR", "AoR.RoA", "#oo.oo#", "###+###"), "soil", "brick"),
    Room(
        "school",
        ("#LWVVVWL#", "Pooooooo#", "#oD.D.DoL", "Looo.ooo#", "####+####"),
        "wood",
        "cream",
    ),
    Room(
        "town-hall",
        ("#WLQUQLW#", "PoooooooP", "LoT...ToL", "#ooo.ooo#", "####+####"),
        "timber",
        "sky",
        "red",
    ),
)


def draw(room: Room) -> Canvas:
    """The room as a canvas of its footprint plus the back wall's height above."""
    width, height = room.width * TILE, room.depth * TILE
    canvas = Canvas(width, height + WALL_HEIGHT)
    _floor(canvas, room)
    _walls(canvas, room)
    if room.rug:
        _rug(canvas, room)
    for y, row in enumerate(room.plan):
        for x, cell in enumerate(row):
            if cell in FURNITURE:
                piece: Callable[[], Canvas] = FURNITURE[cell]
                _place(canvas, piece(), room, x, y)
    return canvas


def _place(canvas: Canvas, piece: Canvas, room: Room, x: int, y: int) -> None:
    left = x * TILE + (TILE - piece.width) // 2
    if x == 0:
        left = 5
    elif x == room.width - 1:
        left = room.width * TILE - 5 - piece.width
    bottom = WALL_HEIGHT + (y + 1) * TILE - (1 if y else 0)
    canvas.paste(piece, left, bottom - piece.height + (12 if piece.height > 30 else 0))


def _floor(canvas: Canvas, room: Room) -> None:
    tones = ramp(room.floor)
    tiled = room.floor in ("stone", "orange")
    for y in range(canvas.height):
        for x in range(canvas.width):
            if tiled:
                tone = 3 if (x // 8 + y // 8) % 2 else 2
                tone = tone if x % 8 and y % 8 else 2
            else:
                board = y // 5
                joint = (x + 13 * board) % 29 == 0
                tone = 2 if y % 5 == 4 or joint else 3
                if roll(board, (x + 13 * board) // 29, 4) < 0.2 and tone == 3 and y % 5 == 2:
                    tone = 4
            canvas.dot(x, y, tones[tone])


def _walls(canvas: Canvas, room: Room) -> None:
    tones, edge = ramp(room.wall), ramp("umber")
    width, height = canvas.width, canvas.height
    face = WALL_HEIGHT + 8
    canvas.rect(0, 0, width, face, tones[3])
    for x in range(6, width, 6):
        canvas.down(x, 4, face - 4, tones[2])
    canvas.rect(0, face - 3, width, 3, tones[1])
    canvas.across(0, face, width, edge[1])
    for x, y, wide, tall in (
        (0, 0, width, 4),
        (0, 0, 4, height),
        (width - 4, 0, 4, height),
        (0, height - 5, width, 5),
    ):
        canvas.rect(x, y, wide, tall, edge[2])
    canvas.across(0, 0, width, edge[3])
    canvas.across(0, 3, width, edge[1])
    canvas.down(3, 4, height - 8, edge[1])
    canvas.down(width - 4, 4, height - 8, edge[1])
    canvas.across(0, height - 5, width, edge[3])
    canvas.across(0, height - 1, width, edge[0])
    door = width // 2 - 8
    canvas.rect(door, height - 5, TILE, 5, ramp("cream")[2])
    canvas.rect(door, height - 5, TILE, 1, ramp("cream")[1])


def _rug(canvas: Canvas, room: Room) -> None:
    tones = ramp(room.rug)
    wide, tall = (room.width - 3) * TILE, (room.depth - 3) * TILE + 6
    x, y = (canvas.width - wide) // 2, WALL_HEIGHT + TILE + 8
    canvas.frame(x, y, wide, tall, edge=tones[1], fill=tones[3])
    canvas.frame(x + 2, y + 2, wide - 4, tall - 4, edge=tones[4], fill=tones[2])
    for k in range(x + 1, x + wide, 3):
        canvas.down(k, y - 1, 1, tones[4])
        canvas.down(k, y + tall, 1, tones[4])


def frames() -> Iterator[tuple[str, Canvas]]:
    """Every room with its name in the atlas."""
    for room in ROOMS:
        yield f"floor/{room.name}", draw(room)
