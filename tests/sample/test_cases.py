"""Each zone shows what the README says, and nothing else; told with shapely alone."""

from __future__ import annotations

from datetime import date, datetime
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import openpyxl
import pytest
import shapely

from zoneland.core.units import sum_to_dm2, to_dm2
from zoneland.measure.ellipsoid import ellipsoid_area_m2

if TYPE_CHECKING:
    from pathlib import Path

CRS = "EPSG:4526"
ON = date(2026, 10, 31)
TWO_YEARS_BEFORE = "2024-10-31"
INDUSTRY, STORAGE, MINING = ("1001",), ("1101", "1102"), ("1002", "1003")
UNBUILT = ("01", "02", "03", "04", "05", "06", "17", "23")
SPELLINGS = ("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d")


@pytest.fixture(scope="module", params=["made", "snapped", "grown", "curved", "curved_snapped"])
def county(request: pytest.FixtureRequest) -> Path:
    return request.getfixturevalue(request.param)


@pytest.fixture(scope="module")
def zones(county: Path) -> gpd.GeoSeries:
    frame = gpd.read_file(county / "boundaries/zones.gpkg", layer="zones")
    return frame.set_index("zone_id").geometry


@pytest.fixture(scope="module")
def plan(county: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(county / "landuse/plan.gpkg")


@pytest.fixture(scope="module")
def lines(county: Path) -> dict[str, shapely.Geometry]:
    names = {"farmland": "YJJBNTBHTB", "redline": "STBHHX", "growth": "CZKFBJ"}
    path = county / "boundaries/lines.gpkg"
    return {key: gpd.read_file(path, layer=name).union_all() for key, name in names.items()}


@pytest.fixture(scope="module")
def plots(county: Path) -> gpd.GeoDataFrame:
    return gpd.read_file(county / "landuse/approvals.gpkg", layer="approvals")


@pytest.fixture(scope="module")
def supply(county: Path) -> list[dict[str, Any]]:
    rows = list(
        openpyxl.load_workbook(county / "landuse/supply.xlsx")["供地台账"].iter_rows(
            values_only=True
        )
    )
    return [dict(zip(rows[1], row, strict=True)) for row in rows[2:-1]]


def _zone(zones: gpd.GeoSeries, number: int) -> shapely.Geometry:
    return zones[f"410199-{number:02d}"]


def _area_m2(shape: shapely.Geometry) -> float:
    return float(ellipsoid_area_m2([shape], CRS)[0])


def _within(zone: shapely.Geometry, plan: gpd.GeoDataFrame, *prefixes: str) -> float:
    of_class = plan[plan["YDYHFLDM"].str.startswith(prefixes)]
    met = of_class.geometry.intersection(zone)
    return float(ellipsoid_area_m2(met.to_numpy(), CRS).sum()) / _area_m2(zone)


def _industrial(zone: shapely.Geometry, plan: gpd.GeoDataFrame) -> float:
    return _within(zone, plan, *INDUSTRY, *STORAGE, *MINING)


def _day(cell: Any) -> Any:
    if cell is None or isinstance(cell, datetime):
        return cell and cell.date()
    for spelling in SPELLINGS:
        try:
            return datetime.strptime(cell, spelling).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    raise AssertionError(cell)


def _pieces(shape: shapely.Geometry) -> list[shapely.Polygon]:
    return [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and part.area]


def test_there_are_twelve_zones_of_a_sensible_size(zones: gpd.GeoSeries) -> None:
    twelve = zones.iloc[:12]
    assert list(twelve.index) == [f"410199-{n:02d}" for n in range(1, 13)]
    assert twelve.area.between(600_000, 1_500_000).all()
    assert not any(a.intersects(b) for a, b in combinations(twelve, 2))


@pytest.mark.parametrize("number", [1, 6, 7, 8, 9, 10, 11, 12])
def test_clean_zones_pass_the_share_in_every_reading(
    zones: gpd.GeoSeries, plan: gpd.GeoDataFrame, number: int
) -> None:
    zone = _zone(zones, number)
    assert _within(zone, plan, *INDUSTRY) > 0.62
    assert _within(zone, plan, "") == pytest.approx(1.0, abs=1e-6)


@pytest.mark.parametrize("number", [n for n in range(1, 13) if n not in {6, 9}])
def test_only_two_zones_touch_farmland(
    zones: gpd.GeoSeries, lines: dict[str, shapely.Geometry], number: int
) -> None:
    assert _zone(zones, number).intersection(lines["farmland"]).area == 0


@pytest.mark.parametrize("number", [n for n in range(1, 13) if n != 7])
def test_only_one_zone_touches_the_red_line(
    zones: gpd.GeoSeries, lines: dict[str, shapely.Geometry], number: int
) -> None:
    assert _zone(zones, number).intersection(lines["redline"]).area == 0


@pytest.mark.parametrize("number", [n for n in range(1, 13) if n != 8])
def test_only_one_zone_leaves_the_growth_boundary(
    zones: gpd.GeoSeries, lines: dict[str, shapely.Geometry], number: int
) -> None:
    assert lines["growth"].covers(_zone(zones, number))


def test_2_is_just_below_sixty_percent(zones: gpd.GeoSeries, plan: gpd.GeoDataFrame) -> None:
    assert 0.5999 < _industrial(_zone(zones, 2), plan) < 0.59999
    assert _within(_zone(zones, 2), plan, *UNBUILT) == 0


def test_3_is_exactly_sixty_percent_in_whole_hundredths(
    zones: gpd.GeoSeries, plan: gpd.GeoDataFrame
) -> None:
    zone = _zone(zones, 3)
    # Whole polygons, so that no cutting stands between the file and the sum.
    inside = plan[shapely.contains(zone, shapely.point_on_surface(plan.geometry.to_numpy()))]
    assert inside.geometry.union_all().symmetric_difference(zone).area < 1e-3
    areas = inside.assign(m2=ellipsoid_area_m2(inside.geometry.to_numpy(), CRS))
    dm2 = areas.groupby("YDYHFLDM")["m2"].agg(sum_to_dm2)
    zone_dm2 = to_dm2(_area_m2(zone))
    assert 5 * dm2["1001"] == 3 * zone_dm2
    assert dm2.sum() == zone_dm2
    assert not any(code.startswith((*STORAGE, *MINING, *UNBUILT)) for code in dm2.index)


def test_4_depends_on_the_reading(zones: gpd.GeoSeries, plan: gpd.GeoDataFrame) -> None:
    zone = _zone(zones, 4)
    industry, built = _within(zone, plan, *INDUSTRY), 1 - _within(zone, plan, *UNBUILT)
    assert industry < 0.52
    assert industry / built > 0.61
    assert industry + _within(zone, plan, *STORAGE) > 0.61


def test_5_cannot_be_told_because_land_is_missing(
    zones: gpd.GeoSeries, plan: gpd.GeoDataFrame
) -> None:
    zone = _zone(zones, 5)
    known, covered = _industrial(zone, plan), _within(zone, plan, "")
    assert known < 0.56
    assert known + (1 - covered) > 0.63


def test_6_lies_over_farmland(zones: gpd.GeoSeries, lines: dict[str, shapely.Geometry]) -> None:
    over = _zone(zones, 6).intersection(lines["farmland"])
    assert 20_000 < over.area < 120_000


def test_7_lies_over_the_red_line(zones: gpd.GeoSeries, lines: dict[str, shapely.Geometry]) -> None:
    over = _zone(zones, 7).intersection(lines["redline"])
    assert 30_000 < over.area < 120_000


def test_8_lies_partly_outside_the_growth_boundary(
    zones: gpd.GeoSeries, lines: dict[str, shapely.Geometry]
) -> None:
    outside = _zone(zones, 8).difference(lines["growth"])
    assert 50_000 < max(piece.area for piece in _pieces(outside)) < 200_000


def test_9_has_slivers_along_the_farmland_and_nothing_larger(
    zones: gpd.GeoSeries, lines: dict[str, shapely.Geometry]
) -> None:
    pieces = _pieces(_zone(zones, 9).intersection(lines["farmland"]))
    widths_m = [2 * piece.area / piece.length for piece in pieces]
    assert any(
        piece.area > 200 and width < 2 for piece, width in zip(pieces, widths_m, strict=True)
    )
    assert any(1 < piece.area < 200 for piece in pieces)
    assert all(piece.area < 200 or width < 2 for piece, width in zip(pieces, widths_m, strict=True))


def test_12_is_one_zone_in_two_pieces(zones: gpd.GeoSeries) -> None:
    assert len(shapely.get_parts(_zone(zones, 12))) == 2
    assert zones.index.is_unique


def test_plots_lie_in_the_zone_that_their_number_names(
    zones: gpd.GeoSeries, plots: gpd.GeoDataFrame
) -> None:
    for number, shape in zip(plots["DKBH"], plots.geometry, strict=True):
        assert zones[number[:9]].buffer(0.001).covers(shape)


def test_10_alone_has_unsupplied_land_of_a_young_and_an_old_batch(
    plots: gpd.GeoDataFrame, supply: list[dict[str, Any]]
) -> None:
    supplied = {row["宗地号"] for row in supply}
    left = plots[~plots["DKBH"].isin(supplied)]
    left = left[left["DKBH"] <= "410199-12-999"]
    assert set(left["DKBH"].str[:9]) == {"410199-10"}
    assert (left["PZRQ"] > TWO_YEARS_BEFORE).sum() == 2
    assert (left["PZRQ"] <= TWO_YEARS_BEFORE).sum() == 2
    assert left["PZWH"].nunique() == 2


def test_11_alone_has_idle_plots_of_four_kinds(supply: list[dict[str, Any]]) -> None:
    ledger = [row for row in supply if row["宗地号"] <= "410199-12-999"]
    late = [row for row in ledger if _day(row["实际开工时间"]) is None]
    stopped = [row for row in ledger if row["中止开发日期"]]
    assert {row["宗地号"][:9] for row in late + stopped} == {"410199-11"}
    months = sorted((ON - _day(row["约定开工时间"])).days // 30 for row in late)
    assert len(months) == 3
    assert 12 < months[0] < 24 < months[1]
    by_government = [row for row in late if row["闲置原因"].startswith("政府原因")]
    assert len(by_government) == 1
    assert _day(by_government[0]["实际交地时间"]) > _day(by_government[0]["约定交地时间"])
    (halted,) = stopped
    assert halted["已动工面积(公顷)"] < halted["应动工总面积(公顷)"] / 3
    assert halted["已投资额(万元)"] < halted["总投资额(万元)"] / 4
    assert (ON - _day(halted["中止开发日期"])).days > 366


def test_every_other_plot_was_started_in_time_and_is_built(supply: list[dict[str, Any]]) -> None:
    for row in supply:
        if row["宗地号"][:9] == "410199-11" or row["宗地号"] > "410199-12-999":
            continue
        assert _day(row["实际开工时间"]) <= _day(row["约定开工时间"])
        assert row["已动工面积(公顷)"] >= row["应动工总面积(公顷)"] / 2
        assert row["已投资额(万元)"] >= row["总投资额(万元)"] / 2
        assert row["闲置原因"] is None


@pytest.mark.parametrize("drawn", ["snapped", "curved_snapped"])
def test_snapped_boundaries_run_along_parcel_edges(
    drawn: str, request: pytest.FixtureRequest
) -> None:
    folder = request.getfixturevalue(drawn)
    zones = gpd.read_file(folder / "boundaries/zones.gpkg")
    survey = gpd.read_file(folder / "landuse/survey.gpkg")
    edges = set()
    for shape in survey.geometry:
        ring = list(map(tuple, shapely.get_coordinates(shape.exterior).tolist()))
        edges |= {frozenset(edge) for edge in pairwise(ring)}
    for zone in zones.geometry:
        for part in shapely.get_parts(zone):
            ring = list(map(tuple, shapely.get_coordinates(part.exterior).tolist()))
            assert {frozenset(edge) for edge in pairwise(ring)} <= edges


def test_a_grown_county_keeps_the_twelve_zones_where_they_are(made: Path, grown: Path) -> None:
    small, large = (gpd.read_file(f / "boundaries/zones.gpkg") for f in (made, grown))
    assert len(large) == 14
    assert shapely.equals_identical(
        small.geometry.to_numpy(), large.geometry.iloc[:12].to_numpy()
    ).all()
    assert large.area.iloc[12:].between(3_000_000, 15_000_000).all()


def test_a_grown_county_has_about_the_parcels_asked_for(grown: Path) -> None:
    survey = gpd.read_file(grown / "landuse/survey.gpkg")
    assert 9_000 < len(survey) < 11_000
