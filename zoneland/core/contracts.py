"""What a table must look like once it is through a door: columns, types and key.

Doors match a file's fields to these columns by the aliases that bureaus use; functions that
take a frame from the user's hands check it again, cheaply.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from zoneland.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

ColumnType = Literal["text", "number", "integer", "date"]


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers that a column may hold, from the least to below the bound.

    Examples
    --------
    >>> str(Range(0, 1)), str(Range(0, is_above=True))
    ('≥ 0, < 1', '> 0')
    """

    least: float
    below: float = math.inf
    is_above: bool = False
    """Whether the least itself is out: an area is above 0."""

    def holds(self, numbers: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Tell which numbers are in range; NaN is in none."""
        reaches = numbers > self.least if self.is_above else numbers >= self.least
        return reaches & (numbers < self.below)

    def __str__(self) -> str:
        least = f"{'>' if self.is_above else '≥'} {self.least:g}"
        return least if math.isinf(self.below) else f"{least}, < {self.below:g}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    aliases: tuple[str, ...] = ()
    """Spellings found in bureaus' files, best first; compared without case and width."""
    required: bool = True
    type: ColumnType = "text"
    range: Range | None = None
    """What its numbers may be; None where any may."""
    codes: tuple[str, ...] = ()
    """The only texts that it may hold; empty where any may."""


@dataclass(frozen=True, slots=True)
class Contract:
    """A table's columns and its key."""

    name: str
    columns: tuple[Column, ...]
    key: str | None = None

    def column(self, name: str) -> Column:
        """Give a column by name."""
        return next(column for column in self.columns if column.name == name)

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        """Tell which required columns are not among `names`."""
        present = set(names)
        return tuple(c.name for c in self.columns if c.required and c.name not in present)

    def check(self, frame: pd.DataFrame, where: str) -> Iterator[Problem]:
        """Yield what a frame from a user's hands lacks."""
        for name in self.missing(frame.columns):
            yield Problem("ZL120", where, {"column": name, "found": listed(frame.columns)})
        if self.key in frame.columns:
            for value in frame.loc[frame[self.key].duplicated(), self.key].unique():
                yield Problem("ZL121", where, {"column": self.key, "value": value})


def listed(names: Iterable[object], most: int = 12) -> str:
    """Write names in a row for a message, cut where it grows too long to read."""
    shown = [str(name) for name in names]
    return "、".join(shown[:most]) + (" …" if len(shown) > most else "") if shown else "—"


ZONES: Final = Contract(
    "zones",
    (
        Column("zone_id", ("KFQDM", "KFYQDM", "ZONEID", "开发区代码", "园区代码", "编号", "DKBH")),
        Column(
            "zone_name",
            ("KFYQMC", "KFQMC", "开发区名称", "园区名称", "NAME", "MC", "名称", "DKMC"),
            False,
        ),
        Column("geometry"),
    ),
    key="zone_id",
)
"""Zones, one row each: multi-part zones are one polygon; working CRS."""

TOWN_CODES: Final = ("201", "201A", "202", "202A", "203", "203A", "204", "205")
"""城镇村属性码: city, town, village, each with its detached industrial land; salt pans and mines;
special use (TD/T 1055-2019)."""

PARCELS: Final = Contract(
    "parcels",
    (
        Column("parcel_id", ("BSM", "TBBSM", "TBBH", "DKBH", "标识码", "图斑编号"), False),
        Column(
            "class_code",
            ("DLBM", "YDYHFLDM", "GHDLBM", "DLDM", "YDDM", "地类编码", "用地代码", "CODE"),
        ),
        Column("class_name", ("DLMC", "YDYHFLMC", "GHDLMC", "地类名称", "用地名称"), False),
        Column("class_system", required=False),
        Column("mix", ("HHBL", "混合比例", "混合用地比例"), False),
        Column("kind", required=False),
        Column("is_built", required=False),
        Column("stored_m2", ("TBMJ", "图斑面积"), False, "number", Range(0, is_above=True)),
        Column("deduct_share", ("KCXS", "扣除地类系数"), False, "number", Range(0, 1)),
        Column("deduct_code", ("KCDLBM", "扣除地类编码"), False),
        Column("deduct_m2", ("KCMJ", "扣除地类面积"), False, "number", Range(0)),
        Column("net_m2", ("TBDLMJ", "图斑地类面积"), False, "number", Range(0)),
        Column("town_code", ("CZCSXM", "城镇村属性码"), False, codes=TOWN_CODES),
        Column("data_year", ("SJNF", "数据年份"), False, "integer", Range(1984, 2150)),
        Column("geometry"),
    ),
)
"""Parcels, a row a polygon: code as text, what it means, stored area in m²; working CRS.

``mix`` holds the shares of a mixed code, ``1001=7/10+0901=3/10``, and is empty for all else.
``deduct_m2``, ``net_m2`` and ``data_year`` are checked and not kept."""

AREAS: Final = Contract(
    "areas",
    (
        Column("zone_id"),
        Column("status"),
        Column("class_code"),
        Column("class_name", required=False),
        Column("kind"),
        Column("is_built"),
        Column("area_dm2"),
    ),
)
"""Zone × class areas. ``status`` is ``known``, ``contested`` (different classes on the same
ground; codes joined by ``|``) or ``uncovered``. ``area_dm2`` holds whole 0.01 m²; the rows of a
zone add up to the zone."""
