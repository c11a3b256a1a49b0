"""results.gpkg: zones, findings and idle plots as layers, and an assessment read back from them."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd

from zoneland.core.inputs import Input
from zoneland.core.problems import InputError, Problem
from zoneland.core.stamp import Stamp
from zoneland.core.verdicts import Clause
from zoneland.files.gdal.records import READ_ERRORS
from zoneland.files.writing.atomic import write_whole
from zoneland.files.writing.readback import expect_features
from zoneland.project.dated import dated_alike
from zoneland.project.kept import term_restored
from zoneland.project.seal import layers_sha256, record_sha256
from zoneland.project.settings import Settings
from zoneland.rules.assessment import Assessment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

LAYERS: Final = ("zones", "findings", "idle")
PIECES: Final = "problem_pieces"
DAMAGED: Final = (ValueError, KeyError, TypeError, AttributeError, sqlite3.Error, *READ_ERRORS)
"""What reading the files of a run raises that are cut short, or of another version."""


def write_results(assessment: Assessment, path: Path) -> None:
    """Write zones, findings and idle plots to a GeoPackage, whole or not at all.

    The ground of problems goes with them, where there is any: no record has room for shapes.
    """
    write_whole(path, lambda part: _write_layers(assessment, part))


def _write_layers(assessment: Assessment, path: Path) -> None:
    frames = {name: getattr(assessment, name) for name in LAYERS}
    pieces = _pieces(assessment)
    with dated_alike():
        for name, frame in frames.items():
            kind = "MultiPolygon" if len(frame) == 0 or frame.geometry.isna().all() else None
            _with_plain_columns(frame).to_file(
                path, layer=name, driver="GPKG", engine="pyogrio", geometry_type=kind,
                promote_to_multi=True, index=False,
            )  # fmt: skip
        if len(pieces):
            frames[PIECES] = pieces
            pieces.to_file(
                path, layer=PIECES, driver="GPKG", engine="pyogrio", geometry_type="Unknown",
                promote_to_multi=False, index=False,
            )  # fmt: skip
    expect_features(path, {name: len(frame) for name, frame in frames.items()})


def _pieces(assessment: Assessment) -> gpd.GeoDataFrame:
    """Give the ground of those problems that are of ground, by their place in the list."""
    told = enumerate(assessment.problems)
    ground = {at: problem.piece for at, problem in told if problem.piece is not None}
    return gpd.GeoDataFrame(
        {"problem": [*ground]}, geometry=[*ground.values()], crs=assessment.zones.crs
    )


def results_sha256(path: Path) -> str:
    """Digest what result layers hold, by which they are known to be of one run."""
    return layers_sha256(path, (*LAYERS, PIECES))


def _with_plain_columns(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Write dates as text: a column of dates and blanks has no type that GDAL keeps."""
    plain = frame.copy()
    for name in frame.columns.drop("geometry"):
        if frame[name].map(lambda value: isinstance(value, date)).any():
            plain[name] = frame[name].map(
                lambda value: None if pd.isna(value) else value.isoformat()
            )
    return plain


def read_run(maps: Path) -> Assessment:
    """Read the last run's assessment from run.json and results.gpkg, without land and lines.

    Parameters
    ----------
    maps
        The folder of results.

    Raises
    ------
    InputError
        ZL450 if there is no last run, or its files are damaged; ZL476 if one of them is not as
        that run left it.
    """
    record_path, results = maps / "run.json", maps / "results.gpkg"
    if not record_path.exists() or not results.exists():
        raise InputError([Problem("ZL450", str(maps))])
    try:
        record: dict[str, Any] = json.loads(record_path.read_text(encoding="utf-8"))
        digests = {
            record_path: (record["stamp"]["sha256"], record_sha256(record)),
            results: (record["results_sha256"], results_sha256(results)),
        }
        _refuse_changed(digests)
        return _rebuilt(record, results)
    except InputError:
        raise
    except DAMAGED as error:
        raise InputError([Problem("ZL450", str(maps))]) from error


def _refuse_changed(digests: Mapping[Path, tuple[str, str]]) -> None:
    changed = [path for path, (then, now) in digests.items() if then != now]
    if changed:
        raise InputError([Problem("ZL476", path.as_posix()) for path in changed])


def _rebuilt(record: dict[str, Any], results: Path) -> Assessment:
    """Put an assessment together again from its record and its layers."""
    frames = {name: gpd.read_file(results, layer=name, engine="pyogrio") for name in LAYERS}
    return Assessment(
        on=date.fromisoformat(record["on"]),
        title=record["title"],
        area=record["area"],
        rules=Settings.model_validate(record["settings"]).rules.settings(),
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
        inputs=tuple(Input(**source) for source in record["inputs"]),
        settings=record["settings"],
        problems=_problems(record["problems"], results),
        lang=record["lang"],
        stamp=_stamp(**record["stamp"]),
    )


def _problems(told: list[dict[str, Any]], results: Path) -> tuple[Problem, ...]:
    """Give back problems as they were found: with their terms, spots and ground."""
    pieces: dict[int, BaseGeometry] = {}
    if PIECES in set(gpd.list_layers(results)["name"]):
        layer = gpd.read_file(results, layer=PIECES, engine="pyogrio")
        pieces = dict(zip(layer["problem"], layer.geometry, strict=True))
    found = []
    for at, item in enumerate(told):
        terms = {name: term_restored(kept) for name, kept in item.get("terms", {}).items()}
        spot = tuple(item["point"]) if item["point"] and at not in pieces else None
        found.append(
            Problem(item["code"], item["where"], item["values"] | terms, spot, pieces.get(at))
        )
    return tuple(found)


def _stamp(ran_on: str | None, **rest: str) -> Stamp:
    return Stamp(ran_on=date.fromisoformat(ran_on) if ran_on else None, **rest)


def _with_dates(idle: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Take back the types that a GeoPackage does not keep."""
    for name in ("due_on", "started_on"):
        idle[name] = [None if pd.isna(text) else date.fromisoformat(text) for text in idle[name]]
    return idle.astype({"months": "Int64"})
