"""Names of a plan's zones (规划分区): which space they are of, which part of the growth area.

Names are those of 市级国土空间总体规划编制指南 (2020), first and second level. Codes are not read:
plans number the zones in several ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import Column, Contract
from zoneland.core.fields import find_field
from zoneland.core.spelling import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from zoneland.core.problems import Problem

PLAN_ZONES: Final = Contract(
    "zoning",
    (
        Column("zone_code", ("GHFQDM", "规划分区代码", "分区代码"), required=False),
        Column("zone_name", ("GHFQMC", "规划分区名称", "分区名称", "规划分区"), required=False),
    ),
)
"""The fields of 规划分区, and of 城镇开发边界 where it is parted."""

SPELLINGS: Final = tuple(way for column in PLAN_ZONES.columns for way in column.aliases)

SPACES: Final = {
    "urban": (
        "城镇空间", "城镇发展", "城镇集中建设", "弹性发展", "特别用途", "居住生活", "综合服务",
        "商业商务", "工业发展", "物流仓储", "绿地休闲", "交通枢纽", "战略预留",
    ),
    "farming": (
        "农业空间", "农田保护", "乡村发展", "村庄建设", "一般农业", "林业发展", "牧业发展",
    ),
    "ecological": ("生态空间", "生态保护", "生态控制"),
}  # fmt: skip
"""城镇, 农业 and 生态 space, and the words in the names of the zones that make them up."""

SUBZONES: Final = {"flexible": "弹性发展", "special": "特别用途"}
"""Parts of the growth area that are not yet, or only specially, to be used."""
CONCENTRATED: Final = ("集中建设", "城镇发展", "城镇开发边界", "城镇空间")
"""Names of the rest of it, and of all of it."""


def space_of(name: str) -> str:
    """Give the space that a zone of the plan is of; empty if its name tells none, or several.

    Examples
    --------
    >>> [space_of(name) for name in ("生态控制区", "工业发展区", "矿产能源发展区", "")]
    ['ecological', 'urban', '', '']
    """
    bare = plain(name)
    found = [space for space, words in SPACES.items() if any(word in bare for word in words)]
    return found[0] if len(found) == 1 else ""


def subzone_of(name: str) -> str | None:
    """Give the part of the growth area that a name means: empty for the rest, None if unknown.

    Examples
    --------
    >>> [subzone_of(name) for name in ("城镇弹性发展区", "特别用途区", "城镇集中建设区", "甲")]
    ['flexible', 'special', '', None]
    """
    bare = plain(name)
    found = [role for role, word in SUBZONES.items() if word in bare]
    if found:
        return found[0] if len(found) == 1 else None
    return "" if not bare or any(word in bare for word in CONCENTRATED) else None


def zone_texts(
    frame: pd.DataFrame, fields: Sequence[str], where: str
) -> tuple[dict[str, list[str]], list[Problem]]:
    """Give the codes and names of a layer's zones, as text; blank where there is none.

    Parameters
    ----------
    frame
        The layer's rows.
    fields
        Its fields.
    where
        How the layer is named in problems.

    Returns
    -------
    tuple
        Texts by column, ``zone_code`` and ``zone_name``; a column without a field is not there.
        And problems as of `zoneland.core.fields.find_field`.
    """
    texts: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for column in PLAN_ZONES.columns:
        field, told = find_field(PLAN_ZONES, column.name, fields, where, is_needed=False)
        problems += told
        if field:
            cells = frame[field]
            texts[column.name] = [
                "" if is_missing else " ".join(str(cell).split())
                for cell, is_missing in zip(cells, cells.isna(), strict=True)
            ]
    return texts, problems
