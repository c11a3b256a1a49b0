"""Why each zone has its verdicts: short sentences, from what an assessment holds alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.verdicts import Verdict
from zoneland.core.wording import words
from zoneland.rules.idle.standing import IDLE, Status
from zoneland.rules.reasons_idle import idle_reasons
from zoneland.rules.reasons_lines import line_reasons
from zoneland.rules.reasons_share import share_reasons
from zoneland.rules.reasons_told import NOTE, OPEN, Said, Teller, Zone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment

RULES: Final = {
    "industrial_share": ("share_verdict", share_reasons),
    "control_lines": ("lines_verdict", line_reasons),
    "idle_land": ("idle_verdict", idle_reasons),
}
"""The verdict of each rule, and what tells why."""


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
    teller = Teller(assessment, words(lang or assessment.lang), lang or assessment.lang)
    return {str(zone.row["zone_id"]): _told(teller, zone) for zone in _zones(assessment)}


def _zones(assessment: Assessment) -> Iterator[Zone]:
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
        if "other_id" in plain[2]:  # an overlap of two zones is a row of the first
            theirs = plain[2][plain[2]["other_id"] == row["zone_id"]]
            findings = pd.concat([findings, theirs]) if len(theirs) else findings
        told = {str(key): value for key, value in row.items()}
        yield Zone(told, readings, areas, findings, plots, unplaced)


def _told(teller: Teller, zone: Zone) -> tuple[str, ...]:
    every: list[Said] = []
    for rule, (verdict, say) in RULES.items():
        said = list(say(teller, zone))
        is_told = zone.row[verdict] == Verdict.PASS or any(rank != NOTE for rank, _ in said)
        see = teller.say("see_problems", rule=teller.text[f"rule.{rule}"])
        every += said if is_told else [(OPEN, see), *said]
    return tuple(sentence for _, sentence in sorted(every, key=lambda one: one[0]))
