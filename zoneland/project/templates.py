"""Empty ledgers with the trade's own headings, for a new workspace."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from zoneland.files.writing.atomic import write_whole

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

APPROVALS_HEADINGS: Final = (
    "批准文号", "批次名称", "地块编号", "项目名称", "批准日期", "面积(公顷)", "所属开发区",
)  # fmt: skip
SUPPLY_HEADINGS: Final = (
    "电子监管号", "宗地号", "批准文号", "项目名称", "土地使用权人", "所属开发区", "面积(公顷)",
    "成交价格(万元)", "约定交地时间", "实际交地时间", "约定开工时间", "实际开工时间",
    "约定竣工时间", "实际竣工时间", "应动工总面积(公顷)", "已动工面积(公顷)", "总投资额(万元)",
    "已投资额(万元)", "中止开发日期", "闲置原因",
)  # fmt: skip
TEMPLATES: Final = ("landuse/approvals.xlsx", "landuse/supply.xlsx")
"""Where they go in a workspace."""
CJK_WIDTH: Final = 2.2


def write_templates(folder: Path) -> None:
    """Write approvals.xlsx and supply.xlsx with headings and no rows."""
    for name, headings in (("approvals", APPROVALS_HEADINGS), ("supply", SUPPLY_HEADINGS)):
        write_whole(folder / f"{name}.xlsx", partial(_write, headings=headings))


def _write(path: Path, *, headings: Sequence[str]) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(list(headings))
    for number, heading in enumerate(headings, start=1):
        sheet.cell(1, number).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = CJK_WIDTH * len(heading)
    sheet.freeze_panes = "A2"
    book.save(path)
