"""The columns of the two ledgers, as bureaus head them.

Headings come from landchina.com's 土地供应结果公告, cities' 供后监管 ledgers, the 批文库 (ZZ_JBXX)
and the data that 闲置土地处置办法 articles 2, 8 and 30 need.
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import Column, Contract
from zoneland.core.spelling import plain
from zoneland.landuse.ledger_units import split_heading

if TYPE_CHECKING:
    from zoneland.core.contracts import ColumnType

QUANTITIES: Final = ("_m2", "_yuan")
"""Ends of the names of columns of land and money."""


_PLOT: Final = """
    ZDH 宗地号 ZDBH 宗地编号 | ZDDM 宗地代码 | DKBH 地块编号 DKH 地块号 地块代码 | DKMC 地块名称
"""
_BATCH: Final = """
    PZWH 批准文号 批文号 批复文号 PWH 用地批准文号 农转用批准文号 来源批文号
    | SHENGPWWH 省批文号 | SHIPWWH 市批文号 | 批次文号 批次号
"""
_BATCH_NAME: Final = "PCMC 批次名称 批次名 批次"
_PROJECT: Final = "XMMC 项目名称 | JSXMMC 建设项目名称 | 项目"
_SUPERVISION: Final = "DZJGH 电子监管号 监管号"
_ZONE: Final = """
    zone_id KFQDM KFYQDM ZONEID 开发区代码 | 园区代码
    | zone_name KFQMC KFYQMC 开发区名称 | 园区名称 | 所属开发区 所在开发区 | 所属园区 所在园区
    | 开发区 | 园区
