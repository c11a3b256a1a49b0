"""Which class system a layer's codes are from: field name, class names and codes together.

45 codes mean one thing in the survey and another in the plan, so no code that they share decides
anything. Codes that only some systems have do, and so do the names that stand beside the codes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import pandas as pd

from zoneland.core.spelling import plain
from zoneland.core.texts import as_text
from zoneland.landuse import classes
from zoneland.landuse.classes import SYSTEMS
from zoneland.landuse.mixed import codes_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

SIDES: Final = {
    "survey": frozenset({"sandiao", "gbt21010"}),
    "plan": frozenset({"ydyh2023", "ydyh2020", "gb50137"}),
}
"""Systems of surveys, and of plans."""

STRAY_SHARE: Final = 0.1
"""Of the land that two systems differ on, so much may speak against the one that is taken: codes
and names are mistyped. What does not fit is told parcel by parcel."""

FITS_SHARE: Final = 0.8
"""So many of a layer's names must fit one system for names to tell anything; and so many of its
codes must be in some table where the field does not say that they are class codes."""

MOST_PAIRS: Final = 5000
"""Pairs of code and name that are looked at, the commonest; no class table has as many."""

MOST_EXAMPLES: Final = 4


Source = Literal["asked", "field", "names", "codes"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one source says of a layer's class system."""

    by: Source
    systems: frozenset[str]
    """Those that it leaves possible; none where it contradicts itself."""
    count: int
    """Parcels that say so."""
    of: int
    """Parcels that could."""
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """A layer's class system, or what it might be."""

    system: str
    """Empty where the evidence does not decide."""
    candidates: tuple[str, ...]
    """What the evidence leaves, or, where it disagrees, all that any of it speaks for."""
    evidence: tuple[Evidence, ...]

    def find(self, by: Source) -> Evidence | None:
        """Give the evidence of one source."""
        return next((one for one in self.evidence if one.by == by), None)


def recognise(
    codes: pd.Series, names: pd.Series | None, *, field: str, role: str, asked: str = ""
) -> Recognised:
    """Recognise the class system of a layer's codes.

    Parameters
    ----------
    codes
        Class codes as found.
    names
        Class names beside them, if the layer has any.
    field
        Name of the field of codes.
    role
        ``survey`` or ``plan``; only says which candidates are named first, for planners do
        put the one in the other's place.
    asked
        The system that the user named; it is taken, and codes against it are evidence.

    Returns
    -------
    Recognised
        Where all evidence leaves one system, that; where it leaves several that a field of this
        name holds, the usual one; where it leaves several of one side that say the same of every
        code here, the first; else none.

    Examples
    --------
    >>> def by(field, codes, names=None):
    ...     found = recognise(pd.Series(codes), names, field=field, role="")
    ...     return found.system, found.candidates
    >>> by("DLBM", ["0601"]), by("YDYHFLDM", ["0601", "1313"])
    (('sandiao', ('sandiao', 'gbt21010')), ('ydyh2020', ('ydyh2020',)))
    >>> by("YDYHFLDM", ["0601", "05H1"])
    ('', ('sandiao', 'ydyh2023', 'ydyh2020'))
    >>> by("CODE", ["1001"])[0], by("CODE", ["1001"], pd.Series(["工业用地"]))[0]
    ('', 'ydyh2023')
    """
    rows = _rows_by_code(codes)
    if asked:
        against = _against(rows, asked)
        told = Evidence("asked", frozenset({asked}), 1, 1, (asked,))
        return Recognised(asked, (asked,), (told, against) if against else (told,))
    usual = classes.systems_of_field(field)
    by_field = Evidence("field", frozenset(usual), 1, 1, (field,)) if usual else None
    found = (by_field, _by_names(codes, names, usual), _by_codes(rows, usual))
    evidence = tuple(one for one in found if one is not None)
    left = [one for one in SYSTEMS if all(one in each.systems for each in evidence)]
    spoken_for = {one for each in evidence for one in each.systems}
    if not any(each.systems for each in evidence if each.by == "codes"):
        spoken_for.update(*(classes.decisive().get(code, ()) for code in rows))
    order = sorted(SYSTEMS, key=lambda one: one not in SIDES.get(role, ()))
    candidates = tuple(one for one in order if one in (left or spoken_for))
    return Recognised(_decided(left, usual, rows) if evidence else "", candidates, evidence)


def _decided(left: list[str], usual: tuple[str, ...], rows: Iterable[str]) -> str:
    """Choose among what the evidence leaves; nothing where that would be a guess."""
    if len(left) == 1:
        return left[0]
    expected = [one for one in usual if one in left]
    if expected:
        return expected[0]
    is_one_side = any(side.issuperset(left) for side in SIDES.values())
    return left[0] if left and is_one_side and _say_the_same(left, rows) else ""


def _say_the_same(systems: list[str], codes: Iterable[str]) -> bool:
    return all(len({_meaning(code, one) for one in systems}) == 1 for code in codes)


@lru_cache(maxsize=2 * MOST_PAIRS)
def _meaning(code: str, system: str) -> tuple[object, ...]:
    table = classes.load_system(system)
    known = classes.find_class(code, table)
    return () if known is None else tuple(table.loc[known, ["kind", "is_built"]])


