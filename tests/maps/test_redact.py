from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from itertools import count
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from zoneland.core.figures import hectares, mu
from zoneland.core.problems import InputError, Problem
from zoneland.core.units import to_dm2
from zoneland.core.wording import words
from zoneland.maps.lonlat import to_lonlat
from zoneland.maps.page import map_html
from zoneland.maps.public_rules import DROPPED, FIELDS, PublicRule
from zoneland.maps.redact import at_least_a_cell, coarse, redact
from zoneland.maps.view import view
from zoneland.rules.findings import COLUMNS
from zoneland.rules.matrix import MATRIX

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from zoneland.rules.assessment import Assessment

VOCABULARY = {
    *("kind", "band", "level", "status", "land_use", "reading", "verdict", "branch", "lacks"),
    *("share_verdict", "lines_verdict", "idle_verdict", "share_basis", "share_screening"),
}
"""Columns that hold words of the program's own, which every page is written with."""

PUBLISHED = {"zones", "readings"}
"""Frames whose figures the public page is there to tell; their ids and outlines go all the same."""

LEFT_ALONE = {"zone_name"}


def frames_of(assessment: Assessment) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give every frame that an assessment has, whatever it is called."""
    for field in fields(assessment):
        value = getattr(assessment, field.name)
        if isinstance(value, pd.DataFrame):
            yield field.name, value
        elif field.name == "layers":
            yield from ((f"layers.{key}", frame) for key, frame in value.items())


def whole_county(drawing: ModuleType) -> Assessment:
    """Draw the county with every column that a run gives, and pieces of every kind."""
    zones = drawing.zones()
    for kind in MATRIX:
        zones[f"{kind}_m2"] = zones.get(f"{kind}_m2", 0.0)
    pieces = drawing.findings()
    more = [
        {
            "finding_id": f"G{at}",
            "zone_id": "KFQ001",
            "zone_name": "城东新材料产业园",
            "kind": kind,
            "band": "finding",
            "level": str(MATRIX[kind]),
            "area_m2": 1000.0,
            "width_m": 30.0,
            "geometry": drawing.square(420 + 31 * at, 500, 260),
        }
        for at, kind in enumerate([*MATRIX, *MATRIX])
    ]
    both = pd.concat([pd.DataFrame(pieces), pd.DataFrame(more)], ignore_index=True)
    pieces = gpd.GeoDataFrame(both, geometry="geometry", crs=drawing.CRS).assign(
        net_m2=900.0, classes="0101 水田", parcel_ids="P0001", lon="114°", lat="34°"
    )
    pieces["other_id"] = np.where(pieces["kind"] == "zones", "KFQ003", "")
    areas = drawing.areas()
    areas = pd.concat([areas, areas.assign(class_code="b")], ignore_index=True)
    lines = drawing.lines()
    layers = {
        "survey": drawing.parcels(drawing.SURVEY, turn=1.0, prefix="X"),
        "plan": drawing.parcels(drawing.PLAN),
        **lines,
        "flexible": lines["farmland"],
        "special": lines["redline"],
    }
    batch = {"zone_id": "KFQ001", "year": 1987, "batches": 3}
    sizes = {f"{name}_m2": 1.0 for name in ("approved", "supplied", "left", "lapsed")}
    assert set(COLUMNS) <= {*pieces}
    return drawing.county(
        zones=zones,
        findings=pieces,
        areas=areas.assign(class_name="甲"),
        idle=drawing.idle().assign(branch="", lacks=""),
        batches=pd.DataFrame([batch | sizes]),
        layers=layers,
        settings={"maps": {"profile": "设置里的字"}},
        problems=(Problem("ZL101", "图层里的路径.gpkg"),),
    )


class Marker:
    """Gives each text, number and day of a frame its own, so that one that got out is known."""

    def __init__(self) -> None:
        self.numbers = count(7_000_003, 10_007)
        self.marks: dict[object, str] = {}

    def mark(self, value: object) -> object:
        """Give the same mark for the same text; what is missing stays so."""
        if pd.isna(value) or value == "":
            return value
        return self.marks.setdefault(value, f"Q{len(self.marks):04d}Z")

    def column(self, values: pd.Series, *, is_published: bool) -> list[Any] | pd.Series:
        """Mark one column; published figures and booleans stand."""
        if pd.api.types.is_numeric_dtype(values):
            if is_published or values.dtype == bool:
                return values
            whole = str(values.name).endswith("_dm2")
            return [next(self.numbers) + (0 if whole else 0.37) for _ in values]
        if any(isinstance(value, date) for value in values):
            return [date(1953 + at, 7, 3) for at in range(len(values))]
        return [self.mark(value) for value in values]

    def frame(self, name: str, frame: pd.DataFrame) -> pd.DataFrame:
        """Mark every column but those of the program's own words."""
        columns = frame.columns.difference([*VOCABULARY, *LEFT_ALONE, "geometry"])
        return frame.assign(
            **{
                column: self.column(frame[column], is_published=name in PUBLISHED)
                for column in columns
            }
        )


