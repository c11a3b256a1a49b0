"""The headings of a table in a sheet: one row, or a row of groups above one of columns.

约定时间 over 交地 and 开工 makes 约定交地时间 and so on; a merged cell heads every column that
it covers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zoneland.files.tables.sheet import Merge, Row

MOST_ROWS_ABOVE: Final = 30
"""Rows looked through for the headings: titles and notes above them are a few."""

FEWEST_HEADINGS: Final = 2
"""A row with a single known word may be a title."""

SAYS_NOTHING: Final = re.compile(r"情况|信息|基本|概况|台账|明细|一览|内容|指标")
"""A group so named says nothing of its columns, unlike 占用耕地 over 面积."""

SORT_ALONE: Final = re.compile(r"(?:土地|用地)?(?:面积|价款|价格|金额|资金|投资)")
"""A group so named says no more than what sort of number is below it."""

WHOLE: Final = frozenset({"合计", "总计", "小计", "共计", "计", "总数", "总量"})
"""A column so headed is its group's own."""

BRACKET: Final = re.compile(r"[(（\[【〔][^()（）]*[)）\]】〕]$")
"""What a heading says at its end of the unit, which holds for all below it."""


MOST_SHOWN: Final = 40
"""Letters of a cell that a message repeats."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How headings are known."""

    is_known: Callable[[object], bool]
    """Whether a cell heads a column of the table looked for."""
    is_quantity: Callable[[object], bool]
    """Whether it heads land or money, which a cell over several rows states once for all."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Where a table's headings are."""

    at: int
    """Position of their first row among the sheet's."""
    depth: int
    names: tuple[object, ...]
    """A name a column; None or blank where there is none."""


