"""Names as bureaus spell them: whole, cut at ten bytes, or with a county and a year around them."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FEWEST_LETTERS: Final = 4
FEWEST_CHARACTERS: Final = 3
"""Shorter spellings (MC, 名称) stand inside names of other things."""

UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
"""Control characters, zero widths and marks of direction: they come along when names are copied."""

GENERIC: Final = frozenset(("code", "name"))
"""Words that name the column of many a thing as part of a longer name."""

CUT_BYTES: Final = frozenset((9, 10))
"""What a Shapefile leaves of a longer name; 9 where the last character took more than was left."""


def plain(name: object) -> str:
    r"""Fold a name for comparison: full-width to half-width, no blanks, no case, nothing unseen.

    Examples
    --------
    >>> plain(" ＤＬＢＭ "), plain("约定 开工 时间")
    ('dlbm', '约定开工时间')
    >>> plain("\ufeffDLBM\x00\u200b")
    'dlbm'
    """
    return "".join(UNSEEN.sub("", unicodedata.normalize("NFKC", str(name)).casefold()).split())


def exactly(names: Iterable[object], spellings: Sequence[str]) -> list[str]:
    """Give the names that are the best spelling that occurs, as they are written.

    Parameters
    ----------
    names
        As found in a file.
    spellings
        Of one thing, best first.
    """
    found = [str(name) for name in names]
    for spelling in spellings:
        same = [name for name in found if plain(name) == plain(spelling)]
        if same:
            return same
    return []


def in_part(names: Iterable[object], spellings: Sequence[str]) -> list[str]:
    """Give the names that hold a spelling in part, or are one that was cut at ten bytes.

    Letters count as part only where no other letter touches them, so that ``KCDLBM`` is no
    ``DLBM``.

    Examples
    --------
    >>> in_part(["KCDLBM", "t_DLBM_2023", "MSSM"], ["DLBM"])
    ['t_DLBM_2023']
    >>> in_part(["地类编", "面积"], ["地类编码"])
    ['地类编']
    >>> in_part(["2024年度地类图斑", "MC"], ["地类图斑", "MC"])
    ['2024年度地类图斑']
    """
    return [
        str(name) for name in names if any(_holds(plain(name), plain(way)) for way in spellings)
    ]


def _holds(name: str, spelling: str) -> bool:
    pattern = _inside(spelling)
    return bool(pattern and pattern.search(name)) or _is_cut(name, spelling)


@cache
def _inside(spelling: str) -> re.Pattern[str] | None:
    """Give the pattern that finds a spelling within a name; None if it is too short to mean it."""
    if spelling in GENERIC or len(spelling) < (
        FEWEST_LETTERS if spelling.isascii() else FEWEST_CHARACTERS
    ):
        return None
    within = re.escape(spelling)
    return re.compile(f"(?<![a-z]){within}(?![a-z])" if spelling.isascii() else within)


def _is_cut(name: str, spelling: str) -> bool:
    if not spelling.startswith(name) or len(name) == len(spelling):
        return False
    sizes = {len(name.encode(codec, "replace")) for codec in ("utf-8", "gb18030")}
    return not sizes.isdisjoint(CUT_BYTES)
