"""Packs drawings into one palette PNG and says where each one lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt
from PIL import Image

from art.canvas import Canvas
from art.palette import PALETTE


class Frame(msgspec.Struct, frozen=True, rename="camel"):
    """A drawing's box in the sheet; its anchor, within the box, goes to (x, y) of the scene."""

    x: int
    y: int
    w: int
    h: int
    anchor_x: int
    anchor_y: int


@dataclass(frozen=True)
class Drawing:
    """A named canvas with its anchor in pixels."""

    name: str
    canvas: Canvas
    anchor_x: int
    anchor_y: int


@dataclass(frozen=True)
class Sheet:
    """Packed drawings: palette indexes of shape (height, width), and each drawing's frame."""

    pixels: npt.NDArray[np.uint16]
    frames: dict[str, Frame]


def pack(drawings: Iterable[Drawing], width: int) -> Sheet:
    """Shelf packing, tall drawings first; equal heights keep their order, so likes lie together."""
    frames: dict[str, Frame] = {}
    placed: list[tuple[Canvas, int, int]] = []
    x = y = shelf = 0
    for drawing in sorted(drawings, key=lambda drawing: -drawing.canvas.height):
        canvas = drawing.canvas
        if x + canvas.width > width:
            x, y, shelf = 0, y + shelf, 0
        frames[drawing.name] = Frame(x, y, canvas.width, canvas.height, drawing.anchor_x, drawing.anchor_y)
        placed.append((canvas, x, y))
        x, shelf = x + canvas.width, max(shelf, canvas.height)
    pixels = np.zeros((y + shelf, width), np.uint16)
    for canvas, left, top in placed:
        pixels[top : top + canvas.height, left : left + canvas.width] = canvas.pixels
    return Sheet(pixels, frames)


def image(pixels: npt.NDArray[np.uint16]) -> Image.Image:
    """A palette image of the colours in use. ValueError when they are more than 256."""
    used, local = np.unique(pixels, return_inverse=True)
    if len(used) > 256:
        raise ValueError(f"a sheet holds at most 256 colours, this one has {len(used)}: reuse ramps")
    picture = Image.fromarray(local.reshape(pixels.shape).astype(np.uint8), "P")
    picture.putpalette(PALETTE[used][:, :3].tobytes())
    picture.info["transparency"] = PALETTE[used][:, 3].tobytes()
    return picture


def save(pixels: npt.NDArray[np.uint16], path: Path) -> None:
    """Write the pixels as a small PNG."""
    picture = image(pixels)
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, optimize=True, transparency=picture.info["transparency"])
