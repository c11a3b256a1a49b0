"""The pieces that a zone's card lists: findings, plots, and the batches they came of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from zoneland.core.figures import percent
from zoneland.core.wording import words
from zoneland.maps.layers import ORDINARY, layer_of
from zoneland.maps.told import hectares_or_dash, is_true, text

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from fractions import Fraction

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment
    from zoneland.rules.settings import IdleRule

Row = dict[str, Any]
BATCH_AREAS: Final = ("approved_m2", "supplied_m2", "left_m2", "lapsed_m2")
MANY: Final = 10**9
"""A share is told as a part of so many."""


def findings_by_zone(
    assessment: Assessment, places: Mapping[str, Mapping[int, int]], *, lang: Lang
) -> dict[str, list[Row]]:
    """List every zone's pieces, findings before slivers, largest first.

    What two zones have in common stands in the list of both. `places` tells, by layer, the place
    there of a row of the frame that the layer was drawn of.
    """
    said, rule = words(lang), assessment.rules.control_lines
    zones = assessment.zones
    names = dict(zip(zones["zone_id"], zones["zone_name"], strict=True))
    table = assessment.findings.drop(columns="geometry").reset_index(drop=True)
    table = table.assign(is_sliver=table["band"] != "finding")
    found: dict[str, list[Row]] = {}
    for at, row in _in_order(table, ["is_sliver", "area_m2"], [True, False]).items():
        layer = layer_of(str(row["kind"]), rule=rule)
        band = "" if row["band"] == "finding" else said[f"band.{row['band']}"]
        piece = {
            "layer": layer,
            "kind": str(row["kind"]),
            "place": places.get(layer, {}).get(int(str(at))),
            "label": said[f"finding.{row['kind']}"],
            "area": f"{hectares_or_dash(row['area_m2'])} {said['map.ha']}",
            "is_sliver": bool(row["is_sliver"]),
            "id": text(row["finding_id"]),
        }
        pair = [row["zone_id"], *([row["other_id"]] if text(row.get("other_id")) else [])]
        for zone_id in dict.fromkeys(pair):
            others = [text(names.get(one)) or text(one) for one in pair if one != zone_id]
            notes = [band, *others, text(row.get("classes")) if lang == "zh" else ""]
            found.setdefault(zone_id, []).append(piece | {"note": _joined(notes)})
    return found


def plots_by_zone(
    assessment: Assessment, places: Mapping[str, Mapping[int, int]], *, lang: Lang
) -> dict[str, list[Row]]:
    """List every zone's plots, idle ones first, largest first."""
    table = assessment.idle.drop(columns="geometry").reset_index(drop=True)
    said = words(lang)
    found: dict[str, list[Row]] = {}
    for at, row in _in_order(table, ["is_idle", "area_m2"], [False, False]).items():
        layer = "plots" if row["status"] in ORDINARY else "idle"
        found.setdefault(row["zone_id"], []).append(
            {
                "layer": layer,
                "kind": str(row["status"]),
                "supplied": str(row["kind"]),
                "is_idle": is_true(row["is_idle"]),
                "is_government": is_true(row["is_government"]),
                "place": places.get(layer, {}).get(int(str(at))),
                "label": text(row["project"]) or text(row["batch_id"]) or text(row["plot_id"]),
                "status": said[f"idle.status.{row['status']}"],
                "area": f"{hectares_or_dash(row['area_m2'])} {said['map.ha']}",
                "note": _joined(_plot_notes(row, rule=assessment.rules.idle_land, lang=lang)),
                "id": text(row["plot_id"]),
            }
        )
    return found


def _plot_notes(row: Mapping[Hashable, Any], *, rule: IdleRule, lang: Lang) -> list[str]:
    """Tell how a plot's status came about, what it costs and what its ledger lacks."""
    said = words(lang)
    branch, due, months = text(row.get("branch")), text(row["due_on"]), row["months"]
    built = _share(row.get("share_built"), rule.built_share)
    invested = _share(row.get("share_invested"), rule.invested_share)
    lacks = [said[f"lacks.{name}"] for name in text(row.get("lacks")).split()]
    fee = _yuan(row.get("fee_yuan"))
    is_plain = row["status"] in ORDINARY
    return [
        said["map.government"] if is_true(row["is_government"]) else "",
        "" if is_plain or not branch else said[f"branch.{branch}"],
        f"{said['map.due']} {due}" if due else "",
        "" if pd.isna(months) else f"{said['map.months']} {int(months)}",
        said["map.built"].format(share=built) if built else "",
        said["map.invested"].format(share=invested) if invested else "",
        said["map.fee"].format(fee=fee) if fee else "",
        said["map.lacks"].format(names=said["map.and"].join(lacks)) if lacks else "",
    ]


def _share(share: float | None, minimum: Fraction) -> str:
    return "" if pd.isna(share) else percent(round(float(share or 0) * MANY), MANY, minimum)


def _yuan(fee_yuan: float | None) -> str:
    return "" if pd.isna(fee_yuan) else f"{fee_yuan:,.2f}".removesuffix(".00")


def batches_by_zone(assessment: Assessment, *, lang: Lang) -> dict[str, list[list[str]]]:
    """Tell every zone's approvals by year: year, batches, and four areas in hectares."""
    found: dict[str, list[list[str]]] = {}
    for row in assessment.batches.to_dict("records"):
        year = words(lang)["map.undated"] if pd.isna(row["year"]) else str(int(row["year"]))
        areas = [hectares_or_dash(row[name]) for name in BATCH_AREAS]
        found.setdefault(row["zone_id"], []).append([year, str(row["batches"]), *areas])
    return found


def _joined(notes: list[str]) -> str:
    return " · ".join(note for note in notes if note)


def _in_order(
    table: pd.DataFrame, by: list[str], ascending: list[bool]
) -> dict[Hashable, dict[Hashable, Any]]:
    if table.empty:
        return {}
    ordered = table.assign(**{by[0]: table[by[0]].map(is_true)})
    ordered = ordered.sort_values(by, ascending=ascending, kind="stable")
    return dict(zip(ordered.index, ordered.to_dict("records"), strict=True))
