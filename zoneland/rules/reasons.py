"""Why each zone has its verdicts: short sentences, from what an assessment holds alone."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from zoneland.core.figures import hectares, percent, square_metres
from zoneland.core.kinds import UNSETTLED
from zoneland.core.naming import reading_in_words
from zoneland.core.units import to_dm2
from zoneland.core.verdicts import Verdict
from zoneland.core.wording import words
from zoneland.rules.idle.standing import IDLE, Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment

FAILS, OPEN, NOTE = range(3)
"""What a sentence tells: why a zone fails, why it cannot be told, or what else to know."""

Said = tuple[int, str]
Row = dict[str, Any]

LINES: Final = {"farmland": "farmland", "redline": "redline", "outside_growth": "growth"}
"""The finding of each line."""

MEASURED: Final = ("plan", "survey")
"""Land uses with classes that tell industry from other land."""

MOST_NAMED: Final = 2
"""Readings of the second side that are named; more are counted."""

LEAST_IN_HA: Final = 100
"""0.01 m²: less than 1 m² would show as 0.0000 or 0.0001 公顷."""


@dataclass(frozen=True, slots=True)
class _Zone:
    """A zone with its rows of every frame."""

    row: Row
    readings: pd.DataFrame
    areas: pd.DataFrame
    findings: pd.DataFrame
    plots: pd.DataFrame
    unplaced: int
    """Plots in no zone that would weigh in the one they belong to."""


def reasons(assessment: Assessment, *, lang: Lang | None = None) -> dict[str, tuple[str, ...]]:
    """Say why each zone has its verdicts.

    Parameters
    ----------
    assessment
        What one run found; only its frames and rules are looked at.
    lang
        Language of the sentences; the assessment's own unless given.

    Returns
    -------
    dict
        By ``zone_id``: sentences without a full stop, what fails first, then what cannot be
        told, then what else to know. Nothing for a zone that passes without more to say.
    """
    teller = _Teller(assessment, words(lang or assessment.lang), lang or assessment.lang)
    return {str(zone.row["zone_id"]): teller.told(zone) for zone in _zones(assessment)}


def _zones(assessment: Assessment) -> Iterator[_Zone]:
    frames = (assessment.readings, assessment.areas, assessment.findings, assessment.idle)
    plain = [pd.DataFrame(frame).drop(columns="geometry", errors="ignore") for frame in frames]
    by_zone = [dict(list(f.groupby("zone_id"))) if len(f) else {} for f in plain]
    lost = plain[3][plain[3]["zone_id"] == ""]
    unplaced = int(lost["status"].isin(IDLE | {Status.LAPSED, Status.CANNOT_TELL}).sum())
    for row in assessment.zones.drop(columns="geometry").to_dict("records"):
        readings, areas, findings, plots = (
            groups.get(row["zone_id"], frame.iloc[:0])
            for groups, frame in zip(by_zone, plain, strict=True)
        )
        told = {str(key): value for key, value in row.items()}
        yield _Zone(told, readings, areas, findings, plots, unplaced)


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts a zone's reasons into one language."""

    assessment: Assessment
    text: Mapping[str, str]
    lang: Lang

    def told(self, zone: _Zone) -> tuple[str, ...]:
        rules = {
            "industrial_share": ("share_verdict", self._share),
            "control_lines": ("lines_verdict", self._lines),
            "idle_land": ("idle_verdict", self._idle),
        }
        every: list[Said] = []
        for rule, (verdict, say) in rules.items():
            said = list(say(zone))
            is_told = zone.row[verdict] == Verdict.PASS or any(rank != NOTE for rank, _ in said)
            every += said if is_told else [(OPEN, self._see_problems(rule)), *said]
        return tuple(sentence for _, sentence in sorted(every, key=lambda one: one[0]))

    def _say(self, key: str, **values: object) -> str:
        return self.text[f"reason.{key}"].format(**values)

    def _see_problems(self, rule: str) -> str:
        return self._say("see_problems", rule=self.text[f"rule.{rule}"])

    def _area(self, area_dm2: int | None) -> str:
        if area_dm2 is None:
            return self.text["reason.unknown_area"]
        if area_dm2 < LEAST_IN_HA:
            return self._say("m2", number=square_metres(area_dm2))
        return self._say("ha", number=hectares(area_dm2))

    def _share(self, zone: _Zone) -> Iterator[Said]:
        use, rule = zone.row["land_use"], self.assessment.rules.industrial_share
        mine = zone.readings[zone.readings["land_use"] == use]
        judged = mine[mine["reading"] == rule.reading].to_dict("records")
        if not judged:
            yield OPEN, self.text["reason.no_land_use"]
            return
        row = {str(key): value for key, value in judged[0].items()}
        if zone.row["share_verdict"] == Verdict.FAIL:
            yield FAILS, self._short(row)
        elif zone.row["share_verdict"] == Verdict.CANNOT_TELL:
            yield from self._gaps(zone, row)
        if zone.row["depends_on_reading"]:
            yield NOTE, self._depends(mine)
        yield from self._other_use(zone, row)

    def _short(self, row: Row) -> str:
        """Say how much industrial land is missing, rounded up to the whole 0.01 m²."""
        minimum = Fraction(self.assessment.rules.industrial_share.minimum)
        missing = minimum * int(row["whole_dm2"]) - int(row["certain_dm2"])
        area = self._area(-(-missing.numerator // missing.denominator))
        least = percent(minimum.numerator, minimum.denominator).replace(".00%", "%")
        key = "short_zone" if row["reading"].endswith("/zone") else "short_construction"
        return self._say(key, area=area, minimum=least)

    def _gaps(self, zone: _Zone, row: Row) -> Iterator[Said]:
        """Say what land leaves the share open, largest first."""
        if int(row["whole_dm2"]) <= 0:
            yield OPEN, self.text["reason.no_whole"]
            return
        land = zone.areas[zone.areas["land_use"] == row["land_use"]]
        is_vague = (land["status"] == "known") & land["kind"].isin(UNSETTLED)
        kinds = [self.text[f"kind.{kind}"] for kind in dict.fromkeys(land.loc[is_vague, "kind"])]
        sizes = {
            "uncovered": int(land.loc[land["status"] == "uncovered", "area_dm2"].sum()),
            "contested": int(land.loc[land["status"] == "contested", "area_dm2"].sum()),
            "unsettled": int(land.loc[is_vague, "area_dm2"].sum()),
        }
        sizes["coarse"] = int(row["possible_dm2"] - row["certain_dm2"]) - sum(sizes.values())
        whole = int(land["area_dm2"].sum()) or int(row["whole_dm2"])
        found = sorted((key for key in sizes if sizes[key] > 0), key=lambda key: -sizes[key])
        for place, key in enumerate(found):
            gap = self._say(
                key,
                area=self._area(sizes[key]),
                share=percent(sizes[key], whole),
                kinds=self.text["reason.and"].join(kinds),
            )
            yield OPEN, gap if place else self._say("bounded", gap=gap)

    def _depends(self, readings: pd.DataFrame) -> str:
        """Say which readings pass and which fail, the fewer by name."""
        by_verdict = [
            (verdict, readings.loc[readings["verdict"] == verdict, "reading"].tolist())
            for verdict in (Verdict.PASS, Verdict.FAIL)
        ]
        sides: list[str] = []
        for verdict, names in sorted(by_verdict, key=lambda side: len(side[1])):
            told = self._say("others", count=len(names))
            if not sides or len(names) <= MOST_NAMED:
                said = (reading_in_words(name, lang=self.lang) for name in names)
                told = self.text["reason.and"].join(self._say("quote", name=name) for name in said)
            sides.append(self._say("by", names=told, verdict=self.text[f"verdict.{verdict}"]))
        return self._say("depends", sides=self.text["reason.comma"].join(sides))

    def _other_use(self, zone: _Zone, row: Row) -> Iterator[Said]:
        """Say where 现状 and 规划 disagree."""
        settled = {str(Verdict.PASS), str(Verdict.FAIL)}
        same = zone.readings[zone.readings["reading"] == row["reading"]]
        for other in same.to_dict("records"):
            uses = {row["land_use"], other["land_use"]}
            if uses == set(MEASURED) and {row["verdict"], other["verdict"]} == settled:
                minimum = self.assessment.rules.industrial_share.minimum
                ends = [
                    percent(int(other[end]), int(other["whole_dm2"]), minimum)
                    for end in ("certain_dm2", "possible_dm2")
                ]
                yield (
                    NOTE,
                    self._say(
                        "other_use",
                        own=self.text[f"land_use.{row['land_use']}"],
                        own_verdict=self.text[f"verdict.{row['verdict']}"],
                        other=self.text[f"land_use.{other['land_use']}"],
                        other_verdict=self.text[f"verdict.{other['verdict']}"],
                        share="–".join(dict.fromkeys(ends)),
                    ),
                )

    def _lines(self, zone: _Zone) -> Iterator[Said]:
        by_kind = dict(list(zone.findings.groupby("kind")))
        for kind in LINES:
            finding = self.text[f"finding.{kind}"]
            pieces = by_kind.get(kind, zone.findings.iloc[:0])
            if (pieces["band"] == "finding").any():
                total = _dm2(zone.row[f"{kind}_m2"])
                yield FAILS, self._say("overlap", finding=finding, area=self._area(total))
                continue
            slivers = pieces[pieces["band"] == "sliver"]
            if len(slivers):
                area = self._area(_sum_dm2(slivers))
                yield (
                    NOTE,
                    self._say("sliver", finding=finding, count=len(slivers), area=area),
                )
        missing = [role for kind, role in LINES.items() if pd.isna(zone.row[f"{kind}_m2"])]
        if missing:
            names = [self.text[f"role.{role}"] for role in missing]
            yield OPEN, self._say("no_line", lines=self.text["reason.and"].join(names))

    def _idle(self, zone: _Zone) -> Iterator[Said]:
        plots, row = zone.plots, zone.row
        if pd.isna(row["plots"]):
            yield OPEN, self.text["reason.no_supply"]
            return
        if int(row["plots"]):
            area = self._area(_dm2(row["idle_m2"]))
            yield FAILS, self._say("idle", count=int(row["plots"]), area=area)
            theirs = int((plots["is_idle"] & plots["is_government"]).sum())
            if theirs:
                yield NOTE, self._say("government", count=theirs)
        yield from self._unsupplied(zone)
        untold = int((plots["status"] == Status.CANNOT_TELL).sum())
        if untold:
            yield OPEN, self._say("untold", count=untold)
        if zone.unplaced and row["idle_verdict"] == Verdict.CANNOT_TELL:
            yield OPEN, self._say("unplaced", count=zone.unplaced)

    def _unsupplied(self, zone: _Zone) -> Iterator[Said]:
        plots = zone.plots
        left_dm2 = _dm2(zone.row["unsupplied_m2"])
        has_rows = bool((plots["kind"] == "unsupplied").any())
        if left_dm2 is None and not (self.assessment.idle["kind"] == "unsupplied").any():
            yield OPEN, self.text["reason.no_approvals"]
            return
        lapsed = plots[plots["status"] == Status.LAPSED]
        if len(lapsed):
            years = self.assessment.rules.idle_land.lapse_years
            area = self._area(_sum_dm2(lapsed))
            yield OPEN, self._say("lapsed", years=years, count=len(lapsed), area=area)
        if has_rows and (plots["status"] == Status.UNSUPPLIED).any():
            yield NOTE, self._say("unsupplied", area=self._area(left_dm2))


def _dm2(area_m2: float) -> int | None:
    return None if pd.isna(area_m2) else to_dm2(area_m2)


def _sum_dm2(rows: pd.DataFrame) -> int | None:
    """Sum areas; None if one is not known."""
    areas_m2 = rows["area_m2"].tolist()
    return None if any(map(pd.isna, areas_m2)) else sum(map(to_dm2, areas_m2))
