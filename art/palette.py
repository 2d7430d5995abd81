"""The palette: named ramps from outline (0) to highlight; a colour is an index into PALETTE.

Shadows lean to violet and lights to warm yellow, so that everything seems lit by one sun.
"""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Ramp: TypeAlias = tuple[int, ...]

CLEAR = 0
SHADOW = 1

_RAMPS: dict[str, str] = {
    "ink": "1e1a2e 2e2940 463f5c 655d80 9089a8",
    "grass": "3c7d48 569f50 6fb956 84ca62 aedd78",
    "sand": "9a7049 c09560 d9b47c e7ca98 f4e3bd",
    "stone": "55536a 787587 9c99a5 b9b6bd d9d6d4",
    "water": "285fa6 3777bf 468fd1 6db6e5 a6def3 e6f8fb",
    "shore": "b98f58 d8b878 ecd6a0 f7ebc8",
    "soil": "46302c 5f4233 795742 927056 ad8d6d",
    "wood": "472b28 6b4331 8e5f3e b38150 d5aa70",
    "iron": "232238 383a54 555b77 7e86a2 b4bbce",
    "glass": "2f5f94 4b88bd 74b3dd a8d9f0 e4f6fc",
    "glow": "b8662a efa23b ffd067 ffe79c fff9dc",
    "cream": "86705f bda283 e0caa5 f2e4c4 fcf6e4",
    "rose": "8a5c60 c18c84 e4b6a5 f3d4c3 fcece1",
    "mint": "587c6d 8bb193 b4d3b1 d3e8cb ecf6e4",
    "sky": "58718f 8aa7bf b4ccdb d3e4eb eef6f8",
    "butter": "8f6d3e cba35e edce8a f8e4b0 fdf6d9",
    "brick": "5b2d36 884843 ac6250 c78167 dea789",
    "timber": "553730 81553d a57350 c59567 dfba8e",
    "red": "5a1d33 872d3c b34345 d16350 ec9070",
    "orange": "6a2d2d 9c4836 c76940 e28c53 f6b97a",
    "blue": "212c5a 314687 4868ad 6990ca 9bbce3",
    "teal": "1b404f 28606e 3d878c 64aea7 9bd3c0",
    "green": "1d443e 2d634f 468561 6ba974 9ecc92",
    "violet": "34214c 503574 744f9d 9a76be c5a4dd",
    "straw": "6a4726 9d722f cc9e43 e5c368 f7e398",
    "slate": "2a2d43 434964 636b88 8a93ac b7bfcf",
    "umber": "3b2528 593833 7d5142 a27159 c6997b",
    "pink": "6a2a56 9d4476 cd6a98 e797b5 f8c7d5",
    "white": "7a7788 b5b3c0 dddbe2 f0eff1 fefdfa",
    "oak": "1c4839 2a6844 418d4b 67b053 9bd366",
    "pine": "14373b 1e5248 2d7252 4a925f 7bb670",
    "lime": "2a5734 43813f 69a843 96c951 c8e675",
    "autumn": "68282a a5452c d66e2f ef9840 fcc766",
    "cherry": "792d5a b1507d db7ba0 f2a6bd fdd6dc",
    "willow": "375b3c 578148 7fa554 a7c667 cfe48c",
    "skin-porcelain": "96584f e4ae93 fad6ba ffeddc",
    "skin-peach": "8b4e43 d99a76 f2c097 ffddb8",
    "skin-honey": "794335 be8157 dda475 f0c396",
    "skin-tan": "63352f 9f6742 c08656 d8a576",
    "skin-umber": "4a2829 794834 996044 b57e5b",
    "skin-ebony": "361e28 583430 74493a 926551",
    "hair-black": "181525 2b2840 433f5e 716e92",
    "hair-brown": "2a191d 462e2b 64453a 8d6851",
    "hair-chestnut": "3d201c 683726 915334 bc7a49",
    "hair-copper": "581f20 943f2a c7623a ec9253",
    "hair-gold": "6b4723 b58438 e2b750 f9e088",
    "hair-ash": "52443c 86765f b4a386 dccfb0",
    "hair-silver": "484a5e 888b9c babdc8 e7e7eb",
    "hair-white": "686778 b2b1bd dcdbe1 faf9f8",
    "hair-plum": "351f4d 583476 7e4e9d ab7dc5",
}


def _rgba(hexadecimal: str) -> tuple[int, int, int, int]:
    value = int(hexadecimal, 16)
    return value >> 16, value >> 8 & 255, value & 255, 255


def _lay_out() -> tuple[npt.NDArray[np.uint8], dict[str, Ramp], npt.NDArray[np.uint16]]:
    colours = [(0, 0, 0, 0), (24, 20, 58, 84)]
    outlines = [CLEAR, CLEAR]
    ramps: dict[str, Ramp] = {}
    for name, tones in _RAMPS.items():
        start = len(colours)
        colours.extend(_rgba(tone) for tone in tones.split())
        ramps[name] = tuple(range(start, len(colours)))
        outlines.extend([start] * len(ramps[name]))
    return np.array(colours, np.uint8), ramps, np.array(outlines, np.uint16)


PALETTE, _INDEXES, OUTLINES = _lay_out()


def ramp(name: str) -> Ramp:
    """The indexes of a ramp, from outline to highlight. KeyError for a name it does not have."""
    return _INDEXES[name]
