"""What was measured as Markdown: ratios to zoneland on the same file, and whether tables agree."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Final

from tests.bench.contenders import BASE, contender_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.bench.runs import Cells, Runs

SAME_M2: Final = 0.1
"""Rounding and the order of sums; more than that is other land."""
OWN: Final = "zoneland-plane"
REFERENCE: Final = "split"
AGREEMENT_HEAD: Final = (
    f"| file | contender | cells | other than zoneland's (> {SAME_M2} m²) | largest, m² | "
    f"other than shapely's split | largest, m² |\n|---|---|--:|--:|--:|--:|--:|"
)
HEAD: Final = (
    "| file | contender | CPU s | wall s | peak MB | CPU ÷ zoneland's | wall ÷ | memory ÷ |\n"
    "|---|---|--:|--:|--:|--:|--:|--:|"
)


def table_of(found: Mapping[str, Runs]) -> str:
    """Give a row each contender: medians with their range, and medians of the runs' ratios."""
    return "\n".join([HEAD, *(_row(name, found) for name in found)])


def _row(name: str, found: Mapping[str, Runs]) -> str:
    contender, runs = contender_named(name), found[name]
    start = f"| {contender.source} | {contender.title} |"
    if not runs.cpu_s:
        return f"{start} {runs.ended} | | | | | |"
    base = found.get(BASE[contender.source])
    kinds = (runs.cpu_s, ".2f"), (runs.wall_s, ".2f"), (runs.peak_mb, ".0f")
    sizes = [_spread(values, form) for values, form in kinds]
    bases = (base.cpu_s, base.wall_s, base.peak_mb) if base else ([], [], [])
    ratios = [_ratio(values, other) for (values, _), other in zip(kinds, bases, strict=True)]
    ended = f" ({runs.ended})" if runs.ended else ""
    return f"{start[:-2]}{ended} | {' | '.join([*sizes, *ratios])} |"


def _spread(values: Sequence[float], form: str) -> str:
    if len(values) == 1:
        return f"{values[0]:{form}}"
    return f"{median(values):{form}} [{min(values):{form}}–{max(values):{form}}]"


def _ratio(values: Sequence[float], base: Sequence[float]) -> str:
    """Give the median of ratios taken turn by turn, for the load changes between turns."""
    ratios = [one / other for one, other in zip(values, base, strict=False)]
    return f"{median(ratios):.2f}" if ratios else ""


def agreement(found: Mapping[str, Runs]) -> str:
    """Compare plane tables cell by cell with zoneland's and with that of shapely's split.

    Ground that two parcels claim counts twice with all but zoneland: there they differ from it
    and not from one another.
    """
    peers = [
        name
        for name, runs in found.items()
        if runs.cells and contender_named(name).gives == "plane" and name != OWN
    ]
    lines = [
        f"| {contender_named(name).source} | {contender_named(name).title} | "
        f"{len(found[name].cells):,} | {_compared(found, name, OWN)} | "
        f"{_compared(found, name, REFERENCE)} |"
        for name in peers
    ]
    return "\n".join([AGREEMENT_HEAD, *lines]) if lines else ""


def _compared(found: Mapping[str, Runs], name: str, other: str) -> str:
    """Count the cells that differ and give the largest difference; nothing without the other."""
    if other not in found or not found[other].cells:
        return " | "
    apart = differences(found[name].cells, found[other].cells)
    worst = max(map(abs, apart.values()), default=0.0)
    return f"{sum(abs(size) > SAME_M2 for size in apart.values())} | {worst:,.3f}"


def differences(cells: Cells, others: Cells) -> Cells:
    """Give cell by cell how much more there is; a cell that is not there is empty."""
    return {
        cell: cells.get(cell, 0.0) - others.get(cell, 0.0) for cell in cells.keys() | others.keys()
    }


def stages_table(passed: Mapping[str, float], *, least: float = 0.01) -> str:
    """Give zoneland's functions by CPU time, those below `least` of the whole as one."""
    whole = sum(passed.values())
    long = {name: size for name, size in passed.items() if size >= least * whole}
    rest = whole - sum(long.values())
    lines = [
        f"| {name} | {size:.3f} | {size / whole:.0%} |"
        for name, size in [*((f"`{name}`", size) for name, size in long.items()), ("others", rest)]
    ]
    head = "| function, with the libraries it calls | CPU s | share |\n|---|--:|--:|"
    return "\n".join([head, *lines])
