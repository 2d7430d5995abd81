"""The looks that villagers and visitors choose from, listed in looks.json."""

from pathlib import Path

import msgspec


class Look(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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


LOOKS: tuple[Look, ...] = msgspec.json.decode(
    Path(__file__).with_suffix(".json").read_bytes(), type=tuple[Look, ...]
)
