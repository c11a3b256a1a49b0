"""What the panel tells of each zone: its row in the table and its card, in final texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from zoneland.core.naming import reading_in_words
from zoneland.core.wording import words
from zoneland.maps.told import (
    DASH,
    hectares_or_dash,
    interval,
    is_true,
    mu_or_dash,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from zoneland.core.problems import Lang
    from zoneland.maps.layers import Drawn
    from zoneland.rules.assessment import Assessment

AREAS: Final = ("farmland_m2", "redline_m2", "outside_growth_m2", "unsupplied_m2", "idle_m2")
"""The zones' columns that the table shows in hectares."""

ORDER: Final = {"fail": 0, "cannot_tell": 1, "pass": 2}
"""Sorting by verdict puts first what needs work."""

Rows = dict["Hashable", dict[str, Any]]


def columns(lang: Lang) -> list[dict[str, str]]:
    """Head the table: key, label and unit of each column."""
    said = words(lang)
    shares = [("name", ""), ("verdict", ""), ("share", "")]
    heads = [*shares, *((key, said["map.ha"]) for key in AREAS)]
    return [{"key": key, "label": said[f"map.column.{key}"], "unit": unit} for key, unit in heads]


def cards(
    assessment: Assessment,
    drawn: Mapping[str, Drawn],
    *,
    told: Mapping[str, tuple[str, ...]],
    lang: Lang,
) -> list[dict[str, Any]]:
    """Tell every zone, in the order of the assessment.

    Parameters
    ----------
    assessment
        What one run found.
    drawn
        The layers drawn, by key: pieces in a card point at their place there.
    told
        Why each zone has its verdicts, by its id.
    lang
        Language of the texts.

    Returns
    -------
    list of dict
        Plain values: ``cells`` for the table (text, and a number to sort by) and the card's
        figures, readings and pieces.
    """
    table = assessment.readings.to_dict("records")
    by_zone: dict[str, list[dict[Hashable, Any]]] = {}
    for row in table:
        by_zone.setdefault(row["zone_id"], []).append(row)
    places = {key: {row: at for at, row in enumerate(layer.rows)} for key, layer in drawn.items()}
    pieces = _findings(assessment, places.get("findings", {}), lang=lang)
    plots = _idle(assessment, places.get("idle", {}), lang=lang)
    return [
        {
            **_zone(zone, by_zone.get(zone["zone_id"], []), assessment=assessment, lang=lang),
            "reasons": list(told[str(zone["zone_id"])]),
            "place": places["zones"].get(position),
            "findings": pieces.get(zone["zone_id"], []),
            "idle": plots.get(zone["zone_id"], []),
        }
        for position, zone in enumerate(
            assessment.zones.drop(columns="geometry").to_dict("records")
        )
    ]


def _zone(
    zone: Mapping[Hashable, Any],
    rows: list[dict[Hashable, Any]],
    *,
    assessment: Assessment,
    lang: Lang,
) -> dict[str, Any]:
    """Tell one zone; `rows` are its readings."""
    said = words(lang)
    rule = assessment.rules.industrial_share
    own = [r for r in rows if (r["land_use"], r["reading"]) == (zone["land_use"], rule.reading)]
    share = interval(_named(own[0]) if own else None, rule.minimum)
    verdict = str(zone["verdict"])
    name = text(zone["zone_name"]) or text(zone["zone_id"])
    low = zone["share_low"]
    return {
        "id": text(zone["zone_id"]),
        "name": name,
        "verdict": verdict,
        "cells": {
            "name": [name, name],
            "verdict": [said[f"verdict.{verdict}"], ORDER[verdict]],
            "share": [share, None if pd.isna(low) else float(low)],
            **{key: _area(zone[key]) for key in AREAS},
        },
        "area": f"{hectares_or_dash(zone['area_m2'])} {said['map.ha']}",
        "area_mu": f"{mu_or_dash(zone['area_m2'])} {said['map.mu']}",
        "rules": {
            "industrial_share": str(zone["share_verdict"]),
            "control_lines": str(zone["lines_verdict"]),
            "idle_land": str(zone["idle_verdict"]),
        },
        "land_use": said.get(f"land_use.{text(zone['land_use'])}", ""),
        "depends": is_true(zone["depends_on_reading"]),
        "plots": DASH if pd.isna(zone["plots"]) else str(int(zone["plots"])),
        "readings": _readings(rows, own, assessment=assessment, lang=lang),
    }


