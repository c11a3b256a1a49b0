"""What a table must look like once it is through a door: columns, types and key.

Doors match a file's fields to these columns by the aliases that bureaus use; functions that
take a frame from the user's hands check it again, cheaply.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zoneland.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    aliases: tuple[str, ...] = ()
    """Spellings found in bureaus' files, best first; compared without case and width."""
    required: bool = True


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


def plain(name: object) -> str:
    """Fold a name for comparison: full-width to half-width, no blanks, no case.

    Examples
    --------
    >>> plain(" ＤＬＢＭ "), plain("约定 开工 时间")
    ('dlbm', '约定开工时间')
    """
    return "".join(unicodedata.normalize("NFKC", str(name)).casefold().split())


def listed(names: Iterable[object], most: int = 12) -> str:
    """Write names in a row for a message, cut where it grows too long to read."""
    shown = [str(name) for name in names]
    return "、".join(shown[:most]) + (" …" if len(shown) > most else "") if shown else "—"


def matches(column: Column, names: Iterable[object]) -> list[str]:
    """Give the `names` that spell a column, by its best alias that occurs.

    Examples
    --------
    >>> matches(Column("class_code", ("DLBM", "地类编码")), ["fid", "dlbm", "DLMC"])
    ['dlbm']
    """
    for spelling in (column.name, *column.aliases):
        found = [str(name) for name in names if plain(name) == plain(spelling)]
        if found:
            return found
    return []


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
        Column("kind", required=False),
        Column("is_built", required=False),
        Column("stored_m2", ("TBMJ", "图斑面积"), False),
        Column("deduct_share", ("KCXS", "扣除地类系数"), False),
        Column("deduct_code", ("KCDLBM", "扣除地类编码"), False),
        Column("geometry"),
    ),
)
"""Parcels, a row a polygon: code as text, what it means, stored area in m²; working CRS."""

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
