"""A small canvas of palette indexes. Everything drawn outside of it is ignored."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from art.palette import CLEAR, OUTLINES, PALETTE, SHADOW

Pixels: TypeAlias = npt.NDArray[np.uint16]


class Canvas:
    """Pixels of shape (height, width), each an index into the palette."""

    def __init__(self, width: int, height: int) -> None:
        self.pixels: Pixels = np.zeros((height, width), np.uint16)

    @property
    def width(self) -> int:
        """Width in pixels."""
        return self.pixels.shape[1]

    @property
    def height(self) -> int:
        """Height in pixels."""
        return self.pixels.shape[0]

    def dot(self, x: int, y: int, colour: int) -> None:
        """Set one pixel."""
        if 0 <= x < self.width and 0 <= y < self.height:
            self.pixels[y, x] = colour

    def at(self, x: int, y: int) -> int:
        """The colour of one pixel; CLEAR outside."""
        inside = 0 <= x < self.width and 0 <= y < self.height
        return int(self.pixels[y, x]) if inside else CLEAR

    def rect(self, x: int, y: int, width: int, height: int, colour: int) -> None:
        """Fill a rectangle."""
        self.pixels[max(0, y) : max(0, y + height), max(0, x) : max(0, x + width)] = colour

    def across(self, x: int, y: int, width: int, colour: int) -> None:
        """A horizontal line, to the right."""
        self.rect(x, y, width, 1, colour)

    def down(self, x: int, y: int, height: int, colour: int) -> None:
        """A vertical line, downward."""
        self.rect(x, y, 1, height, colour)

    def frame(self, x: int, y: int, width: int, height: int, *, edge: int, fill: int) -> None:
        """A rectangle with an edge of one pixel."""
        self.rect(x, y, width, height, edge)
        self.rect(x + 1, y + 1, width - 2, height - 2, fill)

    def ellipse(self, cx: float, cy: float, rx: float, ry: float, colour: int) -> None:
        """Fill an ellipse; pixel centres lie at half coordinates."""
        ys, xs = np.mgrid[0 : self.height, 0 : self.width]
        inside = ((xs + 0.5 - cx) / rx) ** 2 + ((ys + 0.5 - cy) / ry) ** 2 <= 1
        self.pixels[inside] = colour

    def stamp(self, x: int, y: int, rows: Sequence[str], legend: Mapping[str, int]) -> None:
        """Draw text art: characters missing from the legend leave the canvas as it is."""
        for j, row in enumerate(rows):
            for i, character in enumerate(row):
                if character in legend:
                    self.dot(x + i, y + j, legend[character])

    def paste(self, other: "Canvas", x: int, y: int) -> None:
        """Draw another canvas on this one; its clear pixels leave this one as it is."""
        left, top = max(0, -x), max(0, -y)
        right, bottom = min(other.width, self.width - x), min(other.height, self.height - y)
        if right <= left or bottom <= top:
            return
        source = other.pixels[top:bottom, left:right]
        target = self.pixels[y + top : y + bottom, x + left : x + right]
        # A shadow never covers what is already drawn on the same sprite.
        visible = (source != CLEAR) & ((source != SHADOW) | (target == CLEAR))
        target[visible] = source[visible]

    def mirrored(self) -> "Canvas":
        """A copy with left and right exchanged."""
        copy = Canvas(self.width, self.height)
        copy.pixels = self.pixels[:, ::-1].copy()
        return copy

    def solid(self) -> npt.NDArray[np.bool_]:
        """Where something other than air and shadow is drawn."""
        return (self.pixels != CLEAR) & (self.pixels != SHADOW)

    def outline(self) -> "Canvas":
        """Ring the drawing with the darkest tone of the colours beside it; returns itself."""
        solid = self.solid()
        padded = np.pad(np.where(solid, OUTLINES[self.pixels], 0), 1)
        ring = np.zeros_like(self.pixels)
        for dy, dx in ((0, 1), (1, 0), (1, 2), (2, 1)):
            beside = padded[dy : dy + self.height, dx : dx + self.width]
            ring = np.where(beside != 0, beside, ring)
        self.pixels = np.where(~solid & (ring != 0), ring, self.pixels).astype(np.uint16)
        return self

    def shadowed(self, cx: float, cy: float, rx: float, ry: float) -> "Canvas":
        """Lay a soft ground shadow under the drawing; returns itself."""
        beneath = Canvas(self.width, self.height)
        beneath.ellipse(cx, cy, rx, ry, SHADOW)
        beneath.paste(self, 0, 0)
        self.pixels = beneath.pixels
        return self

    def rgba(self) -> npt.NDArray[np.uint8]:
        """The picture as (height, width, 4) bytes."""
        return PALETTE[self.pixels]
