"""results.gpkg: zones, findings and idle plots as layers, and an assessment read back from them."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import pyogrio

from zoneland.core.inputs import Input
from zoneland.core.problems import InputError, Problem
from zoneland.core.verdicts import Clause
from zoneland.files.gdal.records import READ_ERRORS
from zoneland.files.writing.atomic import write_whole
from zoneland.files.writing.readback import expect_features
from zoneland.rules.assessment import Assessment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from zoneland.project.settings import Settings

LAYERS: Final = ("zones", "findings", "idle")
FIXED_DATE: Final = "2000-01-01T00:00:00.000Z"
"""Written as the file's date, so that the same run gives the same contents."""


def write_results(assessment: Assessment, path: Path) -> None:
    """Write zones, findings and idle plots to a GeoPackage, whole or not at all."""
    write_whole(path, lambda part: _write_layers(assessment, part))


def _write_layers(assessment: Assessment, path: Path) -> None:
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DATE})
    for name in LAYERS:
        frame: gpd.GeoDataFrame = getattr(assessment, name)
        kind = "MultiPolygon" if len(frame) == 0 or frame.geometry.isna().all() else None
        _with_plain_columns(frame).to_file(
            path, layer=name, driver="GPKG", engine="pyogrio", geometry_type=kind,
            promote_to_multi=True, index=False,
        )  # fmt: skip
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})
    expect_features(path, {name: len(getattr(assessment, name)) for name in LAYERS})


def _with_plain_columns(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Write dates as text: a column of dates and blanks has no type that GDAL keeps."""
    plain = frame.copy()
    for name in frame.columns.drop("geometry"):
        if frame[name].map(lambda value: isinstance(value, date)).any():
            plain[name] = frame[name].map(
                lambda value: None if pd.isna(value) else value.isoformat()
            )
    return plain


def read_run(maps: Path, settings: Settings, layers: Mapping[str, gpd.GeoDataFrame]) -> Assessment:
    """Read the last run's assessment from run.json and results.gpkg.

    Parameters
    ----------
    maps
        The folder of results.
    settings
        The settings of that run.
    layers
        Parcels and lines to draw; they carry no figures.

    Raises
    ------
    InputError
        ZL450 if there is no last run, or its files are damaged.
    """
    record_path, results = maps / "run.json", maps / "results.gpkg"
    if not record_path.exists() or not results.exists():
        raise InputError([Problem("ZL450", str(maps))])
    try:
        record: dict[str, Any] = json.loads(record_path.read_text(encoding="utf-8"))
        frames = {name: gpd.read_file(results, layer=name, engine="pyogrio") for name in LAYERS}
        return _rebuilt(record, frames, settings, layers)
    except (ValueError, KeyError, TypeError, *READ_ERRORS) as error:
        raise InputError([Problem("ZL450", str(maps))]) from error


def _rebuilt(
    record: dict[str, Any],
    frames: dict[str, gpd.GeoDataFrame],
    settings: Settings,
    layers: Mapping[str, gpd.GeoDataFrame],
) -> Assessment:
    """Put an assessment together again from its record and its layers."""
    return Assessment(
        on=date.fromisoformat(record["on"]),
        title=record["title"],
        area=record["area"],
        rules=settings.rules.settings(),
        zones=frames["zones"],
        areas=pd.DataFrame(record["areas"]),
        readings=pd.DataFrame(record["readings"]),
        cover_year=record["cover_year"],
        batches=pd.DataFrame(record["batches"]),
        findings=frames["findings"],
        idle=_with_dates(frames["idle"]),
        clauses={
            rule: tuple(Clause(**clause) for clause in clauses)
            for rule, clauses in record["clauses"].items()
        },
        layers=layers,
        inputs=tuple(Input(**source) for source in record["inputs"]),
        settings=record["settings"],
        problems=tuple(
            Problem(item["code"], item["where"], item["values"]) for item in record["problems"]
        ),
        lang=record["settings"].get("lang", "zh"),
    )


def _with_dates(idle: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Take back the types that a GeoPackage does not keep."""
    for name in ("due_on", "started_on"):
        idle[name] = [None if pd.isna(text) else date.fromisoformat(text) for text in idle[name]]
    return idle.astype({"months": "Int64"})
