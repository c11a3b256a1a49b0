"""What 产业用地 may mean, and share of what: every reading by name, and whose definition it is.

No source that was found says what Henan's 60 % counts and what it is a share of. So a reading,
``numerator/denominator``, is a setting, and all that the data allow are computed side by side.
The definitions D1 to D10 are those that the trade has been seen to use: the practice tools'
(D1, D2), 土地集约利用评价 (D3), Shenzhen's 2018 rule for block lines (D4), Tianjin's plan (D5), and
the readings of the word itself (D6 to D10). ``docs/rules/readings/`` has a page for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMERATORS: Final[dict[str, frozenset[Kind]]] = {
    "industry": frozenset({Kind.INDUSTRY}),
    "industry_storage": frozenset({Kind.INDUSTRY, Kind.STORAGE}),
    "industry_storage_mining": frozenset({Kind.INDUSTRY, Kind.STORAGE, Kind.MINING}),
    "industry_storage_mining_research": frozenset(
        {Kind.INDUSTRY, Kind.STORAGE, Kind.MINING, Kind.RESEARCH}
    ),
    "wide": frozenset({Kind.INDUSTRY, Kind.STORAGE, Kind.MINING, Kind.RESEARCH, Kind.BUSINESS}),
}
"""What may count as 产业用地: 工业; 工业+仓储; 工矿仓储; with research land (D5, which takes
其他商务用地 out); and with business land too."""

DENOMINATORS: Final = ("zone", "construction", "town", "buildable")
"""Share of what: the whole zone; its construction land (建设用地); the built land of its cities and
towns (已建成城镇建设用地); the zone less water, permanent basic farmland and red line."""

READINGS: Final = tuple(f"{top}/{bottom}" for bottom in DENOMINATORS for top in NUMERATORS)
"""Every reading by name, ``numerator/denominator``."""

_ANY: Final = {"industry": "D6", "industry_storage": "D7", "wide": "D8"}
"""Definitions that fix the numerator and leave the denominator open."""
_ONE: Final = {
    "industry/zone": ("D4",),
    "industry_storage_mining/construction": ("D1", "D2"),
    "industry_storage_mining/town": ("D3",),
    "industry_storage_mining/buildable": ("D9",),
}

DEFINITIONS: Final[dict[str, tuple[str, ...]]] = {
    reading: (
        *_ONE.get(reading, ()),
        *([_ANY[top]] if (top := reading.split("/")[0]) in _ANY else []),
    )
    for reading in READINGS
}
"""The definitions that each reading carries out; none where nobody was seen to use it."""

NOT_COMPUTED: Final[dict[str, str]] = {"D5": "control_line", "D10": "no_share"}
"""Definitions that are no reading: the key, under ``reading_lacks``, of what is in the way."""

LACKING: Final = (
    ("/construction", "construction"),
    ("/town", "town"),
    ("/buildable", "buildable"),
    ("wide/", "research"),
)
"""Parts of readings, and the key, under ``reading_lacks``, of what they need."""

LAND_USE_OF: Final = {"D1": "survey", "D2": "plan", "D3": "survey"}
"""Definitions that are of one land use: 现状 (D1, D3) or 规划 (D2)."""


def definition_of(reading: str, land_use: str = "") -> str:
    """Give the numbers of a reading's definitions, joined by 、; those of another use left out.

    Examples
    --------
    >>> both = "industry_storage_mining/construction"
    >>> definition_of(both, "plan"), definition_of(both, "survey"), definition_of(both)
    ('D2', 'D1', 'D1、D2')
    >>> definition_of("industry/zone"), definition_of("industry_storage_mining/zone")
    ('D4、D6', '')
    """
    return "、".join(
        number
        for number in DEFINITIONS.get(reading, ())
        if not land_use or LAND_USE_OF.get(number, land_use) == land_use
    )


def lacking(computed: Iterable[str]) -> list[str]:
    """Tell what the data lack for the readings that were not computed.

    Returns
    -------
    list
        Keys under ``reading_lacks``; D5's is always among them, D10 is no share and never is.

    Examples
    --------
    >>> lacking(["industry/zone", "industry/construction", "wide/zone"])
    ['town', 'buildable', 'control_line']
    >>> lacking(READINGS)
    ['control_line']
    """
    found = list(computed)
    keys = [key for part, key in LACKING if not any(part in name for name in found)]
    return list(dict.fromkeys([*keys, NOT_COMPUTED["D5"]]))
