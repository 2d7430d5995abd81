"""Composes the scene from sheets and map by the rules of docs/SCENE.md, to look at it."""

import numpy as np
import numpy.typing as npt
from PIL import Image

from art.model import TownMap
from art.outputs import Outputs
from art.palette import PALETTE
from art.sheet import Frame, Sheet
from art.terrain import PATH_VARIANTS, WATER_VARIANTS

TILE = 16
_MASK = 0xFFFFFFFF
_VARIANTS = {
    "shade": 2,
    "meadow": 2,
    "path": PATH_VARIANTS,
    "cobble": PATH_VARIANTS,
    "soil": 2,
    "water": WATER_VARIANTS,
    "deep": 3,
}


def variant(x: int, y: int, count: int) -> int:
    """Which variant of a tile set lies at a tile: a 32-bit hash, the same in every client."""
    mixed = (x * 0x9E3779B1 ^ y * 0x85EBCA77) & _MASK
    mixed = (mixed ^ mixed >> 15) * 0xC2B2AE3D & _MASK
    return (mixed ^ mixed >> 13) % count


class Scene:
    """A picture of the town, drawn back to front."""

    def __init__(self, outputs: Outputs) -> None:
        self._atlas = _pictures(outputs.atlas)
        self._people = _pictures(outputs.people)
        self._map = outputs.town_map
        size = (outputs.town_map.width * TILE, outputs.town_map.height * TILE)
        self.image = Image.new("RGBA", size, (0, 0, 0, 255))

    def _put(self, frame: tuple[Image.Image, Frame], x: int, y: int) -> None:
        picture, box = frame
        self.image.alpha_composite(*_clipped(picture, x - box.anchor_x, y - box.anchor_y))

    def ground(self, water_frame: int = 0) -> None:
        """Grass, then each terrain layer in order."""
        town = self._map
        for y in range(town.height):
            for x in range(town.width):
                self._put(self._atlas[f"grass/{int(town.ground[y][x], 36)}"], x * TILE, y * TILE)
        for layer, rows in town.terrain.items():
            for y in range(town.height):
                for x in range(town.width):
                    bits = _corner_bits(rows, x, y)
                    if bits:
                        set_name = f"water/{water_frame}" if layer == "water" else layer
                        name = f"{set_name}/{variant(x, y, _VARIANTS[layer])}/{bits}"
                        self._put(self._atlas[name], x * TILE, y * TILE)

    def things(self, people: list[tuple[str, int, int]], *, night: bool, open_houses: bool) -> None:
        """Flat sprites, then everything else by depth; people are (frame, tile x, tile y)."""
        entries: list[tuple[int, tuple[Image.Image, Frame], int, int]] = []
        for sprite in self._map.sprites:
            lamp = night and sprite.frame == "lamp"
            frame = self._atlas["lamp-lit" if lamp else sprite.frame]
            if sprite.flat:
                self._put(frame, sprite.x, sprite.y)
            else:
                entries.append((sprite.depth, frame, sprite.x, sprite.y))
        for building in self._map.buildings:
            self._put(self._atlas[building.floor], building.x, building.y)
            if not open_houses:
                entries.append((building.depth, self._atlas[building.frame], building.x, building.y))
        for name, x, y in people:
            feet = (y + 1) * TILE - 3
            entries.append((feet, self._people[name], x * TILE + TILE // 2, feet))
        for _, frame, x, y in sorted(entries, key=lambda entry: entry[0]):
            self._put(frame, x, y)

    def dusk(self) -> None:
        """Night falls: blue light, lit windows, pools of lamplight."""
        day = np.asarray(self.image.convert("RGB"), np.float64) / 255
        glow = np.zeros(day.shape[:2])
        ys, xs = np.mgrid[0 : day.shape[0], 0 : day.shape[1]]
        for light in self._map.lights:
            reach = np.hypot(xs - light.x, (ys - light.y) * 1.15) / light.radius
            strength = 0.85 if light.kind == "lamp" else 0.55
            glow = np.maximum(glow, strength * np.clip(1 - reach, 0, 1) ** 1.3)
        dark = day * np.array([0.30, 0.36, 0.62])
        warm = day * np.array([1.12, 0.98, 0.70]) + np.array([0.05, 0.03, 0.0])
        mixed = dark * (1 - glow[..., None]) + warm * glow[..., None]
        pixels = (np.clip(mixed, 0, 1) * 255).astype(np.uint8)
        self.image = Image.fromarray(pixels).convert("RGBA")
        for building in self._map.buildings:
            self._put(self._atlas[f"{building.frame}-lit"], building.x, building.y)


def _pictures(sheet: Sheet) -> dict[str, tuple[Image.Image, Frame]]:
    rgba: npt.NDArray[np.uint8] = PALETTE[sheet.pixels]
    return {
        name: (Image.fromarray(rgba[box.y : box.y + box.h, box.x : box.x + box.w]), box)
        for name, box in sheet.frames.items()
    }


def _clipped(picture: Image.Image, x: int, y: int) -> tuple[Image.Image, tuple[int, int]]:
    if x < 0 or y < 0:
        picture = picture.crop((max(0, -x), max(0, -y), picture.width, picture.height))
    return picture, (max(0, x), max(0, y))


def _corner_bits(rows: list[str], x: int, y: int) -> int:
    corners = (rows[y][x], rows[y][x + 1], rows[y + 1][x], rows[y + 1][x + 1])
    return sum(1 << k for k, corner in enumerate(corners) if corner == "1")


def crowd(town: TownMap) -> list[tuple[str, int, int]]:
    """Some villagers on outdoor spots and in the streets."""
    places = {place.id: place for place in town.places}
    people: list[tuple[str, int, int]] = []
    directions = ("down", "left", "right", "up")
    for name in ("plaza", "bridge", "park", "dock", "farm"):
        for k, spot in enumerate(places[name].spots[::2]):
            look = f"look-{len(people) % 36 + 1:02}"
            people.append((f"{look}/{directions[k % 3]}/0", spot.x, spot.y))
    for k, (x, y) in enumerate(
        (
            (12, 25),
            (21, 23),
            (44, 24),
            (56, 25),
            (16, 32),
            (32, 34),
            (20, 37),
            (26, 15),
            (34, 9),
            (13, 10),
        )
    ):
        people.append((f"look-{20 + k}/{directions[k % 4]}/{k % 3}", x, y))
    return people


def preview(outputs: Outputs) -> Image.Image:
    """Day above night, twice the size."""
    size = (outputs.town_map.width * TILE, outputs.town_map.height * TILE)
    both = Image.new("RGB", (size[0], size[1] * 2))
    for row, night in enumerate((False, True)):
        scene = Scene(outputs)
        scene.ground()
        scene.things(crowd(outputs.town_map), night=night, open_houses=False)
        if night:
            scene.dusk()
        both.paste(scene.image.convert("RGB"), (0, row * size[1]))
    return both.resize((both.width * 2, both.height * 2), Image.Resampling.NEAREST)
