"""Why a zone's land is all in use, or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zoneland.core.verdicts import Verdict
from zoneland.rules.idle.standing import Status
from zoneland.rules.reasons_told import FAILS, NOTE, OPEN, sum_dm2, to_dm2_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneland.rules.reasons_told import Said, Teller, Zone


def idle_reasons(teller: Teller, zone: Zone) -> Iterator[Said]:
    """Say what lies idle or unsupplied, and what the ledgers leave open."""
    plots, row = zone.plots, zone.row
    if pd.isna(row["plots"]):
        yield OPEN, teller.text["reason.no_supply"]
        return
    if int(row["plots"]):
        area = teller.area(to_dm2_or_none(row["idle_m2"]))
        yield FAILS, teller.say("idle", count=int(row["plots"]), area=area)
        theirs = int((plots["is_idle"] & plots["is_government"]).sum())
        if theirs:
            yield NOTE, teller.say("government", count=theirs)
    yield from _unsupplied(teller, zone)
    untold = int((plots["status"] == Status.CANNOT_TELL).sum())
    if untold:
        yield OPEN, _untold(teller, plots, untold)
    if zone.unplaced and row["idle_verdict"] == Verdict.CANNOT_TELL:
        yield OPEN, teller.say("unplaced", count=zone.unplaced)


def _untold(teller: Teller, plots: pd.DataFrame, count: int) -> str:
    """Say how many plots cannot be told, and what the ledgers lack of them."""
    of_them = plots[plots["status"] == Status.CANNOT_TELL]
    lacks = " ".join(of_them["lacks"]).split() if "lacks" in of_them else []
    if not lacks:
        return teller.say("untold", count=count)
    names = teller.joined([teller.text[f"lacks.{name}"] for name in dict.fromkeys(lacks)])
    return teller.say("untold_for", count=count, lacks=names)


def _unsupplied(teller: Teller, zone: Zone) -> Iterator[Said]:
    plots = zone.plots
    left_dm2 = to_dm2_or_none(zone.row["unsupplied_m2"])
    has_rows = bool((plots["kind"] == "unsupplied").any())
    if left_dm2 is None and not (teller.assessment.idle["kind"] == "unsupplied").any():
        yield OPEN, teller.text["reason.no_approvals"]
        return
    lapsed = plots[plots["status"] == Status.LAPSED]
    if len(lapsed):
        years = teller.assessment.rules.idle_land.lapse_years
        area = teller.area(sum_dm2(lapsed))
        yield OPEN, teller.say("lapsed", years=years, count=len(lapsed), area=area)
    used_dm2 = to_dm2_or_none(zone.row.get("used_m2", 0.0))
    if used_dm2:
        yield NOTE, teller.say("used", area=teller.area(used_dm2))
    if has_rows and (plots["status"] == Status.UNSUPPLIED).any():
        yield NOTE, teller.say("unsupplied", area=teller.area(left_dm2))
