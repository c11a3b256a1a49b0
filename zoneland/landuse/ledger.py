"""The two ledgers: what was approved (批) and what was supplied (供).

Both come as Excel or CSV tables, or as polygons whose attributes are the same columns.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from zoneland.files.tables.table import read_tables
from zoneland.landuse.ledger_columns import APPROVALS, SUPPLY, headings_of, is_heading, is_quantity
from zoneland.landuse.ledger_rows import joined, read_part, read_rows
from zoneland.landuse.ledger_sheets import alike_sheets

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from zoneland.core.contracts import Contract
    from zoneland.core.problems import Problem


def read_approvals_rows(
    raw: pd.DataFrame, *, where: str, note: str = ""
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read the approvals of land conversion and requisition (批文).

    Parameters
    ----------
    raw
        Cells as found under their headings, indexed by the row's number; or a GeoDataFrame in
        the working CRS.
    where
        File and sheet or layer, as problems shall name them.
    note
        Text above the headings, which may set the unit (单位：亩). A heading's own unit goes
        before it; where there is neither, land is in 公顷 and a problem says so.

    Returns
    -------
    tuple
        A frame with ``batch_id, supervision_id, plot_id, batch_name, project, approved_on,
        area_m2, stated_left_m2, zone, where`` (and geometry), one row each, and the problems.
        ``stated_left_m2`` is what the ledger itself says is left (地块剩余面积), NaN if nothing.
        Error-level problems mean that the frame is not to be used.

    Examples
    --------
    The total is left out and told of; 15 亩 are a hectare.

    >>> import pandas as pd
    >>> raw = pd.DataFrame(
    ...     [["豫政土〔2021〕1号", "2021年3月5日", 15], ["合计", None, 15]],
    ...     columns=["批准文号", "批准日期", "面积（亩）"],
    ...     index=[3, 4],
    ... )
    >>> frame, problems = read_approvals_rows(raw, where="approvals.xlsx")
    >>> frame[["approved_on", "area_m2", "where"]].to_dict("records")
    [{'approved_on': datetime.date(2021, 3, 5), 'area_m2': 10000.0, 'where': 'approvals.xlsx #3'}]
    >>> [problem.code for problem in problems]
    ['ZL145']
    """
    return read_rows(APPROVALS, raw, where=where, note=note)


def read_supply_rows(
    raw: pd.DataFrame, *, where: str, note: str = ""
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read the supplies of land to users (供地).

    Parameters
    ----------
    raw, where, note
        As for `read_approvals_rows`; money without a unit is in 万元.

    Returns
    -------
    tuple
        A frame with ``supply_id, supervision_id, plot_id, batch_id, project, holder, area_m2,
        signed_on, use_right_on, agreed_delivery_on, delivered_on, agreed_start_on, started_on,
        agreed_finish_on, finished_on, to_build_m2, built_m2, investment_yuan, invested_yuan,
        stopped_on, cause, stated_status, disposal, price_yuan, zone, where, is_undelivered``
        (and geometry), and the problems. ``stated_status`` (异动情况, 是否闲置) and ``disposal``
        (处置状态) are the ledger's own words.

    Examples
    --------
    The 1900-01-01 that a database stores for no date is none.

    >>> import pandas as pd
    >>> raw = pd.DataFrame(
    ...     [["A-1", 2.5, "2021.3.5", "1900-01-01"]],
    ...     columns=["宗地号", "面积(公顷)", "约定开工时间", "实际开工时间"],
    ... )
    >>> frame, problems = read_supply_rows(raw, where="supply.xlsx")
    >>> frame[["plot_id", "area_m2", "agreed_start_on", "started_on"]].values.tolist()
    [['A-1', 25000.0, datetime.date(2021, 3, 5), None]]
    """
    return read_rows(SUPPLY, raw, where=where, note=note)


def read_approvals_table(
    path: Path, *, layer: str = "", where: str = ""
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read an Excel or CSV ledger of approvals, all its sheets one after another.

    Parameters
    ----------
    path
        The file.
    layer
        The one sheet to read; empty for all that are not hidden.
    where
        The file, as problems shall name it; its path unless given.

    Raises
    ------
    InputError
        If the file cannot be read, or no sheet has the headings of this ledger.
    """
    return _read_table(APPROVALS, path, layer=layer, where=where)


def read_supply_table(
    path: Path, *, layer: str = "", where: str = ""
) -> tuple[pd.DataFrame, list[Problem]]:
    """Read an Excel or CSV ledger of supply; as `read_approvals_table`."""
    return _read_table(SUPPLY, path, layer=layer, where=where)


def _read_table(
    contract: Contract, path: Path, *, layer: str, where: str
) -> tuple[pd.DataFrame, list[Problem]]:
    where = where or str(path)
    found = read_tables(
        path,
        is_known=partial(is_heading, contract),
        is_quantity=partial(is_quantity, contract),
        layer=layer,
        where=where,
        needed=headings_of(contract),
    )
    parts = [
        read_part(
            contract,
            table.frame,
            where=f"{where} {table.sheet}".strip(),
            note=table.notes,
            beside={row: tuple(cells.values()) for row, cells in table.beside.items()},
        )
        for table in found.tables
    ]
    frame, problems = joined(parts, where=where)
    return frame, [*found.problems, *problems, *alike_sheets(contract, frame, where)]
