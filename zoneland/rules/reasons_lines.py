"""Why a zone keeps to the control lines, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.problems import Level
from zoneland.rules.matrix import ABOUT_ZONE, ALWAYS_NEEDED, MATRIX, level_of
from zoneland.rules.reasons_told import FAILS, NOTE, OPEN, sum_dm2, to_dm2_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

from zoneland.rules.reasons_told import Said, Teller, Zone

NEEDS: Final = {
    "farmland": "farmland",
    "redline": "redline",
    "outside_growth": "growth",
    "flexible": "flexible",
    "special": "special",
    "plan_outside_growth": "plan",
}
"""The input without which a kind of finding cannot be looked for."""


def line_reasons(teller: Teller, zone: Zone) -> Iterator[Said]:
    """Say what the zone crosses, and which lines were not given."""
    by_kind = dict(list(zone.findings.groupby("kind")))
    for kind in (kind for kind in MATRIX if kind in ABOUT_ZONE):
        pieces = by_kind.get(kind, zone.findings.iloc[:0])
        yield from _found(teller, zone, kind, pieces)
    rule = teller.assessment.rules.control_lines
    missing = [
        role
        for kind, role in NEEDS.items()
        if (kind in ALWAYS_NEEDED or level_of(kind, rule=rule) is Level.ERROR)
        and pd.isna(zone.row.get(f"{kind}_m2", 0.0))
    ]
    if missing:
        names = [teller.text[f"role.{role}"] for role in missing]
        yield OPEN, teller.say("no_line", lines=teller.joined(names))


def _found(teller: Teller, zone: Zone, kind: str, pieces: pd.DataFrame) -> Iterator[Said]:
    """Say what of one kind there is: failures by their whole area, slivers by their sum."""
    finding = teller.text[f"finding.{kind}"]
    if kind == "zones":
        finding = teller.say("of_zones", finding=finding, zones=_others(teller, zone, pieces))
    grave = pieces[pieces["band"] == "finding"]
    if len(grave):
        total = teller.area(to_dm2_or_none(zone.row[f"{kind}_m2"]))
        rank = FAILS if (grave["level"] == Level.ERROR).any() else NOTE
        yield rank, teller.say("overlap", finding=finding, area=total)
        return
    slivers = pieces[pieces["band"] == "sliver"]
    if len(slivers):
        area = teller.area(sum_dm2(slivers))
        yield NOTE, teller.say("sliver", finding=finding, count=len(slivers), area=area)


def _others(teller: Teller, zone: Zone, pieces: pd.DataFrame) -> str:
    """Name the zones that a zone overlaps."""
    if "other_id" not in pieces:
        return ""
    own, table = zone.row["zone_id"], teller.assessment.zones
    names = dict(zip(table["zone_id"], table["zone_name"], strict=True))
    both = pd.unique(pieces[["zone_id", "other_id"]].to_numpy().ravel())
    return teller.joined([str(names.get(one, one)) for one in both if one != own])
