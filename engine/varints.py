"""Variable-length integers: seven bits a byte, lowest first, the high bit says that more follow.

Signed numbers are zig-zag coded first: 0, -1, 1, -2, 2 become 0, 1, 2, 3, 4.
"""

import numpy as np
import numpy.typing as npt

LONGEST = 8
"""Bytes of the longest integer: the difference of two values below 2^53, with its sign."""

_LIMITS = np.array([1 << (7 * size) for size in range(1, LONGEST)], np.int64)


def zigzag(values: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Maps signed numbers below 2^62 to unsigned ones, small magnitudes first."""
    return (values << 1) ^ (values >> 63)


def unzigzag(value: int) -> int:
    """Undoes `zigzag`."""
    return (value >> 1) ^ -(value & 1)


def pack(values: npt.NDArray[np.int64]) -> bytes:
    """Packs numbers from 0 to below 2^56, one after the other."""
    size = np.searchsorted(_LIMITS, values, side="right") + 1
    end = np.cumsum(size)
    packed = np.zeros(int(end[-1]) if len(end) else 0, np.uint8)
    start, rest, left = end - size, values, size
    while len(rest):
        more = left > 1
        packed[start] = (rest & 0x7F) | (more.astype(np.int64) << 7)
        start, rest, left = start[more] + 1, rest[more] >> 7, left[more] - 1
    return packed.tobytes()


def pack_one(value: int) -> bytes:
    """Packs one number of any size."""
    packed = bytearray()
    while value > 0x7F:
        packed.append((value & 0x7F) | 0x80)
        value >>= 7
    packed.append(value)
    return bytes(packed)
