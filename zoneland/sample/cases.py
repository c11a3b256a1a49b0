"""The twelve zones that each show one thing, as settings; what they show is told in the READMEs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TILE_BLOCKS: Final = 4
"""Blocks on a side of a tile; one tile holds one of the twelve zones."""
CASE_TILE_COLS: Final = 4
CASE_TILE_ROWS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One zone of the twelve: where it lies in its tile and what its land is made to be."""

    number: int
    name: str
    zone_type: str
    offset: tuple[int, int] = (0, 0)
    """First block of the 3 × 3 core within the tile, eastward and northward."""
    layout: str = "IIIIIIIII"
    """Kinds of the core's blocks, row by row from the south: I industry, U town, F farmland,
    W woods."""
    industry: float = 0.68
    """Share of the zone that the plan makes industry (1001)."""
    storage: float = 0.04
    """Share that it makes storage (1101)."""
    unbuilt: float = 0.0
    """Share that it keeps as water, wood and cropland."""
    missing: float = 0.0
    """Share that the plan leaves out."""
    along_parcels: bool = False
    """The boundary follows parcel edges however the county is drawn."""
    exact: bool = False
    """The industrial land is three fifths to the last 0.01 m²."""
    pieces: int = 1


CASES: Final = (
    Case(number=1, name="麦朗先进制造业开发区", zone_type="先进制造业开发区", industry=0.70),
    Case(
        number=2,
        name="砚溪经济技术开发区",
        zone_type="经济技术开发区",
        offset=(1, 0),
        layout="IIIIIIUII",
        industry=0.59995,
        storage=0.0,
        along_parcels=True,
    ),
    Case(
        number=3,
        name="榆光先进制造业开发区",
        zone_type="先进制造业开发区",
        layout="IIIIIIIIU",
        industry=0.6,
        storage=0.0,
        along_parcels=True,
        exact=True,
    ),
    Case(
        number=4,
        name="枫渡物流产业开发区",
        zone_type="先进制造业开发区",
        offset=(1, 0),
        industry=0.505,
        storage=0.112,
        unbuilt=0.20,
    ),
    Case(
        number=5,
        name="澄砂高新技术产业开发区",
        zone_type="高新技术产业开发区",
        offset=(0, 1),
        layout="IIUIIIIII",
        industry=0.545,
        storage=0.0,
        missing=0.11,
    ),
    Case(
        number=6,
        name="栀岭先进制造业开发区",
        zone_type="先进制造业开发区",
        offset=(1, 1),
        layout="FIIIIIIII",
        industry=0.66,
    ),
    Case(
        number=7,
        name="榴川经济技术开发区",
        zone_type="经济技术开发区",
        offset=(0, 1),
        layout="IIIIIIIIW",
        industry=0.66,
    ),
    Case(
        number=8,
        name="苇湾先进制造业开发区",
        zone_type="先进制造业开发区",
        offset=(0, 1),
        layout="IIIUIIIII",
        industry=0.67,
    ),
    Case(
        number=9,
        name="桐舟先进制造业开发区",
        zone_type="先进制造业开发区",
        layout="IIIUIIIII",
        industry=0.67,
    ),
    Case(
        number=10,
        name="荷野高新技术产业开发区",
        zone_type="高新技术产业开发区",
        offset=(1, 0),
        industry=0.69,
    ),
    Case(
        number=11,
        name="棠屏经济技术开发区",
        zone_type="经济技术开发区",
        offset=(1, 1),
        industry=0.69,
    ),
    Case(
        number=12,
        name="芷笛先进制造业开发区",
        zone_type="先进制造业开发区",
        offset=(0, 1),
        layout="IIIIUIIII",
        industry=0.68,
        pieces=2,
    ),
)
"""In the order of their numbers, four tiles to a row from the south-west."""

LAST_CASE: Final = len(CASES)
UNCOVERED: Final = 5
OVER_FARMLAND: Final = 6
OVER_REDLINE: Final = 7
OUTSIDE_GROWTH: Final = 8
SLIVERS: Final = 9
UNSUPPLIED: Final = 10
IDLE: Final = 11
