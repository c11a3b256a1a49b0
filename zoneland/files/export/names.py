"""Field names that a format can hold and that can be read back: whole characters, all distinct."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.files.export.holds import FORMULA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from zoneland.files.export.holds import Names

ENCODING: Final = "gb18030"
UNFIT: Final = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
GEOMETRY: Final = "geometry"


def fit_names(
    frame: gpd.GeoDataFrame, rules: Names, where: str
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Give a frame field names that a format can hold; ZL443 lists what was changed."""
    fields = [str(name) for name in frame.columns if name != GEOMETRY]
    new = new_names(fields, rules)
    frame = frame.set_axis([new.get(str(name), str(name)) for name in frame.columns], axis=1)
    changed = [f"{old} → {name}" for old, name in new.items() if old != name]
    if rules.needs_one and not fields:
        frame.insert(0, "FID", range(len(frame)))
        changed.append("— → FID")
    if not changed:
        return frame, []
    return frame, [Problem("ZL443", where, {"count": len(changed), "names": listed(changed, 40)})]


def new_names(names: Sequence[str], rules: Names) -> Mapping[str, str]:
    """Give each name the one it is written under.

    A name is cut between characters, and told by a number from those it has become like.

    Examples
    --------
    >>> from zoneland.files.export.holds import Names
    >>> cut = new_names(["图斑地类面积", "图斑地类面数", "DLBM", "dlbm"], Names(most_bytes=10))
    >>> list(cut.values())
    ['图斑地类面', '图斑地类_1', 'DLBM', 'dlbm_1']
    """
    taken = {GEOMETRY, *(name.casefold() for name in rules.own)}
    new = {name: name for name in names if name in rules.own}
    for number, name in enumerate(names, 1):
        if name not in new:
            plain = UNFIT.sub("_", name).strip() or f"FIELD{number}"
            if rules.guards_formulas and FORMULA.match(plain):
                plain = f"'{plain}"
            new[name] = _distinct(plain, taken, rules.most_bytes)
            taken.add(new[name].casefold())
    return {name: new[name] for name in names}


def _distinct(name: str, taken: set[str], most_bytes: int | None) -> str:
    tried, number = _cut(name, most_bytes), 0
    while tried.casefold() in taken:
        number += 1
        ending = f"_{number}"
        tried = _cut(name, most_bytes and most_bytes - len(ending)) + ending
    return tried


def _cut(name: str, most_bytes: int | None) -> str:
    """Leave off whole characters until the name is short enough."""
    if most_bytes is None:
        return name
    while len(name.encode(ENCODING)) > most_bytes:
        name = name[:-1]
    return name.rstrip()