def _rows_by_code(codes: pd.Series) -> Counter[str]:
    """Count parcels by code; each code of a mixed one counts."""
    rows: Counter[str] = Counter()
    number, values = pd.factorize(codes, use_na_sentinel=False)
    for value, count in zip(values, np.bincount(number, minlength=len(values)), strict=True):
        code = classes.as_code(value)
        for part in codes_of(code) if classes.is_mixed(code) else (code,):
            rows[part] += int(count)
    rows.pop(classes.NO_CODE, None)
    return rows


def _standing(fits: Mapping[str, Collection[str]], rows: Mapping[str, int]) -> frozenset[str]:
    """Give the systems that no other beats.

    Parameters
    ----------
    fits
        Systems that have a code, or a code with its name.
    rows
        Parcels of each.
    """

    def outdone(one: str, other: str) -> bool:
        against = sum(rows[key] for key, have in fits.items() if other in have and one not in have)
        behind = sum(rows[key] for key, have in fits.items() if one in have and other not in have)
        return against > STRAY_SHARE * (against + behind)

    return frozenset(
        one for one in SYSTEMS if not any(outdone(one, other) for other in SYSTEMS if other != one)
    )


def _by_codes(rows: Mapping[str, int], usual: tuple[str, ...]) -> Evidence | None:
    """Hear the codes: those that only some systems have, if they are codes at all."""
    known = classes.decisive()
    fits = {code: known[code] for code in rows if code in known}
    of = sum(rows[code] for code in fits)
    if not fits or (not usual and of < FITS_SHARE * sum(rows.values())):
        return None
    telling = sorted(fits, key=lambda code: (len(fits[code]), -rows[code]))[:MOST_EXAMPLES]
    count = sum(rows[code] for code in fits if len(fits[code]) < len(SYSTEMS))
    return Evidence("codes", _standing(fits, rows), count, of, tuple(telling))


def _against(rows: Mapping[str, int], asked: str) -> Evidence | None:
    """Find codes that other systems have and the one that was asked for has not."""
    known = classes.decisive()
    fits = {code: known[code] for code in rows if code in known and asked not in known[code]}
    if not fits:
        return None
    commonest = sorted(fits, key=lambda code: -rows[code])[:MOST_EXAMPLES]
    count = sum(rows[code] for code in fits)
    systems = _standing(fits, rows) or frozenset().union(*fits.values())
    return Evidence("codes", systems, count, sum(rows.values()), tuple(commonest))


def _by_names(codes: pd.Series, names: pd.Series | None, usual: tuple[str, ...]) -> Evidence | None:
    """Hear the names: what a code is called, where systems call it differently."""
    rows = _rows_by_pair(codes, names) if names is not None else {}
    fits = {pair: _callers(*pair) for pair in rows}
    of = sum(rows.values())
    best = max((sum(rows[p] for p in rows if s in fits[p]) for s in SYSTEMS), default=0)
    if best == 0 or best < FITS_SHARE * of:
        return None
    keyed = {"\t".join(pair): have for pair, have in fits.items()}
    systems = _standing(keyed, {"\t".join(pair): rows[pair] for pair in rows})
    if not systems or len(systems) == len(SYSTEMS):
        return None
    is_against = bool(usual) and systems.isdisjoint(usual)  # then: what the field's do not call so
    telling = [
        pair
        for pair in rows
        if (fits[pair].isdisjoint(usual) if is_against else len(fits[pair]) < len(SYSTEMS))
    ]
    telling.sort(key=lambda pair: (len(fits[pair]), -rows[pair]))
    examples = tuple(" ".join(pair) for pair in telling[:MOST_EXAMPLES])
    return Evidence("names", systems, sum(rows[pair] for pair in telling), of, examples)


def _rows_by_pair(codes: pd.Series, names: pd.Series) -> dict[tuple[str, str], int]:
    """Count parcels by code and name, where both are there and some system knows the code."""
    code, code_values = pd.factorize(codes, use_na_sentinel=False)
    name, name_values = pd.factorize(names, use_na_sentinel=False)
    pairs, counts = np.unique(code * len(name_values) + name, return_counts=True)
    rows: Counter[tuple[str, str]] = Counter()
    for at in np.argsort(-counts, kind="stable")[:MOST_PAIRS]:
        of_code, of_name = divmod(int(pairs[at]), len(name_values))
        pair = classes.as_code(code_values[of_code]), as_text(name_values[of_name])
        if pair[1] and any(_meaning(pair[0], system) for system in SYSTEMS):
            rows[pair] += int(counts[at])
    return rows


def _callers(code: str, name: str) -> frozenset[str]:
    """Give the systems that call a code so."""
    return frozenset(one for one in SYSTEMS if is_alike(name, _name_of(code, one)))


@lru_cache(maxsize=2 * MOST_PAIRS)
def _name_of(code: str, system: str) -> str:
    table = classes.load_system(system)
    known = classes.find_class(code, table)
    return "" if known is None else str(table.loc[known, "class_name"])


def is_alike(one: str, other: str) -> bool:
    """Tell whether two names may mean one class: 工业 stands for 工业用地.

    Examples
    --------
    >>> is_alike("工业", "工业用地"), is_alike("农村道路", "工业用地"), is_alike("", "工业用地")
    (True, False, False)
    """
    first, second = plain(one), plain(other)
    return bool(first and second) and (first in second or second in first)
