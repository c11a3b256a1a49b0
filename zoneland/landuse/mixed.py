"""Mixed codes: several classes on one piece of land, and the share of each where it is stated.

Plans write ``1001(60%)/0901(40%)``, ``1001:0901=7:3`` or ``1001/0901（7:3）``, or keep the shares
in a field of their own. Shares are taken as they are written or not at all.
"""

from __future__ import annotations

import re
import unicodedata
from fractions import Fraction
from typing import Final

from zoneland.core.texts import as_text
from zoneland.landuse.classes import MIXED_MARKS, as_code

Mix = tuple[tuple[str, Fraction], ...]
"""Codes in their order with their shares, which add up to 1."""

MOST_LETTERS: Final = 200
"""Of a cell that is read for shares; nothing that means them is longer."""

SPLIT: Final = re.compile(f"[{re.escape(MIXED_MARKS)}]")
NO_COLON: Final = re.compile(f"[{re.escape(MIXED_MARKS.replace(':', ''))}]")
NUMBER: Final = r"\d+(?:\.\d+)?"
OWN: Final = (
    re.compile(rf"(?P<code>[0-9A-Z]+)(?:\((?P<one>{NUMBER}%?)\)|[*×=](?P<two>{NUMBER}%?))"),
    re.compile(rf"(?P<code>[0-9A-Z]+):?(?<=:)(?P<one>{NUMBER}%)(?P<two>)"),
    re.compile(rf"(?P<one>{NUMBER}%)[*×]?(?P<code>[0-9A-Z]+)(?P<two>)"),
)
"""A code and its share: 1001(60%), 1001*0.6, 1001:60%, 60%1001."""
TOGETHER: Final = re.compile(r"(?P<codes>[^=(]+)(?:=(?P<one>[^=()]+)|\((?P<two>[^=()]+)\))")
"""Codes, then their shares in the same order: 1001:0901=7:3, 1001/0901(7:3)."""
RATIO: Final = re.compile(rf"{NUMBER}%?(?:[:/、,;]{NUMBER}%?)+")

WHOLES: Final = frozenset({Fraction(1), Fraction(10), Fraction(100)})
"""What shares written without % add up to: 0.6 and 0.4, 6 and 4 (成), 60 and 40."""


def read_mix(code: str, stated: object = None) -> Mix | None:
    """Read the shares of a mixed code.

    Parameters
    ----------
    code
        As found or as `zoneland.landuse.classes.as_code` writes it.
    stated
        Cell of a field of shares (混合比例), if the layer has one.

    Returns
    -------
    tuple or None
        Codes with their shares; None where no shares are stated, where they do not add up to 1,
        do not go with the codes, or where code and field say different things.

    Examples
    --------
    >>> read_mix("1001(60%)/0901(40%)")
    (('1001', Fraction(3, 5)), ('0901', Fraction(2, 5)))
    >>> read_mix("1001:0901=7:3") == read_mix("1001/0901", "70%、30%")
    True
    >>> read_mix("1001:0901"), read_mix("1001(60%)/0901(30%)"), read_mix("1001/0901", 0.6)
    (None, None, None)
    """
    text, field = _folded(code), _folded(as_text(stated))
    inside = _own_shares(text) or _after_codes(text)
    if not field:
        return inside
    codes = codes_of(text)
    other = _written(field) or _own_shares(field) or _after_codes(field) or _together(codes, field)
    if other is None or {one for one, _ in other} != set(codes):
        return None
    return other if inside is None or dict(inside) == dict(other) else None


def states_shares(code: str, stated: object = None) -> bool:
    """Tell whether shares are written, be they usable or not.

    Examples
    --------
    >>> states_shares("1001/0901"), states_shares("1001(60%)"), states_shares("1001/0901", "?")
    (False, True, True)
    """
    return bool(as_text(stated)) or bool(re.search(r"[%=(*×]", _folded(code)))


def codes_of(code: str) -> tuple[str, ...]:
    """Give the codes that a mixed code names, without their shares.

    Examples
    --------
    >>> codes_of("1001(60%)/0901(40%)"), codes_of("1001：901=7:3"), codes_of("1001")
    (('1001', '0901'), ('1001', '0901'), ('1001',))
    """
    text = _folded(code)
    own = _own_shares(text, is_loose=True)
    if own:
        return tuple(one for one, _ in own)
    bare = re.split(r"[=(]", text)[0]
    return tuple(as_code(part) for part in SPLIT.split(bare) if part)


def mix_text(mix: Mix | None) -> str:
    """Write shares as the column ``mix`` holds them; nothing for none.

    Examples
    --------
    >>> mix_text(read_mix("1001:0901=7:3"))
    '1001=7/10+0901=3/10'
    """
    return "+".join(f"{code}={share}" for code, share in mix or ())


def mix_of(text: str) -> Mix:
    """Read what `mix_text` wrote.

    Examples
    --------
    >>> mix_of("1001=7/10+0901=3/10")
    (('1001', Fraction(7, 10)), ('0901', Fraction(3, 10)))
    """
    parts = (part.split("=") for part in text.split("+") if part)
    return tuple((code, Fraction(share)) for code, share in parts)


def _written(field: str) -> Mix | None:
    """Read what `mix_text` wrote, where a frame is read again."""
    part = r"[0-9A-Z]+=\d+(?:/0*[1-9]\d*)?"
    if not re.fullmatch(rf"{part}(?:\+{part})+", field):
        return None
    codes, shares = zip(*(one.split("=") for one in field.split("+")), strict=True)
    is_whole = sum(Fraction(share) for share in shares) == 1 and len(set(codes)) == len(codes)
    return mix_of(field) if is_whole else None


def _folded(code: str) -> str:
    return "".join(unicodedata.normalize("NFKC", str(code)).split()).upper()[:MOST_LETTERS]


def _own_shares(text: str, *, is_loose: bool = False) -> Mix | None:
    """Read shares that stand beside each code; loosely, whatever they add up to."""
    for pattern in OWN:
        found = [pattern.fullmatch(part) for part in NO_COLON.split(text)]
        if all(found):
            parts = [(one["code"], one["one"] or one["two"]) for one in found if one]
            return _added_up([code for code, _ in parts], [share for _, share in parts], is_loose)
    return None


def _after_codes(text: str) -> Mix | None:
    """Read shares that follow all codes."""
    found = TOGETHER.fullmatch(text)
    if found is None:
        return None
    codes = [as_code(part) for part in SPLIT.split(found["codes"])]
    return _together(codes, found["one"] or found["two"])


def _together(codes: tuple[str, ...] | list[str], ratio: str) -> Mix | None:
    if not RATIO.fullmatch(ratio):
        return None
    is_ratio = ":" in ratio and "%" not in ratio
    return _added_up(list(codes), re.split("[:/、,;]", ratio), is_ratio)


def _added_up(codes: list[str], shares: list[str], is_ratio: bool) -> Mix | None:  # noqa: FBT001  a fact of the writing
    """Make shares add up to 1: a ratio always does, all else only as it is written."""
    are_percent = {share.endswith("%") for share in shares}
    if len(codes) != len(shares) or len(set(codes)) != len(codes) or len(are_percent) > 1:
        return None
    numbers = [Fraction(share.rstrip("%")) for share in shares]
    whole = sum(numbers, Fraction(0))
    if min(numbers) <= 0:
        return None
    fits = whole == Fraction(100) if True in are_percent else whole in WHOLES
    if not (is_ratio or fits):
        return None
    return tuple((as_code(code), n / whole) for code, n in zip(codes, numbers, strict=True))