"""
_LEFT: Final = "SYMJ 地块剩余面积 剩余面积 剩余地块面积 批而未供面积 未供面积"

_APPROVALS: Final = {
    "batch_id": f"{_BATCH} | {_SUPERVISION} | YDBPID | {_BATCH_NAME}",
    "supervision_id": _SUPERVISION,
    "plot_id": _PLOT,
    "batch_name": _BATCH_NAME,
    "project": _PROJECT,
    "approved_on": "PZRQ 批准日期 PZSJ 批准时间 PFRQ 批复日期 PFSJ 批复时间 批文日期 批文时间",
    "area_m2": f"""
        area DKMJ 地块面积
        | PZMJ 批准面积 批准用地面积 YDZMJ 用地总面积 PCMJ 批次面积 YDMJ 用地面积 总面积 MJ 面积
        | TBMJ 图斑面积 | {_LEFT}
    """,
    "stated_left_m2": _LEFT,
    "zone": _ZONE,
}
_SUPPLY: Final = {
    "supply_id": f"{_SUPERVISION} | CRHTH 出让合同号 合同编号 合同号",
    "supervision_id": _SUPERVISION,
    "plot_id": _PLOT,
    "batch_id": f"{_BATCH} | {_BATCH_NAME}",
    "project": _PROJECT,
    "holder": "TDSYQR 土地使用权人 使用权人 | YDDWMC 用地单位名称 用地单位 | 受让人 竞得人",
    "area_m2": """
        area GDMJ 供地面积 供应面积 供应土地面积 出让面积 ZDMJ 宗地面积 土地面积
        YDMJ 用地面积 MJ 面积 | TBMJ 图斑面积
    """,
    "signed_on": "QDRQ 合同签订日期 合同签订时间 签订日期 签订时间 签约日期",
    "use_right_on": "QDTDSYQSJ 取得土地使用权时间 取得土地使用权日期 取得使用权时间",
    "agreed_delivery_on": "YDJDSJ 约定交地时间 约定交地日期",
    "delivered_on": "SJJDSJ 实际交地时间 实际交地日期",
    "agreed_start_on": """
        YDKGSJ 约定开工时间 约定开工日期 约定动工时间 约定动工日期
        约定动工开发日期 约定动工开发时间 动工开发日期
    """,
    "started_on": "SJKGSJ 实际开工时间 实际开工日期 实际动工时间 实际动工日期",
    "agreed_finish_on": "YDJGSJ 约定竣工时间 约定竣工日期",
    "finished_on": "SJJGSJ 实际竣工时间 实际竣工日期",
    "to_build_m2": """
        to_build 应动工开发建设总面积 应动工开发建设用地总面积 应动工总面积
        应动工开发面积 应动工面积 应开发面积 YDGMJ
    """,
    "built_m2": """
        built 已动工开发面积 已动工开发建设面积 已动工面积 YKGMJ 已开工面积
        已开发面积 已开发建设面积
    """,
    "investment_yuan": """
        investment ZTZE 总投资额 总投资 投资总额 计划总投资 | 固定资产总投资
    """,
    "invested_yuan": """
        invested YTZE 已投资额 已投资 已完成投资 已完成投资额 | GDZCLJTR 固定资产累计投入 | 累计投资
    """,
    "stopped_on": """
        ZZRQ 中止开发建设日期 中止开发建设时间 中止开发日期 中止日期 中止时间 | 停工日期 停工时间
    """,
    "cause": "XZYY 闲置原因 | 未开工原因 | 未动工原因",
    "stated_status": "YDQK 异动情况 | SFXZ 是否闲置",
    "disposal": "处置状态 处置情况",
    "price_yuan": "price CRJK 成交价格 成交价 出让价款 土地价款 | 划拨价款",
    "zone": _ZONE,
}
"""Spellings of each column, best first; a bar parts those that are of different things, of which
the first that occurs is taken. Several spellings of one thing must agree."""


def _column(name: str, spellings: str) -> Column:
    kind: ColumnType = "date" if name.endswith("_on") else "text"
    kind = "number" if name.endswith(QUANTITIES) else kind
    return Column(name, tuple(spellings.replace("|", " ").split()), required=False, type=kind)


APPROVALS: Final = Contract("approvals", tuple(_column(*one) for one in _APPROVALS.items()))
"""农用地转用和土地征收批复, a row a batch or a plot of one."""

SUPPLY: Final = Contract("supply", tuple(_column(*one) for one in _SUPPLY.items()))
"""土地供应结果 and what 供后监管 adds to it, a row a contract or decision of allocation."""

SPOKEN_OF: Final = {
    "approvals": ("approved_on",),
    "supply": ("agreed_start_on", "started_on"),
}
"""Columns whose lack leaves every row untold, so that it is said."""


def spells(column: Column, heading: object) -> int | None:
    """Rank a heading among the spellings of a column: 0 is the best; None if it is none.

    Examples
    --------
    >>> spells(SUPPLY.column("plot_id"), "宗地号"), spells(SUPPLY.column("plot_id"), "面积")
    (2, None)
    """
    bare = {split_heading(heading)[0], plain(heading)}
    names = (column.name, *column.aliases)
    return next((rank for rank, name in enumerate(names) if plain(name) in bare), None)


def thing(contract: Contract, column: Column, rank: int) -> int:
    """Give the number of the thing that a spelling means, among those that a column may be.

    Parameters
    ----------
    contract, column
        The ledger and its column.
    rank
        Of the spelling, as `spells` gives it.

    Examples
    --------
    A plot's area and its batch's are not the same; two words for a plot's are.

    >>> area = APPROVALS.column("area_m2")
    >>> [thing(APPROVALS, area, spells(area, name)) for name in ("DKMJ", "地块面积", "批次面积")]
    [0, 0, 1]
    """
    parts = (_APPROVALS if contract is APPROVALS else _SUPPLY)[column.name].split("|")
    ends = list(accumulate(len(part.split()) for part in parts))
    return bisect_left(ends, rank)


def is_heading(contract: Contract, cell: object) -> bool:
    """Tell whether a cell heads one of a ledger's columns.

    Examples
    --------
    >>> is_heading(SUPPLY, "面积（公顷）"), is_heading(SUPPLY, "面积合计"), is_heading(SUPPLY, 3.5)
    (True, False, False)
    """
    return isinstance(cell, str) and any(
        spells(column, cell) is not None for column in contract.columns
    )


def is_quantity(contract: Contract, cell: object) -> bool:
    """Tell whether a cell heads one of a ledger's columns of land or money.

    Examples
    --------
    >>> is_quantity(SUPPLY, "面积（公顷）"), is_quantity(SUPPLY, "宗地号")
    (True, False)
    """
    return isinstance(cell, str) and any(
        column.type == "number" and spells(column, cell) is not None for column in contract.columns
    )


def headings_of(contract: Contract) -> list[str]:
    """Name each column of a ledger by its first Chinese heading and its code, for messages."""
    return [heading_of(column) for column in contract.columns]


def heading_of(column: Column) -> str:
    """Name a column as a planner would head it.

    Examples
    --------
    >>> heading_of(SUPPLY.column("agreed_start_on"))
    '约定开工时间（YDKGSJ）'
    """
    chinese = next((name for name in column.aliases if not name.isascii()), column.name)
    code = next((name for name in column.aliases if name.isascii() and name.isupper()), "")
    return f"{chinese}（{code}）" if code else chinese