def _named(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _area(area_m2: float) -> list[Any]:
    return [hectares_or_dash(area_m2), None if pd.isna(area_m2) else float(area_m2)]


def _readings(
    rows: list[dict[Hashable, Any]],
    own: list[dict[Hashable, Any]],
    *,
    assessment: Assessment,
    lang: Lang,
) -> dict[str, Any]:
    """Set a zone's readings out as a table: a row a reading, a column a land use."""
    said = words(lang)
    minimum = assessment.rules.industrial_share.minimum
    uses = list(dict.fromkeys(row["land_use"] for row in rows))
    names = list(dict.fromkeys(row["reading"] for row in rows))
    cells = {
        (row["reading"], row["land_use"]): {
            "share": interval(_named(row), minimum),
            "verdict": str(row["verdict"]),
            "is_own": row in own,
        }
        for row in rows
    }
    return {
        "land_uses": [said[f"land_use.{use}"] for use in uses],
        "deciding": uses.index(own[0]["land_use"]) if own else None,
        "rows": [
            {
                "reading": reading_in_words(str(name), lang=lang),
                "cells": [cells.get((name, use)) for use in uses],
            }
            for name in names
        ],
    }


def _findings(
    assessment: Assessment, places: Mapping[int, int], *, lang: Lang
) -> dict[str, list[dict[str, Any]]]:
    """List every zone's pieces, findings before slivers, largest first."""
    said = words(lang)
    table = assessment.findings.drop(columns="geometry").reset_index(drop=True)
    table = table.assign(is_sliver=table["band"] != "finding")
    found: dict[str, list[dict[str, Any]]] = {}
    for at, row in _in_order(table, ["is_sliver", "area_m2"], [True, False]).items():
        found.setdefault(row["zone_id"], []).append(
            {
                "place": places.get(int(str(at))),
                "label": said[f"finding.{row['kind']}"],
                "area": f"{hectares_or_dash(row['area_m2'])} {said['map.ha']}",
                "note": "" if row["band"] == "finding" else said[f"band.{row['band']}"],
                "is_sliver": bool(row["is_sliver"]),
                "id": text(row["finding_id"]),
            }
        )
    return found


def _idle(
    assessment: Assessment, places: Mapping[int, int], *, lang: Lang
) -> dict[str, list[dict[str, Any]]]:
    """List every zone's plots, idle ones first, largest first."""
    said = words(lang)
    table = assessment.idle.drop(columns="geometry").reset_index(drop=True)
    found: dict[str, list[dict[str, Any]]] = {}
    for at, row in _in_order(table, ["is_idle", "area_m2"], [False, False]).items():
        notes = [said["map.government"]] if is_true(row["is_government"]) else []
        due = text(row["due_on"])
        notes += [f"{said['map.due']} {due}"] if due else []
        if not pd.isna(row["months"]):
            notes.append(f"{said['map.months']} {int(row['months'])}")
        found.setdefault(row["zone_id"], []).append(
            {
                "place": places.get(int(str(at))),
                "label": text(row["project"]) or text(row["batch_id"]) or text(row["plot_id"]),
                "status": said[f"idle.status.{row['status']}"],
                "area": f"{hectares_or_dash(row['area_m2'])} {said['map.ha']}",
                "note": " · ".join(notes),
                "id": text(row["plot_id"]),
            }
        )
    return found


def _in_order(table: pd.DataFrame, by: list[str], ascending: list[bool]) -> Rows:
    if table.empty:
        return {}
    ordered = table.assign(**{by[0]: table[by[0]].map(is_true)})
    ordered = ordered.sort_values(by, ascending=ascending, kind="stable")
    return dict(zip(ordered.index, ordered.to_dict("records"), strict=True))