def is_blank(cell: object) -> bool:
    """Tell whether nothing is to be seen in a cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown(cell: object) -> str:
    """Give a cell in one line for a message, cut where it is long."""
    text = " ".join(str(cell).split())
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def find_headings(
    rows: Sequence[Row], merges: Sequence[Merge], reading: Reading
) -> Headings | None:
    """Find the headings: the row with the most known ones, the first of such rows.

    Two rows are taken together where that makes more known headings than either has alone, or
    where the second holds but the units of the first.

    Parameters
    ----------
    rows
        Of the sheet.
    merges
        Merged cells of the sheet.
    reading
        How headings are known.
    """
    top = rows[:MOST_ROWS_ABOVE]
    found = [_found(Headings(at, 1, row.cells), reading) for at, row in enumerate(top)]
    pairs = [
        Headings(at, 2, _together(top[at], top[at + 1], merges, reading))
        for at in range(len(top) - 1)
        if top[at + 1].number == top[at].number + 1 and _words(top[at]) >= FEWEST_HEADINGS
    ]
    found += [_found(pair, reading, bonus=_bonus(pair, top, merges, reading)) for pair in pairs]
    best = max(found, key=lambda scored: scored[0], default=(0.0, None))
    return best[1] if best[0] >= FEWEST_HEADINGS else None


def _words(row: Row) -> int:
    """Count the different words of a row; a title over the whole table is one."""
    return len({_text(cell) for cell in row.cells if not is_blank(cell)})


def _found(headings: Headings, reading: Reading, bonus: float = 0.0) -> tuple[float, Headings]:
    return len({cell for cell in headings.names if reading.is_known(cell)}) + bonus, headings


def _bonus(pair: Headings, top: Sequence[Row], merges: Sequence[Merge], reading: Reading) -> float:
    """Give half a point to a second row that only adds to the first.

    It holds the units of known headings, or nothing but words below groups that are merged; or
    it is one of headings itself, and some stand in the first row alone.
    """
    upper, lower = top[pair.at], top[pair.at + 1]
    if _would_lose(upper, lower, reading):
        return 0.5
    said = [at for at, cell in enumerate(lower.cells) if not is_blank(cell)]
    are_units = all(
        at < len(upper.cells)
        and reading.is_known(upper.cells[at])
        and reading.is_known(f"{_text(upper.cells[at])}{_text(lower.cells[at])}")
        for at in said
    )
    grouped = {
        at
        for merge in merges
        if merge.is_wide and merge.top == merge.bottom == upper.number
        for at in range(merge.left, min(merge.right, len(lower.cells)) + 1)
    }
    are_grouped = grouped.issuperset(said) and all(isinstance(lower.cells[at], str) for at in said)
    return 0.5 if said and (are_units or are_grouped) else 0.0


def _would_lose(upper: Row, lower: Row, reading: Reading) -> bool:
    """Tell whether a row of headings, taken alone, would lose known ones that stand above it."""
    below = _padded(lower.cells, len(upper.cells))
    own = {cell for cell in lower.cells if reading.is_known(cell)}
    above = zip(upper.cells, below, strict=False)
    lost = any(reading.is_known(cell) and is_blank(under) for cell, under in above)
    return lost and len(own) >= FEWEST_HEADINGS


def _together(
    upper: Row, lower: Row, merges: Sequence[Merge], reading: Reading
) -> tuple[object, ...]:
    """Join a row of groups and the row of columns below it."""
    width = max(len(upper.cells), len(lower.cells))
    over = _spread(_padded(upper.cells, width), _padded(lower.cells, width), upper.number, merges)
    below = _padded(lower.cells, width)
    return tuple(_name(group, own, reading) for group, own in zip(over, below, strict=True))


def _padded(cells: tuple[object, ...], width: int) -> list[object]:
    return [*cells, *[None] * (width - len(cells))]


def _spread(
    upper: list[object], lower: list[object], number: int, merges: Sequence[Merge]
) -> list[object]:
    """Let each group head its columns: those it is merged over, else the blanks beside it."""
    wide = [merge for merge in merges if merge.top <= number <= merge.bottom and merge.is_wide]
    spread = list(upper)
    for merge in wide:
        last = min(merge.right, len(spread) - 1)
        for at in range(merge.left + 1, last + 1):
            spread[at] = upper[merge.left]
    if wide:
        return spread
    for at in range(1, len(spread)):
        goes_on = is_blank(spread[at]) and not is_blank(lower[at]) and not is_blank(lower[at - 1])
        if goes_on:
            spread[at] = spread[at - 1]
    return spread


def _name(group: object, own: object, reading: Reading) -> object:
    """Name a column by its group and itself, as far as each says something."""
    if is_blank(own) or is_blank(group) or _text(group) == _text(own):
        return group if is_blank(own) else own
    if (joined := _joined(_text(group), _text(own), reading)) is not None:
        return joined
    if _text(own) in WHOLE and reading.is_known(group):
        return group
    bare = BRACKET.sub("", _text(group))
    is_plain = bare in _text(own) or SORT_ALONE.fullmatch(bare)
    if reading.is_known(own) and bare and is_plain:  # 面积（亩） over 供地面积
        return _with_unit(_text(group), _text(own), reading)
    says_it_all = not reading.is_quantity(own) or SAYS_NOTHING.search(_text(group))
    return own if reading.is_known(own) and says_it_all else f"{_text(group)}{_text(own)}"


def _with_unit(group: str, own: str, reading: Reading) -> str:
    """Give a column the unit of its group where it states none of its own."""
    unit = BRACKET.search(group)
    named = f"{own}{unit[0]}" if unit and not BRACKET.search(own) else own
    return named if reading.is_known(named) else own


def _joined(group: str, own: str, reading: Reading) -> str | None:
    """Give the known heading that a group and its column make: 约定时间 over 开工."""
    ways = [f"{group}{own}"]
    ways += [
        f"{group.removesuffix(end)}{own}{end}"
        for end in ("时间", "日期", "面积")
        if group.endswith(end)
    ]
    return next((way for way in ways if reading.is_known(way)), None)


def _text(cell: object) -> str:
    return "".join(str(cell).split())
