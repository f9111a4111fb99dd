"""Chance without a random generator: pure functions of a seed, the same on every device."""

from collections.abc import Sequence
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")
_MASK = (1 << 64) - 1


def mixed(number: int) -> int:
    """A 64-bit number in which every bit depends on every bit of `number` (the finaliser of splitmix64)."""
    z = (number + 0x9E3779B97F4A7C15) & _MASK
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & _MASK
    return z ^ (z >> 31)


def seed(*parts: str | int) -> int:
    """A 64-bit seed out of texts and numbers."""
    total = 0
    for part in parts:
        value = part if isinstance(part, int) else crc32(part.encode()) | len(part) << 32
        total = mixed(total ^ value)
    return total


def shuffled(things: Sequence[T], seed: int) -> list[T]:
    """The things in an order that the seed decides (Fisher-Yates)."""
    out = list(things)
    for i in range(len(out) - 1, 0, -1):
        seed = mixed(seed)
        j = (seed * (i + 1)) >> 64
        out[i], out[j] = out[j], out[i]
    return out