def marked(assessment: Assessment) -> Assessment:
    """Mark every frame of an assessment."""
    marker = Marker()
    changed: dict[str, Any] = {"layers": {}}
    for name, frame in frames_of(assessment):
        group, _, key = name.partition(".")
        (changed[group] if key else changed)[key or name] = marker.frame(name, frame)
    texts = ("path", "layer", "sha256")
    inputs = [
        replace(source, **{name: marker.mark(getattr(source, name)) for name in texts})
        for source in assessment.inputs
    ]
    return replace(assessment, **changed, inputs=tuple(inputs))


def told_as(value: object) -> list[str]:
    """Write a value in every way that a page might."""
    if isinstance(value, bool | np.bool_) or pd.isna(value) or value == "":
        return []
    if isinstance(value, int | float | np.number):
        area = float(value)
        if area < 1000:
            return [str(value)]
        dm2 = to_dm2(area)
        return [
            str(int(area)),
            f"{int(area):,}",
            *(write(size) for write in (hectares, mu) for size in (dm2, int(area))),
        ]
    return [str(value)]


def dropped_from(assessment: Assessment) -> Iterator[tuple[str, object]]:
    """Give every value of every frame but what the public page is there to tell."""
    for name, frame in frames_of(assessment):
        for column in frame.columns.difference([*VOCABULARY, *LEFT_ALONE, "geometry"]):
            is_figure = name in PUBLISHED and pd.api.types.is_numeric_dtype(frame[column])
            if not is_figure:
                yield from ((f"{name}.{column}", value) for value in frame[column])
    for source in assessment.inputs:
        yield from ((f"inputs.{one.name}", getattr(source, one.name)) for one in fields(source))
    yield "settings", assessment.settings["maps"]["profile"]
    yield from (("problems", problem.where) for problem in assessment.problems)


