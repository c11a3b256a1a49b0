"""The whole program on real plans, against overlaps by QGIS 3.22 (planar, geometries fixed)."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from tests.realdata import shared
from zoneland.project.run import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.real
AGREES_M2 = 0.05


def workspace(folder: Path, text: str) -> dict[str, pd.DataFrame]:
    """Run a workspace of these settings; give its record's zones and areas."""
    (folder / "zoneland.toml").write_text(text, encoding="utf-8")
    run(folder, on="2026-10-31")
    record = json.loads((folder / "maps" / "run.json").read_text(encoding="utf-8"))
    zones = pd.DataFrame(
        {"zone_id": zone["zone_id"], "area_m2": zone["area_m2"], **zone["control_lines"]}
        for zone in record["zones"]
    )
    return {"zones": zones.set_index("zone_id"), "areas": pd.DataFrame(record["areas"])}


def industrial_m2(areas: pd.DataFrame, classes: set[str]) -> pd.Series:
    """Industrial land as QGIS counts it: contested land that industry claims is counted in."""
    claimed = areas["class_code"].map(lambda code: bool(classes & set(code.split("|"))))
    return areas[claimed].groupby("zone_id")["area_dm2"].sum() / 100


def expected(path: Path, key: str) -> pd.DataFrame:
    with path.open(encoding="utf-8") as stream:
        return pd.DataFrame(csv.DictReader(stream)).set_index(key)


def furthest_apart(ours: pd.Series, theirs: pd.Series) -> float:
    both = pd.DataFrame({"ours": ours, "theirs": theirs.astype(float)}).fillna(0.0)
    assert len(both) == len(theirs)
    return float((both["ours"] - both["theirs"]).abs().max())


TAOYUAN = """
area = "plane"
[boundaries]
zones    = "{data}/zones.gpkg"
farmland = "{data}/restrict_farmland.gpkg"
redline  = "{data}/restrict_protection.gpkg"
[landuse]
plan = {{ path = "{data}/parcels.gpkg", code = "分區類", system = "custom" }}
[rules.industrial_share]
industrial = {industrial}
"""


def taoyuan(folder: Path, *industrial: str) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    data = shared("data", "taoyuan_zoning")
    text = TAOYUAN.format(data=data.as_posix(), industrial=json.dumps(industrial))
    return workspace(folder, text), expected(data / "expected_qgis.csv", "zone_id")


def test_taoyuan_agrees_with_qgis_in_all_twenty_zones(tmp_path: Path) -> None:
    """QGIS's industrial layer holds the one parcel of 特定事業專用區(工業) too."""
    industrial = {"工業區", "特定事業專用區(工業)"}
    found, qgis = taoyuan(tmp_path, *industrial)
    assert len(qgis) == 20
    zones = found["zones"]
    land = industrial_m2(found["areas"], industrial)
    assert furthest_apart(land, qgis["parcels_industrial_area"]) <= AGREES_M2
    assert furthest_apart(zones["farmland_m2"], qgis["restrict_farmland_area"]) <= AGREES_M2
    assert furthest_apart(zones["redline_m2"], qgis["restrict_protection_area"]) <= AGREES_M2
    assert furthest_apart(zones["area_m2"], qgis["zone_area_qgis"]) <= AGREES_M2


def test_taoyuan_with_the_one_class_differs_by_that_one_parcel(tmp_path: Path) -> None:
    found, qgis = taoyuan(tmp_path, "工業區")
    ours = industrial_m2(found["areas"], {"工業區"}).reindex(qgis.index).fillna(0.0)
    apart = (qgis["parcels_industrial_area"].astype(float) - ours).abs()
    assert apart[apart > AGREES_M2].round(2).to_dict() == {"ID031": 359_085.63}


LIECHTENSTEIN = """
area = "plane"
[boundaries]
zones    = {{ path = "{data}/{zones}.gpkg", {fields} }}
farmland = "{data}/restrict_farmland_2056.gpkg"
redline  = "{data}/restrict_protected_2056.gpkg"
[landuse]
survey = {{ path = "{data}/landuse_polygons.gpkg", code = "lu_class", system = "custom" }}
[rules.industrial_share]
industrial = ["industrial"]
"""


@pytest.mark.parametrize(
    ("zones", "fields", "key", "count"),
    [
        ("zones_industrial_derived_2056", 'id = "zone_id"', "zone_id", 68),
        ("zones_municipalities_2056", 'id = "osm_id", name = "name"', "osm_id", 11),
    ],
)
def test_liechtenstein_agrees_with_qgis(
    tmp_path: Path, zones: str, fields: str, key: str, count: int
) -> None:
    """4,816 parcels in degrees, 14 invalid, 568 pairs that overlap, brought to Swiss metres."""
    data = shared("data", "liechtenstein_osm")
    text = LIECHTENSTEIN.format(data=data.as_posix(), zones=zones, fields=fields)
    found = workspace(tmp_path, text)
    qgis = expected(data / f"expected_qgis_{zones}.csv", key)
    assert len(qgis) == count
    land = industrial_m2(found["areas"], {"industrial"})
    assert furthest_apart(land, qgis["landuse_industrial_2056_area"]) <= AGREES_M2
    lines = found["zones"]
    assert furthest_apart(lines["farmland_m2"], qgis["restrict_farmland_2056_area"]) <= AGREES_M2
    assert furthest_apart(lines["redline_m2"], qgis["restrict_protected_2056_area"]) <= AGREES_M2
