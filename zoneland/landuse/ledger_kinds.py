"""Rows of a ledger that are none of its plots: totals, remarks, repeated and numbered headings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd

from zoneland.core.problems import Problem
from zoneland.core.rows import rows_told
from zoneland.core.spelling import plain
from zoneland.landuse.ledger_cells import NOTHING, is_nothing

if TYPE_CHECKING:
    import pandas as pd

    from zoneland.landuse.ledger_settle import Field

OWN: Final = "own"
TOTALS: Final = "totals"
REMARK: Final = "remark"

TOTALS_WORD: Final = re.compile(r"(?:合计|总计|小计|共计|累计|total|subtotal)(?:[\d:(].*)?")
REMARKS: Final = re.compile(r"(?:注|备注|说明|填表|填报|制表|审核|负责人)\w{0,3}:.*")
SECTIONS: Final = re.compile(
    r"(?:[一二三四五六七八九十]+、(?![一二三四五六七八九十])|\([一二三四五六七八九十]+\)(?![号期区块地宗])).*"
    r"|(?:19|20)\d\d年度?(?:供地|供应|出让|划拨|批复|批准)?"
)
"""What stands alone in a row above the rows of a year or a kind; no number of a plot looks so."""
Beside = Mapping[object, tuple[object, ...]]
"""What rows say under no heading, by their number."""
NOTHING_BESIDE: Final[Beside] = MappingProxyType({})

FEWEST_REPEATED: Final = 2
FEWEST_NUMBERED: Final = 4
"""Columns of a row that numbers them; a plot's row of so many small numbers in order is rare."""


def part_rows(
    raw: pd.DataFrame, fields: dict[str, Field], where: str, *, beside: Beside = NOTHING_BESIDE
) -> tuple[list[str], list[Problem]]:
    """Part the ledger's own rows from totals (ZL145) and from remarks and headings (ZL146).

    Parameters
    ----------
    raw
        Cells as found, indexed by the row's number.
    fields
        Fields by column name.
    where
        File and sheet, as problems shall name them.
    beside
        What rows say under no heading, where 合计 may stand.

    Returns
    -------
    tuple
        `OWN`, `TOTALS` or `REMARK` of each row, and what is said of those that are not own.
    """
    is_drawn = raw.geometry.notna() if isinstance(raw, gpd.GeoDataFrame) else [False] * len(raw)
    rows = list(zip(raw.itertuples(index=False, name=None), is_drawn, strict=True))
    kinds = [
        _kind(cells, fields, has_shape=has_shape, beside=beside.get(number, ()))
        for number, (cells, has_shape) in zip(raw.index, rows, strict=True)
    ]
    if rows and _numbers_columns(rows[0][0]):
        kinds[0] = REMARK
    problems = []
    for kind, code in ((TOTALS, "ZL145"), (REMARK, "ZL146")):
        found = [row for row, this in zip(raw.index, kinds, strict=True) if this == kind]
        if found:
            values = {"rows": rows_told(found), "count": len(found)}
            problems.append(Problem(code, f"{where} #{found[0]}", values))
    return kinds, problems


def total_word(cells: tuple[Any, ...]) -> str:
    """Give the cell that makes a row one of totals; empty if there is none."""
    return next((text for text in _texts(cells) if TOTALS_WORD.fullmatch(text)), "")


def _kind(
    cells: tuple[Any, ...],
    fields: dict[str, Field],
    *,
    has_shape: bool,
    beside: tuple[object, ...],
) -> str:
    if has_shape:
        return OWN
    if total_word((*cells, *beside)):
        return TOTALS
    texts = _texts(cells) or _texts(beside)
    mapped = {name: cells[field.at] for name, field in fields.items()}
    said = [name for name, cell in mapped.items() if not is_nothing(cell)]
    same = [name for name in said if plain(mapped[name]) == plain(fields[name].heading)]
    repeated = len({fields[name].at for name in same})
    is_bare = not {"area_m2", "plot_id", "batch_id", "supply_id"} & set(said)
    is_remark = "area_m2" not in said and any(REMARKS.fullmatch(text) for text in texts[:1])
    is_section = len(said) == 1 and len(texts) == 1 and bool(SECTIONS.fullmatch(texts[0]))
    if repeated >= FEWEST_REPEATED or is_remark or is_section or (is_bare and len(said) <= 1):
        return REMARK
    return OWN


def _texts(cells: tuple[Any, ...]) -> list[str]:
    texts = [plain(cell) for cell in cells if isinstance(cell, str)]
    return [text for text in texts if text not in NOTHING]


def _numbers_columns(cells: tuple[Any, ...]) -> bool:
    """Tell the row below the headings that numbers them: 1, 2, 3 and so on.

    Examples
    --------
    >>> _numbers_columns((1, "(2)", "③", 4.0)), _numbers_columns((1, "A-2", 3, 4))
    (True, False)
    """
    shown = [plain(cell).strip("()[]").removesuffix(".0") for cell in cells]
    return len(shown) >= FEWEST_NUMBERED and shown == [str(at + 1) for at in range(len(shown))]
