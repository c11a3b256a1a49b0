"""Why a zone keeps to the control lines, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.rules.reasons_told import FAILS, NOTE, OPEN, sum_dm2, to_dm2_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneland.rules.reasons_told import Said, Teller, Zone

LINES: Final = {"farmland": "farmland", "redline": "redline", "outside_growth": "growth"}
"""The finding of each line."""


def line_reasons(teller: Teller, zone: Zone) -> Iterator[Said]:
    """Say which lines the zone crosses, and which were not given."""
    by_kind = dict(list(zone.findings.groupby("kind")))
    for kind in LINES:
        finding = teller.text[f"finding.{kind}"]
        pieces = by_kind.get(kind, zone.findings.iloc[:0])
        if (pieces["band"] == "finding").any():
            total = to_dm2_or_none(zone.row[f"{kind}_m2"])
            yield FAILS, teller.say("overlap", finding=finding, area=teller.area(total))
            continue
        slivers = pieces[pieces["band"] == "sliver"]
        if len(slivers):
            area = teller.area(sum_dm2(slivers))
            yield (
                NOTE,
                teller.say("sliver", finding=finding, count=len(slivers), area=area),
            )
    missing = [role for kind, role in LINES.items() if pd.isna(zone.row[f"{kind}_m2"])]
    if missing:
        names = [teller.text[f"role.{role}"] for role in missing]
        yield OPEN, teller.say("no_line", lines=teller.text["reason.and"].join(names))
