from __future__ import annotations

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import openpyxl
import pytest
import shapely

from zoneland.core.units import to_dm2
from zoneland.measure.ellipsoid import ellipsoid_area_m2

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

CRS = "EPSG:4526"
DLTB = [
    "BSM", "YSDM", "TBBH", "DLBM", "DLMC", "QSXZ", "ZLDWDM", "ZLDWMC", "TBMJ", "KCDLBM", "KCXS",
    "KCMJ", "TBDLMJ", "CZCSXM", "SJNF",
]  # fmt: skip


def _names(system: str) -> dict[str, str]:
    text = files("zoneland.landuse").joinpath("systems", f"{system}.csv").read_text("utf-8")
    return {row["code"]: row["name_zh"] for row in csv.DictReader(text.splitlines())}


def _dm2(areas_m2: Iterable[float]) -> list[int]:
    return [to_dm2(area) for area in areas_m2]


@pytest.fixture(scope="module", params=["made", "snapped", "grown", "curved", "curved_snapped"])
def county(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def survey(county: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(county / "landuse/survey.gpkg", layer="DLTB")


@pytest.fixture(scope="module")
def plan(county: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(county / "landuse/plan.gpkg")


def test_every_layer_is_valid_and_in_the_countys_crs(county: Path) -> None:
    for name, layer in (
        ("boundaries/zones.gpkg", "zones"),
        ("boundaries/lines.gpkg", "YJJBNTBHTB"),
        ("boundaries/lines.gpkg", "STBHHX"),
        ("boundaries/lines.gpkg", "CZKFBJ"),
        ("landuse/survey.gpkg", "DLTB"),
        ("landuse/plan.gpkg", "YDYHGHFQ"),
        ("landuse/approvals.gpkg", "approvals"),
    ):
        frame = gpd.read_file(county / name, layer=layer)
        assert len(frame) > 0
        assert frame.crs == CRS
        assert frame.is_valid.all(), layer
        xy = frame.get_coordinates().to_numpy()
        assert np.array_equal(xy, np.round(xy, 4)), layer


def test_the_county_lies_where_it_should(made: Path) -> None:
    survey = gpd.read_file(made / "landuse/survey.gpkg")
    west, south, east, north = survey.to_crs("EPSG:4490").total_bounds
    assert west > 113.6
    assert east < 114.2
    assert south > 34.5
    assert north < 34.9
    assert 3_700 < len(survey) < 4_300


def test_the_survey_covers_the_county_exactly_once(survey: gpd.GeoDataFrame) -> None:
    shapes = survey.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    union = shapely.coverage_union_all(shapes)
    assert union.geom_type == "Polygon"
    assert len(union.interiors) == 0
    assert union.area == pytest.approx(shapely.area(shapes).sum(), abs=1e-3)


def test_the_plan_lies_on_the_same_ground_but_for_what_it_leaves_out(
    survey: gpd.GeoDataFrame, plan: gpd.GeoDataFrame
) -> None:
    shapes = plan.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    missing = shapely.coverage_union_all(survey.geometry.to_numpy()).area - plan.area.sum()
    assert 50_000 < missing < 150_000
    nodes = set(map(tuple, survey.get_coordinates().to_numpy().tolist()))
    assert set(map(tuple, plan.get_coordinates().to_numpy().tolist())) <= nodes


def test_one_code_means_two_things_in_the_two_layers(
    survey: gpd.GeoDataFrame, plan: gpd.GeoDataFrame
) -> None:
    in_survey = dict(zip(survey["DLBM"], survey["DLMC"], strict=True))
    in_plan = dict(zip(plan["YDYHFLDM"], plan["YDYHFLMC"], strict=True))
    both = {code: (in_survey[code], in_plan[code]) for code in ("0601", "1001", "1101")}
    assert both == {
        "0601": ("工业用地", "农村道路"),
        "1001": ("铁路用地", "工业用地"),
        "1101": ("河流水面", "物流仓储用地"),
    }


def test_codes_carry_their_own_systems_names(
    survey: gpd.GeoDataFrame, plan: gpd.GeoDataFrame
) -> None:
    assert (survey["DLBM"].map(_names("sandiao")) == survey["DLMC"]).all()
    assert (plan["YDYHFLDM"].map(_names("ydyh2023")) == plan["YDYHFLMC"]).all()


def test_stored_areas_are_ellipsoidal_to_the_hundredth(
    survey: gpd.GeoDataFrame, plan: gpd.GeoDataFrame
) -> None:
    assert list(survey.columns[:-1]) == DLTB
    for layer in (survey, plan):
        measured = _dm2(ellipsoid_area_m2(layer.geometry.to_numpy(), CRS))
        assert _dm2(layer["TBMJ"]) == measured
        assert layer["BSM"].is_unique
        assert (layer["BSM"].str.len() == 18).all()


def test_sloping_cropland_alone_has_its_ridges_taken_off(survey: gpd.GeoDataFrame) -> None:
    sloping = survey["KCXS"] > 0
    assert sloping.any()
    assert set(survey.loc[sloping, "DLBM"]) == {"0103"}
    assert (survey["KCDLBM"].notna() == sloping).all()
    assert set(survey.loc[sloping, "KCDLBM"]) == {"1203"}
    deducted = (survey["TBMJ"] * survey["KCXS"]).map(to_dm2)
    assert _dm2(survey["KCMJ"]) == deducted.tolist()
    assert _dm2(survey["TBDLMJ"]) == (survey["TBMJ"].map(to_dm2) - deducted).tolist()


def test_parcel_numbers_are_unique_within_a_village(survey: gpd.GeoDataFrame) -> None:
    assert not survey.duplicated(["ZLDWDM", "TBBH"]).any()
    assert (survey["ZLDWDM"].str.len() == 19).all()
    assert survey.groupby("ZLDWDM")["ZLDWMC"].nunique().eq(1).all()


def test_farmland_is_cropland_of_the_survey_but_for_its_slivers(
    county: Path, survey: gpd.GeoDataFrame
) -> None:
    farmland = gpd.read_file(county / "boundaries/lines.gpkg", layer="YJJBNTBHTB")
    cropland = survey[survey["DLBM"].isin(["0102", "0103"])]
    beyond = farmland.union_all().difference(cropland.union_all())
    assert 100 < beyond.area < 700
    net = farmland["YJJBNTTBMJ"].map(to_dm2) - farmland["KCMJ"].map(to_dm2)
    assert _dm2(farmland["YJJBNTMJ"]) == net.tolist()


def test_approvals_are_whole_parcels_with_their_areas(
    county: Path, survey: gpd.GeoDataFrame
) -> None:
    plots = gpd.read_file(county / "landuse/approvals.gpkg", layer="approvals")
    assert plots["DKBH"].is_unique
    parcels = {shape.wkb for shape in survey.normalize()}
    assert all(shape.wkb in parcels for shape in plots.normalize())
    measured_ha = ellipsoid_area_m2(plots.geometry.to_numpy(), CRS) / 10_000
    assert np.abs(measured_ha - plots["MJ"]).max() < 0.000051
    assert plots["PZRQ"].str.fullmatch(r"\d{4}-\d{2}-\d{2}").all()


def test_the_supply_ledger_looks_like_a_bureaus(county: Path) -> None:
    sheet = openpyxl.load_workbook(county / "landuse/supply.xlsx")["供地台账"]
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][0].startswith("示范县")
    assert rows[1][:3] == ("电子监管号", "宗地号", "批准文号")
    assert rows[-1][0] == "合计"
    at = rows[1].index("面积(公顷)")
    assert rows[-1][at] == pytest.approx(sum(row[at] for row in rows[2:-1]), abs=5e-5)
    assert all(isinstance(row[0], str) and isinstance(row[1], str) for row in rows[2:-1])
    assert not any(str(cell).startswith("=") for row in rows for cell in row)
    signed = {type(row[rows[1].index("合同签订日期")]).__name__ for row in rows[2:-1]}
    assert signed == {"str", "datetime"}
