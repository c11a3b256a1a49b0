"""Why a zone has enough industrial land, or not: what is missing, and what leaves it open."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.figures import percent
from zoneland.core.kinds import UNSETTLED
from zoneland.core.naming import reading_in_words
from zoneland.core.verdicts import Verdict
from zoneland.rules.reasons_told import FAILS, NOTE, OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneland.rules.reasons_told import Row, Said, Teller, Zone

MEASURED: Final = ("plan", "survey")
"""Land uses with classes that tell industry from other land."""

MOST_NAMED: Final = 2
"""Readings of the second side that are named; more are counted."""


def share_reasons(teller: Teller, zone: Zone) -> Iterator[Said]:
    """Say what the share lacks, what leaves it open, and where readings and land uses disagree."""
    use, rule = zone.row["land_use"], teller.assessment.rules.industrial_share
    mine = zone.readings[zone.readings["land_use"] == use]
    judged = mine[mine["reading"] == rule.reading].to_dict("records")
    if not judged:
        yield OPEN, teller.text["reason.no_land_use"]
        return
    row = {str(key): value for key, value in judged[0].items()}
    if row.get("basis", "measured") != "measured":
        yield _from_cover(teller, zone, row)
    elif zone.row["share_verdict"] == Verdict.FAIL:
        yield FAILS, _short(teller, row)
    elif zone.row["share_verdict"] == Verdict.CANNOT_TELL:
        yield from _gaps(teller, zone, row)
    if zone.row["depends_on_reading"]:
        yield NOTE, _depends(teller, mine)
    yield from _other_use(teller, zone, row)


def _short(teller: Teller, row: Row) -> str:
    """Say how much industrial land is missing, rounded up to the whole 0.01 m²."""
    minimum = Fraction(teller.assessment.rules.industrial_share.minimum)
    missing = minimum * int(row["whole_dm2"]) - int(row["certain_dm2"])
    area = teller.area(-(-missing.numerator // missing.denominator))
    least = percent(minimum.numerator, minimum.denominator).replace(".00%", "%")
    key = "short_zone" if row["reading"].endswith("/zone") else "short_other"
    bottom = teller.text[f"denominator.{row['reading'].partition('/')[2]}"]
    short = teller.say(key, area=area, minimum=least, whole=bottom)
    leave_dm2 = row.get("to_leave_dm2")
    if leave_dm2 is None or pd.isna(leave_dm2):
        return short
    return teller.say("or_leave", short=short, area=teller.area(int(leave_dm2)))


def _from_cover(teller: Teller, zone: Zone, row: Row) -> Said:
    """Say what land cover can show: a share at first sight, or no more than an upper bound."""
    minimum = teller.assessment.rules.industrial_share.minimum
    whole = int(row["whole_dm2"])
    ends = [percent(int(row[end]), whole, minimum) for end in ("certain_dm2", "possible_dm2")]
    year = teller.assessment.cover_year
    source = teller.say("cover_of", year=year) if year else teller.text["land_use.cover"]
    if row["basis"] == "screening":
        verdict = teller.text[f"verdict.{row['screening']}"]
        share = "–".join(dict.fromkeys(ends))
        return OPEN, teller.say("screened", source=source, share=share, verdict=verdict)
    fails = zone.row["share_verdict"] == Verdict.FAIL
    key = "at_most_fails" if fails else "at_most"
    return (FAILS if fails else OPEN), teller.say(key, source=source, share=ends[1])


def _gaps(teller: Teller, zone: Zone, row: Row) -> Iterator[Said]:
    """Say what land leaves the share open, largest first."""
    if int(row["whole_dm2"]) <= 0:
        yield OPEN, teller.text["reason.no_whole"]
        return
    if row["reading"].endswith(("/town", "/buildable")):
        vague_dm2 = int(row["possible_dm2"] - row["certain_dm2"])
        share = percent(vague_dm2, int(row["whole_dm2"]))
        yield OPEN, teller.say("open_within", area=teller.area(vague_dm2), share=share)
        return
    land = zone.areas[zone.areas["land_use"] == row["land_use"]]
    is_vague = (land["status"] == "known") & land["kind"].isin(UNSETTLED)
    kinds = [teller.text[f"kind.{kind}"] for kind in dict.fromkeys(land.loc[is_vague, "kind"])]
    sizes = {
        "uncovered": int(land.loc[land["status"] == "uncovered", "area_dm2"].sum()),
        "contested": int(land.loc[land["status"] == "contested", "area_dm2"].sum()),
        "unsettled": int(land.loc[is_vague, "area_dm2"].sum()),
    }
    sizes["coarse"] = int(row["possible_dm2"] - row["certain_dm2"]) - sum(sizes.values())
    whole = int(land["area_dm2"].sum()) or int(row["whole_dm2"])
    found = sorted((key for key in sizes if sizes[key] > 0), key=lambda key: -sizes[key])
    for place, key in enumerate(found):
        gap = teller.say(
            key,
            area=teller.area(sizes[key]),
            share=percent(sizes[key], whole),
            kinds=teller.text["reason.and"].join(kinds),
        )
        yield OPEN, gap if place else teller.say("bounded", gap=gap)


def _depends(teller: Teller, readings: pd.DataFrame) -> str:
    """Say which readings pass and which fail, the fewer by name."""
    by_verdict = [
        (verdict, readings.loc[readings["verdict"] == verdict, "reading"].tolist())
        for verdict in (Verdict.PASS, Verdict.FAIL)
    ]
    sides: list[str] = []
    for verdict, names in sorted(by_verdict, key=lambda side: len(side[1])):
        told = teller.say("others", count=len(names))
        if not sides or len(names) <= MOST_NAMED:
            said = (reading_in_words(name, lang=teller.lang) for name in names)
            told = teller.text["reason.and"].join(teller.say("quote", name=name) for name in said)
        sides.append(teller.say("by", names=told, verdict=teller.text[f"verdict.{verdict}"]))
    return teller.say("depends", sides=teller.text["reason.comma"].join(sides))


def _other_use(teller: Teller, zone: Zone, row: Row) -> Iterator[Said]:
    """Say where 现状 and 规划 disagree."""
    settled = {str(Verdict.PASS), str(Verdict.FAIL)}
    same = zone.readings[zone.readings["reading"] == row["reading"]]
    for other in same.to_dict("records"):
        uses = {row["land_use"], other["land_use"]}
        if uses == set(MEASURED) and {row["verdict"], other["verdict"]} == settled:
            minimum = teller.assessment.rules.industrial_share.minimum
            ends = [
                percent(int(other[end]), int(other["whole_dm2"]), minimum)
                for end in ("certain_dm2", "possible_dm2")
            ]
            yield (
                NOTE,
                teller.say(
                    "other_use",
                    own=teller.text[f"land_use.{row['land_use']}"],
                    own_verdict=teller.text[f"verdict.{row['verdict']}"],
                    other=teller.text[f"land_use.{other['land_use']}"],
                    other_verdict=teller.text[f"verdict.{other['verdict']}"],
                    share="–".join(dict.fromkeys(ends)),
                ),
            )
