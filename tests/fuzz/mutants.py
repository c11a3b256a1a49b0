"""Mutants: files changed at random, the same ones wherever the seed is the same."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST_BLOCK: Final = 64
DIGITS: Final = b"0123456789"


def flip(content: bytearray, chance: random.Random) -> None:
    """Flip one bit."""
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def change(content: bytearray, chance: random.Random) -> None:
    """Write one to four bytes over others."""
    at = chance.randrange(len(content))
    new = chance.randbytes(chance.randrange(1, 5))
    content[at : at + len(new)] = new[: len(content) - at]


def cut(content: bytearray, chance: random.Random) -> None:
    """Leave the end out."""
    del content[chance.randrange(len(content)) :]


def double(content: bytearray, chance: random.Random) -> None:
    """Write a block twice."""
    at, end = block(content, chance)
    content[at:at] = content[at:end]


def zero(content: bytearray, chance: random.Random) -> None:
    """Write zeros over a block."""
    at, end = block(content, chance)
    content[at:end] = bytes(end - at)


def swap(content: bytearray, chance: random.Random) -> None:
    """Let two blocks of one length change places."""
    at, end = block(content, chance)
    other = chance.randrange(len(content) - (end - at) + 1)
    if abs(other - at) >= end - at:
        size = end - at
        content[at:end], content[other : other + size] = (
            content[other : other + size],
            content[at:end],
        )


def digit(content: bytearray, chance: random.Random) -> None:
    """Write another digit over a digit, which is the slip of a hand; a bit where there is none."""
    places = [at for at, byte in enumerate(content) if byte in DIGITS]
    if places:
        at = chance.choice(places)
        content[at] = chance.choice([one for one in DIGITS if one != content[at]])
    else:
        flip(content, chance)


KINDS: Final[tuple[Callable[[bytearray, random.Random], None], ...]] = (
    flip,
    change,
    cut,
    double,
    zero,
    swap,
    digit,
)


def block(content: bytearray, chance: random.Random) -> tuple[int, int]:
    size = chance.randrange(1, min(LONGEST_BLOCK, len(content)) + 1)
    at = chance.randrange(len(content) - size + 1)
    return at, at + size


def mutants(content: bytes, count: int, seed: str) -> Iterator[tuple[str, bytes]]:
    """Give `count` changed files, each kind of change in turn; none is the file itself."""
    chance = random.Random(seed)  # noqa: S311 - repeatable mutants, no secrets
    made = 0
    while made < count:
        changed = bytearray(content)
        kind = KINDS[made % len(KINDS)]
        kind(changed, chance)
        if changed != content:
            made += 1
            yield kind.__name__, bytes(changed)
