"""The supply ledger (供地台账) as a bureau keeps it: an Excel sheet with Chinese headings.

Deliberately no cleaner than such sheets are: a title above the headings, dates spelt in several
ways, a total below.
"""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from zoneland.sample.attributes import invented_name
from zoneland.sample.ledgers import batch_number, project_names

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from zoneland.sample.ledgers import Fate

Cell = str | float | datetime | None

SHEET: Final = "供地台账"
TITLE: Final = "示范县国有建设用地供应及开发利用台账（示例数据，纯属虚构）"
HEADINGS: Final = (
    "电子监管号", "宗地号", "批准文号", "项目名称", "土地使用权人", "所属开发区", "土地用途",
    "供地方式", "面积(公顷)", "成交价格(万元)", "合同签订日期", "约定交地时间", "实际交地时间",
    "约定开工时间", "实际开工时间", "约定竣工时间", "实际竣工时间", "应动工总面积(公顷)",
    "已动工面积(公顷)", "总投资额(万元)", "已投资额(万元)", "中止开发日期", "闲置原因",
)  # fmt: skip
PRICE_WAN_YUAN_PER_HA: Final = 336.0
INVESTMENT_WAN_YUAN_PER_HA: Final = 4_800.0


def write_supply(path: Path, chosen: gpd.GeoDataFrame) -> None:
    """Write the supply ledger.

    Parameters
    ----------
    path
        Where to.
    chosen
        Plots as `ledgers.plots` gives them; those not supplied are left out.
    """
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise RuntimeError("a new workbook has no sheet")
    sheet.title = SHEET
    sheet.append([TITLE])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADINGS))
    sheet["A1"].font, sheet["A1"].alignment = Font(bold=True, size=14), Alignment("center")
    sheet.append(list(HEADINGS))
    rows = supply_rows(chosen)
    for row in rows:
        sheet.append(row)
    at = HEADINGS.index("面积(公顷)")
    total_ha = round(math.fsum(chosen["area_ha"][_supplied(chosen)]), 4)
    sheet.append(["合计", *[None] * (at - 1), total_ha])
    for number, heading in enumerate(sheet[2], start=1):
        heading.font = Font(bold=True)
        heading.alignment = Alignment("center", "center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = 15
    sheet.freeze_panes = "C3"
    book.properties.creator = TITLE
    book.save(path)


def supply_rows(chosen: gpd.GeoDataFrame) -> list[list[Cell]]:
    """Give the ledger's rows, one a supplied plot, in the order of `HEADINGS`."""
    supplied = chosen[_supplied(chosen)].reset_index(drop=True)
    return [
        _row(n, plot, project)
        for n, (plot, project) in enumerate(
            zip(supplied.itertuples(), project_names(supplied), strict=True)
        )
    ]


def _supplied(chosen: gpd.GeoDataFrame) -> list[bool]:
    return [fate.signed_on is not None for fate in chosen["fate"]]


def _row(n: int, plot: Any, project: str) -> list[Cell]:  # noqa: ANN401  a named tuple of pandas
    fate: Fate = plot.fate
    investment = round(plot.area_ha * INVESTMENT_WAN_YUAN_PER_HA, 2)
    year = fate.signed_on.year if fate.signed_on else 0
    batch = batch_number(fate.approved_on, int(plot.plot_id[7:-4]))
    return [
        f"{plot.plot_id[:6]}{year}B{n + 1:05d}",
        plot.plot_id,
        f"示政土〔{fate.approved_on.year}〕{batch}号",
        project,
        f"示范{invented_name(n * 7 + 3)}实业有限公司",
        plot.zone_name,
        "物流仓储用地" if plot.plan == "1101" else "工业用地",
        "挂牌出让" if n % 6 else "协议出让",
        plot.area_ha,
        round(plot.area_ha * PRICE_WAN_YUAN_PER_HA, 2),
        *_dates(fate, n),
        plot.area_ha,
        round(plot.area_ha * fate.built_share, 4),
        investment,
        round(investment * fate.invested_share, 2),
        _spelt(fate.stopped_on, n),
        fate.cause or None,
    ]


def _dates(fate: Fate, n: int) -> list[Cell]:
    days = (
        fate.signed_on,
        fate.handover_due_on,
        fate.handed_over_on,
        fate.start_due_on,
        fate.started_on,
        fate.finish_due_on,
        fate.finished_on,
    )
    return [_spelt(day, n) for day in days]


def _spelt(day: date | None, n: int) -> Cell:
    """Spell a day as one clerk or another does.

    Examples
    --------
    >>> [_spelt(date(2023, 5, 1), n) for n in (0, 1, 2, 3)]
    ['2023-05-01', '2023/5/1', '2023年5月1日', '20230501']
    >>> _spelt(date(2023, 5, 1), 4)
    datetime.datetime(2023, 5, 1, 0, 0)
    """
    if day is None:
        return None
    spellings: tuple[Cell, ...] = (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        datetime(day.year, day.month, day.day),  # noqa: DTZ001  Excel knows no time zones
    )
    return spellings[n % len(spellings)]