def texts_in(value: object) -> Iterator[str]:
    """Give every text and number of a page's data, however deep."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list):
        for one in value:
            yield from texts_in(one)
    else:
        yield str(value)


def everything_in(html: str, reading: ModuleType) -> str:
    """Give all that a page says, packed columns and escapes opened."""
    page = reading.page_of(html)
    opened = [reading.columns_of(layer["columns"]) for layer in page["layers"]]
    shown = {key: value for key, value in page.items() if key != "words"}
    notices = [page["words"]["public_note"], page["words"]["unaudited"]]
    return "\n".join(texts_in([shown, notices, opened]))


SAID_ANYWAY = {"EPSG:4526", "", "zones", "plan", "3", "12", "187"}
"""Of the list of files: the CRS, which the title block tells, and words and counts as short as
any that a page has."""


def test_the_public_page_holds_no_value_of_any_frame_that_was_dropped(
    drawing: ModuleType, reading: ModuleType
) -> None:
    county = marked(whole_county(drawing))
    inside = everything_in(map_html(county), reading)
    html = map_html(county, profile="public")
    outside = everything_in(html, reading)
    sums = county.findings.groupby(["zone_id", "kind", "level"])["area_m2"].sum()
    kept = {*county.zones["zone_name"], *SAID_ANYWAY, *(hectares(to_dm2(size)) for size in sums)}
    seen = set()
    looked = 0
    for name, value in dropped_from(county):
        for written in told_as(value):
            if written in kept or (len(written) < 4 and name != "zones.zone_id"):
                continue
            looked += 1
            assert written not in outside, (name, written)
            if name.endswith("_id") or not written.isdigit():
                assert written not in html, (name, written)
            if written in inside:
                seen.add(name)
    assert looked > 2000
    # The marks are such that a page which drops nothing shows them.
    assert {
        *("zones.zone_id", "findings.finding_id", "findings.area_m2", "idle.plot_id"),
        *("idle.project", "idle.batch_id", "idle.area_m2", "idle.due_on"),
        *("layers.plan.parcel_id", "layers.plan.class_code", "layers.survey.class_name"),
        *("layers.plan.stored_m2", "inputs.path"),
    } <= seen


def test_the_public_page_holds_no_exact_coordinate(
    drawing: ModuleType, reading: ModuleType
) -> None:
    county = whole_county(drawing)
    page = reading.page_of(map_html(county, profile="public"))
    exact = set()
    for _, frame in frames_of(county):
        if isinstance(frame, gpd.GeoDataFrame):
            for shapes in (to_lonlat(frame), frame.geometry.to_numpy()):
                xy = shapely.get_coordinates(shapes)
                exact |= {*np.round(xy, 6).ravel().tolist()}
    rounded = {number for number in exact if round(number, 3) != number}
    for layer in page["layers"]:
        vertices = np.array([v for f in reading.unpacked(layer["shapes"]) for r in f for v in r])
        assert (vertices % 1000 == 0).all()  # whole 0.001 degrees
        assert not rounded & {*(vertices / 1e6).ravel().tolist()}
    written = set(texts_in({key: value for key, value in page.items() if key != "words"}))
    assert not {str(number) for number in rounded} & written
    told = [*page["bounds"], *(number for anchor in page["anchors"] for number in anchor)]
    assert told == [round(number, 3) for number in told]
    assert page["frame"]["fit"] is None


def test_a_page_that_drops_too_little_would_be_found(
    drawing: ModuleType, reading: ModuleType
) -> None:
    county = marked(whole_county(drawing))
    rule = PublicRule(drop=DROPPED - {"idle", "project"})
    outside = everything_in(map_html(county, profile="public", public=rule), reading)
    project = county.idle["project"].iloc[0]
    assert project in outside
    assert county.idle["plot_id"].iloc[0] not in outside
    assert county.idle["where"].iloc[0] not in outside


def layers_of(drawn: Assessment, **options: Any) -> dict[str, Any]:
    page = view(drawn, profile="public", **options).page
    return {layer["key"]: layer for layer in page["layers"]}


def drawn_kinds(shown: Assessment) -> set[str]:
    is_drawn = ~shown.findings.is_empty & ~shapely.is_missing(shown.findings.geometry.to_numpy())
    return set(shown.findings.loc[is_drawn, "kind"])


def test_pieces_that_lines_or_parcels_outline_are_told_and_not_drawn(drawing: ModuleType) -> None:
    shown = redact(whole_county(drawing))
    assert drawn_kinds(shown) == {"zones"}
    page = view(whole_county(drawing), profile="public").page
    pieces = {piece["label"]: piece for piece in page["zones"][0]["findings"]}
    assert pieces["占用永久基本农田"]["place"] is None
    assert page["zones"][0]["cells"]["farmland_m2"][0] == "4.6501"


def test_all_that_was_left_out_is_said(drawing: ModuleType) -> None:
    said = view(drawing.county(), profile="public").page["words"]["public_note"]
    assert said == (
        "本图为概括版。不含图斑、控制线图形、涉及控制线和图斑的问题图形、地块清单、"
        "开发区编号、数据文件清单。用地按大类汇总，同类问题图斑合并。"
        "位置概括到 0.001°（约\u00a0100\u00a0m）。公开前须完成地图审核和保密审查。"
    )
    rule = PublicRule(drop=frozenset({"plan", "classes", "findings.zones", "redline_m2"}))
    said = view(drawing.county(), profile="public", public=rule).page["words"]["public_note"]
    assert said.startswith(
        "本图为概括版。不含规划用地图形、“与其他开发区重叠”的图形、“占用生态保护红线”的面积、"
        "用地构成。位置"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_field_can_be_told_and_dropped_alone(drawing: ModuleType, lang: Any) -> None:
    county = whole_county(drawing)
    for field in FIELDS:
        rule = PublicRule(drop=frozenset({field}))
        page = view(county, lang=lang, profile="public", public=rule).page
        assert len(page["zones"]) == 3
        assert words(lang)["public_rules.generalised"] in page["words"]["public_note"]


def test_land_is_told_by_kind_and_zone(drawing: ModuleType) -> None:
    page = view(drawing.county(), profile="public").page
    # 54,120 industry, 36,500 housing and 9,380 that nothing covers, of 100,000
    assert page["zones"][1]["reasons"][-1] == (
        "规划用地构成：工业用地 54.12%、居住用地 36.50%、未覆盖 9.38%"
    )
    rule = PublicRule(drop=DROPPED | {"classes"})
    page = view(drawing.county(), profile="public", public=rule).page
    assert not any("用地构成" in reason for reason in page["zones"][1]["reasons"])


def test_a_figure_that_is_dropped_is_a_dash_and_no_sentence_tells_it(drawing: ModuleType) -> None:
    rule = PublicRule(drop=DROPPED | {"farmland_m2", "share"})
    page = view(whole_county(drawing), profile="public", public=rule).page
    zone = page["zones"][0]
    assert (zone["cells"]["farmland_m2"][0], zone["cells"]["share"][0]) == ("—", "—")
    assert zone["cells"]["redline_m2"][0] == "2.1000"
    assert zone["reasons"] == []
    assert "占用永久基本农田" not in {piece["label"] for piece in zone["findings"]}


def test_a_layer_that_is_kept_is_coarse_and_says_nothing_of_its_parcels(
    drawing: ModuleType, reading: ModuleType
) -> None:
    rule = PublicRule(drop=DROPPED - {"plan", "growth"}, grid_deg=0.002)
    found = layers_of(whole_county(drawing), public=rule)
    assert {"plan", "growth"} <= set(found)
    for key in ("plan", "growth", "zones"):
        vertices = [v for f in reading.unpacked(found[key]["shapes"]) for r in f for v in r]
        assert (np.array(vertices) % 2000 == 0).all()
    assert found["plan"]["count"] == len(set(drawing.PLAN))  # a shape a kind
    columns = "\n".join(texts_in(reading.columns_of(found["plan"]["columns"])))
    assert "P0" not in columns
    assert "地类" not in columns


def test_what_cannot_be_dropped_and_a_grid_that_is_none_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        PublicRule(drop=frozenset({"parcles", "plan"}), grid_deg=float("nan"))
    told = [(problem.code, problem.where) for problem in caught.value.problems]
    assert told == [
        ("ZL465", "zoneland.toml [maps.public] drop"),
        ("ZL466", "zoneland.toml [maps.public] grid_deg"),
    ]
    assert "parcles" in caught.value.problems[0].said()
    for grid in (0.00001, 0.1, 0.0, -0.001):
        with pytest.raises(InputError, match="ZL466"):
            PublicRule(grid_deg=grid)


def test_zones_go_by_number_and_a_name_that_is_an_id_goes_too(drawing: ModuleType) -> None:
    zones = drawing.zones(names=["城东", "KFQ002", ""])
    shown = redact(drawing.county(zones=zones))
    assert shown.zones["zone_id"].tolist() == ["1", "2", "3"]
    assert shown.zones["zone_name"].tolist() == ["城东", "开发区 2", "开发区 3"]
    assert set(shown.findings["zone_name"]) == {"城东", "开发区 3"}
    kept = redact(drawing.county(zones=zones), PublicRule(drop=DROPPED - {"zone_id"}))
    assert kept.zones["zone_name"].tolist() == ["城东", "KFQ002", ""]


def test_an_overlap_names_the_other_zone_by_what_it_is_shown_as(
    drawing: ModuleType, reading: ModuleType
) -> None:
    county = whole_county(drawing)
    zones = county.zones.assign(zone_name=county.zones["zone_id"])
    html = map_html(replace(county, zones=zones), profile="public")
    assert "KFQ" not in everything_in(html, reading)
    assert "开发区 3" in "".join(reading.page_of(html)["zones"][0]["reasons"])


def test_the_public_map_is_not_centred_on_an_exact_place(drawing: ModuleType) -> None:
    html = map_html(drawing.county(), profile="public")
    centre = html.split("center: [")[1].split("]")[0].split(",")
    # The middle of two numbers of three decimals has four at most.
    assert all(
        float(number) == pytest.approx(round(float(number), 4), abs=1e-9) for number in centre
    )


def test_pieces_are_joined_by_zone_kind_and_level_and_sums_kept(drawing: ModuleType) -> None:
    found = redact(drawing.county()).findings.set_index(["zone_id", "kind", "level"])
    assert found["area_m2"].to_dict() == {
        ("1", "farmland", "error"): 31_000.0 + 15_500.0,
        ("1", "farmland", "info"): 0.55,
        ("1", "redline", "error"): 21_000.0,
        ("3", "outside_growth", "info"): 180.25,
    }
    assert found["pieces"].tolist() == [2, 1, 1, 1]
    assert found["band"].tolist() == ["finding", "finding", "sliver", "sliver"]


@pytest.mark.parametrize("profile", ["internal", "public"])
def test_findings_are_counted_by_level_piece_by_piece(drawing: ModuleType, profile: Any) -> None:
    page = view(drawing.county(), profile=profile).page
    assert [(one["key"], one["count"]) for one in page["levels"]] == [
        ("error", 3),
        ("warning", 0),
        ("info", 2),
    ]
    assert ["问题图斑", "错误 3 · 警告 0 · 提示 2"] in page["facts"]


def test_the_internal_assessment_is_left_alone(drawing: ModuleType) -> None:
    county = drawing.county()
    before = county.zones.geometry.to_wkb()
    redact(county)
    assert county.zones.geometry.to_wkb().equals(before)
    assert len(county.idle) == 4


def test_an_assessment_without_findings_can_be_redacted(drawing: ModuleType) -> None:
    county = drawing.county(findings=drawing.findings().iloc[:0])
    assert redact(county).findings.empty


def test_a_zone_smaller_than_a_cell_is_still_shown() -> None:
    small = np.array([shapely.box(114.0002, 34.7001, 114.0005, 34.7003)])
    (shown,) = at_least_a_cell(coarse(small), small)
    assert shown.bounds == pytest.approx((114.0, 34.7, 114.001, 34.701))


def test_a_shape_that_crosses_itself_is_mended_first() -> None:
    bow = np.array([shapely.Polygon([(0, 0), (0.02, 0.02), (0.02, 0), (0, 0.02)])])
    assert coarse(bow)[0].is_valid
