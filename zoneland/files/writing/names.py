"""Names of files that come from data, made safe: legal on every system, distinct on each."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_BYTES: Final = 140
"""In UTF-8; encrypting file systems hold no more than 143."""
LONGEST_SUFFIX_BYTES: Final = 16
REFUSED: Final = frozenset('<>:"/\\|?*')
UNSEEN: Final = frozenset(("Cc", "Cf", "Cn", "Cs", "Zl", "Zp"))
"""Control, bidi and zero-width characters, halves of pairs, what is not assigned."""
DEVICE: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\..*)?", re.IGNORECASE
)
"""Names that Windows takes for a device, with any ending."""
SKIN_TONES: Final = range(0x1F3FB, 0x1F400)


def safe_names(texts: Iterable[str]) -> dict[str, str]:
    r"""Give each text a file name that Windows, Linux and macOS all accept.

    Parameters
    ----------
    texts
        Names from data, with their suffix if they have one.

    Returns
    -------
    dict
        The file name of each text. No two are the same to a system that ignores case, width or
        the way an accent is written; the first of several that would be keeps its own.

    Examples
    --------
    >>> list(safe_names(["东区", "../东区", "CON.shp", "a. ", "A", "\u202e\x00"]).values())
    ['东区', '_东区', '_CON.shp', 'a', 'A_2', '__']
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for text in dict.fromkeys(texts):
        plain = _legal(text)
        tried, number = _fitted(plain, ""), 1
        while _as_compared(tried) in taken:
            number += 1
            tried = _fitted(plain, f"_{number}")
        taken.add(_as_compared(tried))
        names[text] = tried
    return names


def _legal(text: str) -> str:
    """Replace what some system refuses, and leave off what Windows drops in silence."""
    kept = "".join(map(_legal_character, unicodedata.normalize("NFC", text))).strip(" .")
    return f"_{kept}" if not kept or DEVICE.fullmatch(kept) else kept


def _legal_character(character: str) -> str:
    kind = unicodedata.category(character)
    if kind == "Zs":
        return " "
    return "_" if kind in UNSEEN or character in REFUSED else character


def _fitted(name: str, ending: str) -> str:
    """Put an ending before the suffix, and cut what is before it to the length allowed."""
    stem, dot, last = name.rpartition(".")
    suffix = dot + last
    if not stem or len(suffix.encode()) > LONGEST_SUFFIX_BYTES:
        stem, suffix = name, ""
    room = MOST_BYTES - len((ending + suffix).encode())
    return _cut(stem, room) + ending + suffix


def _cut(text: str, most_bytes: int) -> str:
    """Cut between characters, and never one from the marks that are drawn on it."""
    end = min(len(text), most_bytes)
    while len(text[:end].encode()) > most_bytes:
        end -= 1
    if end == len(text):
        return text
    whole = end
    while whole and _is_drawn_on(text[whole]):
        whole -= 1
    return text[: whole or end].rstrip(" .")


def _is_drawn_on(character: str) -> bool:
    return unicodedata.category(character).startswith("M") or ord(character) in SKIN_TONES


def _as_compared(name: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
