"""Numbers of a ledger that cannot be: plots of centimetres or counties, parts above their whole."""

from __future__ import annotations

import math
from statistics import median
from typing import TYPE_CHECKING, Final

from zoneland.core.problems import Problem
from zoneland.core.rows import rows_told
from zoneland.landuse.ledger_dates import Doubt
from zoneland.landuse.ledger_units import AREA_UNITS, unit_term

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from zoneland.landuse.ledger_settle import Field

LEAST_PLOT_M2: Final = 10.0
MOST_PLOT_M2: Final = 1e8
"""No plot is under 10 m² or over 100 km²."""
USUAL_PLOT_M2: Final = (300.0, 3e6)
"""Most plots lie between; a unit that brings the median there may be the one that was meant."""

SLACK: Final = 1.05
"""Parts above their whole by a twentieth may be rounding and another survey."""
MOST_OVER_INVESTED: Final = 10.0
"""Who spends ten times the plan has mixed up 万元 and 元."""


def size_doubts(frame: pd.DataFrame) -> list[Doubt]:
    """Find parts that are larger than their whole.

    Land to be built on, and land built on, of the plot's area (all rows of one contract
    together, for some ledgers state the contract's in each); what was invested of the plan.

    Parameters
    ----------
    frame
        Rows of supply as read, areas in m² and money in yuan; other ledgers have no doubts.

    Returns
    -------
    list
        ZL297.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"area_m2": [4709.0], "to_build_m2": [4709.0], "built_m2": [9.99e6]})
    >>> [(doubt.column, doubt.other, doubt.shown) for doubt in size_doubts(frame)]
    [('built_m2', 'to_build_m2', '9,990,000 > 4,709')]
    """
    whole_m2 = _contract_m2(frame)
    columns = {
        name: frame[name].tolist() if name in frame else [math.nan] * len(frame)
        for name in ("to_build_m2", "built_m2", "investment_yuan", "invested_yuan")
    }
    return [
        Doubt("ZL297", at, column, "", other, shown=f"{part:,.10g} > {whole:,.10g}")
        for at, area_m2 in enumerate(whole_m2)
        for column, part, other, whole in _of_row(
            area_m2, **{name: cells[at] for name, cells in columns.items()}
        )
    ]


def _of_row(
    area_m2: float,
    *,
    to_build_m2: float,
    built_m2: float,
    investment_yuan: float,
    invested_yuan: float,
) -> Iterator[tuple[str, float, str, float]]:
    if area_m2 >= LEAST_PLOT_M2 and to_build_m2 > SLACK * area_m2:
        yield "to_build_m2", to_build_m2, "area_m2", area_m2
        to_build_m2 = math.nan
    if built_m2 > SLACK * to_build_m2 > 0:
        yield "built_m2", built_m2, "to_build_m2", to_build_m2
    elif area_m2 >= LEAST_PLOT_M2 and built_m2 > SLACK * area_m2:
        yield "built_m2", built_m2, "area_m2", area_m2
    if invested_yuan > MOST_OVER_INVESTED * investment_yuan > 0:
        yield "invested_yuan", invested_yuan, "investment_yuan", investment_yuan


def _contract_m2(frame: pd.DataFrame) -> list[float]:
    """Give the land of each row's contract, of the row itself where it names none; else NaN."""
    if "area_m2" not in frame:
        return [math.nan] * len(frame)
    areas_m2 = frame["area_m2"].tolist()
    ids = frame["supply_id"].tolist() if "supply_id" in frame else [None] * len(frame)
    of_contract: dict[object, list[float]] = {}
    for contract, area_m2 in zip(ids, areas_m2, strict=True):
        of_contract.setdefault(contract, []).append(area_m2)
    return [
        math.fsum(of_contract[contract]) if contract else area_m2
        for contract, area_m2 in zip(ids, areas_m2, strict=True)
    ]


def odd_plots(
    frame: pd.DataFrame,
    rows: Sequence[object],
    is_bare: Sequence[bool],
    *,
    field: Field | None,
    where: str,
) -> list[Problem]:
    """Tell of plots too small or too large to be any: ZL279, with the unit that may be meant.

    Parameters
    ----------
    frame
        Rows as read, ``area_m2`` in m².
    rows
        Their numbers in the file.
    is_bare
        Which of them are not drawn; the others are held against their polygons.
    field
        The column of areas; None if there is none.
    where
        File and sheet, as problems shall name them.
    """
    if field is None or field.unit is None:
        return []
    areas_m2 = frame["area_m2"].tolist()
    found = [
        at
        for at, area in enumerate(areas_m2)
        if is_bare[at] and (0 < area < LEAST_PLOT_M2 or area > MOST_PLOT_M2)
    ]
    if not found:
        return []
    odd_m2 = [areas_m2[at] for at in found]
    values = {
        "rows": rows_told(rows[at] for at in found),
        "column": field.heading,
        "unit": unit_term(field.unit),
        "least": f"{min(odd_m2):,.6g}",
        "most": f"{max(odd_m2):,.6g}",
        "likely": unit_term(_likely(odd_m2, field.unit)),
    }
    return [Problem("ZL279", f"{where} #{rows[found[0]]} {field.heading}", values)]


def _likely(areas_m2: list[float], unit: str) -> str:
    """Give the unit in which the numbers are most like plots."""
    numbers = median(areas_m2) / float(AREA_UNITS[unit])
    least, most = USUAL_PLOT_M2
    middle = math.log(math.sqrt(least * most))
    others = [name for name in AREA_UNITS if name != unit]
    return min(others, key=lambda name: abs(math.log(numbers * float(AREA_UNITS[name])) - middle))
