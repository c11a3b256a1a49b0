"""What the panel tells of each zone: its row in the table and its card, in final texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from zoneland.core.naming import reading_in_words
from zoneland.core.wording import words
from zoneland.maps.card_figures import idle_figures, kinds_counted, line_figures, share_figures
from zoneland.maps.pieces import batches_by_zone, findings_by_zone, plots_by_zone
from zoneland.maps.told import hectares_or_dash, interval, is_true, mu_or_dash, text
from zoneland.maps.within import land_in_zones

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from zoneland.core.problems import Lang
    from zoneland.maps.drawn import Drawn
    from zoneland.rules.assessment import Assessment

AREAS: Final = ("farmland_m2", "redline_m2", "outside_growth_m2", "unsupplied_m2", "idle_m2")
"""The zones' columns that the table shows in hectares."""

ORDER: Final = {"fail": 0, "cannot_tell": 1, "pass": 2}
"""Sorting by verdict puts first what needs work."""

Cells = dict["Hashable", Any]


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
    by_zone: dict[str, list[Cells]] = {}
    for row in assessment.readings.to_dict("records"):
        by_zone.setdefault(row["zone_id"], []).append(row)
    places = {key: {row: at for at, row in enumerate(layer.rows)} for key, layer in drawn.items()}
    pieces = findings_by_zone(assessment, places, lang=lang)
    plots = plots_by_zone(assessment, places, lang=lang)
    batches = batches_by_zone(assessment, lang=lang)
    land = land_in_zones(assessment.zones, assessment.layers, drawn)
    found = []
    for at, zone in enumerate(assessment.zones.drop(columns="geometry").to_dict("records")):
        zone_id = zone["zone_id"]
        mine, own_plots = pieces.get(zone_id, []), plots.get(zone_id, [])
        rule = assessment.rules.control_lines
        card = _zone(zone, by_zone.get(zone_id, []), assessment=assessment, lang=lang)
        figures = {
            **card["figures"],
            "control_lines": line_figures(zone, mine, rule=rule, lang=lang),
            "idle_land": idle_figures(zone, own_plots, lang=lang),
        }
        own = {
            "figures": figures,
            "reasons": list(told[str(zone_id)]),
            "place": places["zones"].get(at),
            "findings": mine,
            "idle": own_plots,
            "batches": batches.get(zone_id, []),
            "land": land[at],
        }
        found.append(card | own)
    return found


def _zone(
    zone: Mapping[Hashable, Any],
    rows: list[Cells],
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
        "figures": {
            "industrial_share": share_figures(zone, own[0] if own else None, share=share, lang=lang)
        },
        "depends": is_true(zone["depends_on_reading"]),
        "readings": _readings(rows, own, assessment=assessment, lang=lang),
    }


def _named(row: Mapping[Hashable, Any]) -> dict[str, Any]:
    return {str(name): value for name, value in row.items()}


def _area(area_m2: float) -> list[Any]:
    return [hectares_or_dash(area_m2), None if pd.isna(area_m2) else float(area_m2)]


def _readings(
    rows: list[Cells],
    own: list[Cells],
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
        "uses": uses,
        "deciding": uses.index(own[0]["land_use"]) if own else None,
        "rows": [
            {
                "reading": reading_in_words(str(name), lang=lang),
                "kinds": kinds_counted(str(name)),
                "cells": [cells.get((name, use)) for use in uses],
            }
            for name in names
        ],
    }
