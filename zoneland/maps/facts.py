"""What the map says of itself: its title block, its stamp, its count of findings, its notices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from zoneland.core.naming import crs_in_words, reading_in_words
from zoneland.core.problems import Level
from zoneland.core.wording import words
from zoneland.maps.told import at_least

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoneland.core.problems import Lang
    from zoneland.maps.basemap import BaseMap
    from zoneland.maps.public_rules import PublicRule
    from zoneland.rules.assessment import Assessment

SHA_PREFIX: Final = 12
MARKS: Final = ("data_on", "ran_on", "sha256", "map_approval")
"""Of the stamp, in the title block's order."""


def notices(
    rule: PublicRule | None, base: BaseMap | None, stamp: Mapping[str, str], *, lang: Lang
) -> dict[str, str]:
    """Write what stands at the map's foot: who may see it, what was left out, the base map."""
    said, approval = words(lang), stamp["map_approval"]
    number = said["public_rules.number"].format(number=approval)
    notice = number if approval else said["map.unaudited"]
    foot = [base.note(lang)] if base else []
    stop = said["public_rules.stop"]
    told = {"unaudited": stop.join([notice, *foot])}
    if rule:
        text = stop.join([rule.note(lang, approval=approval), *foot])
        told["public_note"] = text + stop.rstrip()
    return told


def stamp_told(assessment: Assessment) -> dict[str, str]:
    """Tell what the run is known by, as texts; empty for what is not known."""
    stamp = assessment.stamp
    return {
        "ran_on": stamp.ran_on.isoformat() if stamp.ran_on else "",
        "data_on": stamp.data_on,
        "sha256": stamp.sha256[:SHA_PREFIX],
        "map_approval": stamp.map_approval,
    }


def facts(
    assessment: Assessment, shown: Assessment, stamp: Mapping[str, str], *, lang: Lang
) -> list[list[str]]:
    """Say by which day, threshold, reading, plane and kind of area the run judged, and which."""
    said = words(lang)
    rule = assessment.rules.industrial_share
    approval = stamp["map_approval"] or said["public_rules.unapproved"]
    counts = [said["public_rules.level"].format_map(told) for told in levels(shown, lang=lang)]
    known = {**stamp, "map_approval": approval}
    marks = [[said[f"public_rules.stamp.{key}"], known[key]] for key in MARKS if known[key]]
    return [
        [said["map.on"], assessment.on.isoformat()],
        [said["map.threshold"], at_least(rule.minimum)],
        [said["map.reading"], reading_in_words(rule.reading, lang=lang)],
        [said["map.crs"], crs_in_words(assessment.zones.crs, lang=lang)],
        [said["map.area_kind"], said[f"area.{assessment.area}"]],
        [said["public_rules.levels"], " · ".join(counts)],
        *marks,
    ]


def levels(shown: Assessment, *, lang: Lang) -> list[dict[str, Any]]:
    """Count findings by level, worst first; pieces that were joined count one by one."""
    table = shown.findings
    count = table["pieces"] if "pieces" in table else table["level"].notna()
    return [
        {
            "key": str(level),
            "level": words(lang)[f"level.{level}"],
            "count": int(count[(table["level"] == level).to_numpy()].sum()),
        }
        for level in Level
    ]
