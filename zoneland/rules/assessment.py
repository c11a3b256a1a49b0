"""An assessment: everything that one run found, as frames that open in a notebook."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from zoneland.core.figures import percent
from zoneland.core.stamp import Stamp
from zoneland.core.verdicts import Verdict, worst
from zoneland.core.wording import words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping
    from datetime import date

    import geopandas as gpd

    from zoneland.core.inputs import Input
    from zoneland.core.problems import Lang, Problem
    from zoneland.core.verdicts import Clause
    from zoneland.rules.settings import RuleSettings

AreaKind = Literal["ellipsoid", "plane", "ledger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What one run found. Every frame is in the one working CRS; figures are already final."""

    on: date
    """The day that idle land is judged by."""
    title: str
    area: AreaKind
    """How areas were taken: on the ellipsoid, in the plane, or from stored parcel areas."""
    rules: RuleSettings
    zones: gpd.GeoDataFrame
    """A row a zone: ``zone_id, zone_name, area_m2, verdict``; of the industrial share
    ``share_verdict, share_low, share_high, land_use, depends_on_reading, share_basis`` (measured,
    screening, bound), ``share_screening`` and what it would take, each alone, ``to_convert_m2,
    to_add_m2, to_leave_m2``, and ``detached_m2`` (独立工业用地); of the lines ``lines_verdict``,
    for each kind of `zoneland.rules.matrix.MATRIX` ``_m2``, and by space ``urban_m2, farming_m2,
    ecological_m2, no_space_m2``; of idle land ``idle_verdict`` and the columns of
    `zoneland.rules.summary.IDLE_COLUMNS`. Missing layers, and plots of unknown area, leave NaN.
    m² have two decimals and are final; rates are 0 to 1."""
    areas: pd.DataFrame
    """Zone × class for each land use: ``land_use`` (plan, survey, cover), then the columns of
    `zoneland.core.contracts.AREAS`, and ``area_m2``."""
    readings: pd.DataFrame
    """Zone × land use × reading: ``zone_id, land_use`` and the columns of
    `zoneland.rules.share.industrial_share`. Shares are 0 to 1; areas whole 0.01 m²."""
    findings: gpd.GeoDataFrame
    """A row a piece: the columns of `zoneland.rules.findings.COLUMNS`; ``kind`` is one of
    `zoneland.rules.matrix.MATRIX`, ``band`` finding or sliver."""
    idle: gpd.GeoDataFrame
    """A row a plot: ``plot_id, zone_id, zone_name, kind`` (unsupplied, supplied), ``status``,
    ``is_idle, is_government, project, batch_id, area_m2, due_on, started_on, months, where``;
    ``due_on`` is the day counted from (起算日: agreed start or delivery, stop, or approval) and
    ``months`` the full months since. Geometry may be missing, and ``zone_id`` is empty where a
    plot cannot be placed."""
    clauses: Mapping[str, tuple[Clause, ...]]
    """What each rule rests on."""
    batches: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Zone × year of approval: the columns of `zoneland.rules.idle.batches.by_year`."""
    layers: Mapping[str, gpd.GeoDataFrame] = field(default_factory=dict)
    """Land and lines near the zones, for drawing: ``survey``, ``plan`` (contract PARCELS),
    ``farmland``, ``redline``, ``growth``, ``flexible``, ``special``."""
    inputs: tuple[Input, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    """The workspace's settings in full, as plain values."""
    problems: tuple[Problem, ...] = ()
    lang: Lang = "zh"
    """Language of what is shown unless asked otherwise."""
    cover_year: int | None = None
    """Year of the land cover; None where nobody said."""
    stamp: Stamp = field(default_factory=Stamp)
    """When the run was made, of which data, and what it is known by."""

    def shares(self) -> list[str]:
        """Write each zone's industrial share: one percentage, or the interval it lies in."""
        rule = self.rules.industrial_share
        if self.readings.empty:
            return ["—"] * len(self.zones)
        own = self.readings[self.readings["reading"] == rule.reading]
        keys = zip(own["zone_id"], own["land_use"], strict=True)
        parts = own[["certain_dm2", "possible_dm2", "whole_dm2"]].to_numpy().tolist()
        by_zone = dict(zip(keys, parts, strict=True))
        shown = []
        for key in zip(self.zones["zone_id"], self.zones["land_use"], strict=True):
            certain, possible, whole = by_zone[key]
            low = percent(certain, whole, rule.minimum)
            high = percent(possible, whole, rule.minimum)
            shown.append(low if low == high else f"{low} – {high}")
        return shown

    def __str__(self) -> str:
        """Write a line a zone: verdict, name, share, the verdicts, and whether readings differ."""
        text = words(self.lang)
        verdict = {str(value): text[f"verdict.{value}"] for value in Verdict}
        return "\n".join(
            f"{verdict[zone['verdict']]} {zone['zone_name']}: "
            f"{text['rule.industrial_share']} {share} {verdict[zone['share_verdict']]}"
            f"{text['cli.depends'] if zone['depends_on_reading'] else ''}"
            f"{_at_first_sight(zone, text)}; "
            f"{text['rule.control_lines']} {verdict[zone['lines_verdict']]}; "
            f"{text['rule.idle_land']} {verdict[zone['idle_verdict']]}"
            for zone, share in zip(self.zones.to_dict("records"), self.shares(), strict=True)
        )

    def _repr_html_(self) -> str:
        """Write the table and the map that a notebook shows."""
        # By name, and only when a notebook asks: rules may not know of maps.
        return str(import_module("zoneland.notebook").cell_html(self))

    @property
    def verdict(self) -> Verdict:
        """The whole run's verdict: one failing zone fails it."""
        return worst(Verdict(value) for value in self.zones["verdict"])


def _at_first_sight(zone: Mapping[Hashable, Any], text: Mapping[str, str]) -> str:
    """Say what land cover shows at first sight, where it may not judge."""
    screening = zone.get("share_screening") or ""
    if not screening:
        return ""
    return text["share.screened"].format(verdict=text[f"verdict.{screening}"])
