from __future__ import annotations

import dataclasses
import tomllib
from fractions import Fraction
from importlib.resources import files
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest

from zoneland.core.wording import words
from zoneland.report import source_tables, zone_tables
from zoneland.report.piece_tables import (
    batches_table,
    findings_table,
    idle_table,
    placed,
    unsupplied_table,
)
from zoneland.report.reading_tables import definitions_table, on_a_page, readings_table
from zoneland.report.table import Column, Format, Table, joined_bounds, joined_units, shown
from zoneland.rules.settings import IdleRule, LinesRule, ShareRule

if TYPE_CHECKING:
    from zoneland.rules.assessment import Assessment

SHARE = Column("share_low", Format.SHARE, threshold=Fraction(3, 5))


def all_tables(assessment: Assessment) -> list[Table]:
    return [
        source_tables.overview_table(assessment, "zh"),
        zone_tables.zones_table(assessment, "zh"),
        readings_table(assessment),
        on_a_page(readings_table(assessment)),
        definitions_table("zh"),
        zone_tables.areas_table(assessment),
        findings_table(assessment),
        unsupplied_table(assessment),
        idle_table(assessment),
        batches_table(assessment),
        source_tables.problems_table(assessment, "zh"),
        source_tables.problem_counts_table(assessment, "zh"),
        source_tables.inputs_table(assessment),
        source_tables.settings_table(assessment, "zh"),
        source_tables.clauses_table(assessment),
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_and_column_has_its_words_in_both_languages(
    assessment: Assessment, lang: str
) -> None:
    for table in all_tables(assessment):
        assert table.title(lang)
        headings = [column.heading(lang) for column in table.columns]
        assert len(set(headings)) == len(headings), table.key
        assert all(len(row) == len(headings) for row in table.rows)


def test_both_languages_have_the_same_words() -> None:
    text = files("zoneland.core").joinpath("text")
    keys = []
    for lang in ("zh", "en"):
        tree = tomllib.loads(text.joinpath(f"report.{lang}.toml").read_text(encoding="utf-8"))
        keys.append(
            {
                f"{group}.{key}"
                for group, page in tree["report"].items()
                for key in page
                if isinstance(page, dict)
            }
        )
    assert keys[0] == keys[1]
    assert words("zh").keys() == words("en").keys()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_heading_stands_in_the_catalogue_unused(assessment: Assessment, lang: str) -> None:
    tables = all_tables(assessment)
    on_paper = [joined_units(joined_bounds(table), "zh") for table in tables]
    on_paper.append(placed(findings_table(assessment)))
    used = {column.name for table in [*tables, *on_paper] for column in table.columns}
    known = {key.rsplit(".", 1)[1] for key in words(lang) if key.startswith("report.column.")}
    assert known == used


def test_zones_have_the_figures_of_the_assessment(assessment: Assessment) -> None:
    table = zone_tables.zones_table(assessment, "zh")
    assert table.values("zone_id") == ["A01", "B02", "C03"]
    assert table.values("area_ha") == [100_000_000] * 3
    assert table.values("farmland_ha") == [0, 515_050, None]
    assert table.values("outside_growth_mu") == [0, 123_456, None]
    assert table.values("within_growth_ha") == [100_000_000, 100_000_000 - 123_456, None]
    assert table.values("share_low") == [
        Fraction(65, 100),
        Fraction(59_996, 100_000),
        Fraction(1, 2),
    ]
    assert table.values("plots") == [1, 0, None]
    assert table.values("depends") == ["depends", None, None]


def test_zones_have_the_land_of_the_trades_review(assessment: Assessment) -> None:
    table = zone_tables.zones_table(assessment, "zh")
    assert table.values("survey_industry_ha") == [65_000_000, 59_996_000, 50_000_000]
    assert table.values("survey_storage_ha") == [0, 0, 0]
    assert table.values("plan_built_ha") == [100_000_000, 100_000_000, 80_000_000]
    assert table.values("plan_rate_high")[2] == Fraction(7, 10)


def test_no_column_is_made_up_for_land_that_was_not_given(nothing_found: Assessment) -> None:
    table = zone_tables.zones_table(nothing_found, "zh")
    assert not any(column.key.startswith(("plan_", "survey_")) for column in table.columns)
    assert table.values("share_low") == [None] * 3
    assert table.values("plots") == [None] * 3


def test_only_the_row_that_the_verdict_rests_on_is_marked(assessment: Assessment) -> None:
    used = readings_table(assessment).where("is_used", "used")
    assert used.values("zone_id") == ["A01", "B02", "C03"]
    assert set(used.values("land_use")) == {"plan"}
    assert set(used.values("reading")) == {"industry_storage_mining/zone"}


def test_the_classes_of_a_zone_add_up_to_the_zone(assessment: Assessment) -> None:
    table = zone_tables.areas_table(assessment).where("land_use", "plan").where("zone_id", "C03")
    assert sum(table.values("class_m2")) == 100_000_000  # type: ignore[arg-type]


def test_a_plot_without_geometry_has_no_place(assessment: Assessment) -> None:
    table = idle_table(assessment)
    assert table.values("lon")[1] is None
    assert str(table.values("lon")[0]).startswith("114°00′")
    assert str(table.values("lat")[0]).endswith("N")


def test_findings_have_the_places_of_the_assessment(assessment: Assessment) -> None:
    table = findings_table(assessment)
    assert table.values("lon")[0] == "114°00′01.00″E"
    assert table.values("net_ha") == [480_000, None, None]
    assert table.values("classes") == ["0101 水田 0.5000 公顷", None, "0102 水浇地 0.1235 公顷"]


def test_plots_stand_with_what_they_were_not(assessment: Assessment) -> None:
    unsupplied, idle = unsupplied_table(assessment), idle_table(assessment)
    assert unsupplied.values("plot_id") == ["P-1", "U-1"]
    assert idle.values("plot_id") == ["0601", "4101002020B00123"]
    assert idle.values("fee_yuan") == [1_234_567.5, None]
    at = idle.index("lacks")
    assert shown(idle.rows[0][at], idle.columns[at], "zh") == "成交价格、已动工开发面积"
    assert shown(idle.rows[0][idle.index("branch")], idle.columns[idle.index("branch")], "en")


def test_a_batch_without_a_day_has_no_year(assessment: Assessment) -> None:
    table = batches_table(assessment)
    assert table.values("year") == [2024, None]
    assert table.values("left_mu") == [2_000_000, None]
    assert shown(2024, table.columns[table.index("year")], "zh") == "2024"


def test_plots_in_two_zones_are_counted_once(assessment: Assessment) -> None:
    twice = assessment.idle.iloc[[0, 1, 2, 3]]
    both = twice.assign(zone_id="B02")
    frame = gpd.GeoDataFrame(pd.concat([twice, both]), crs=twice.crs)
    told = source_tables.overview_table(dataclasses.replace(assessment, idle=frame), "zh")
    counts = [told.values(f"plots_{kind}")[0] for kind in ("unsupplied", "used", "idle")]
    assert counts == [1, 1, 1]


def test_only_errors_are_counted_as_findings(assessment: Assessment) -> None:
    told = source_tables.overview_table(assessment, "zh")
    counts = [told.values(f"pieces_{level}")[0] for level in ("error", "warning", "info")]
    assert counts == [1, 1, 1]


def test_a_page_has_the_deciding_use_and_one_row_of_each_other(assessment: Assessment) -> None:
    own = readings_table(assessment).where("zone_id", "A01")
    page = on_a_page(own)
    assert page.values("land_use") == ["plan"] * 5 + ["survey"]
    assert page.values("numerator")[-1] == "industry_storage_mining"
    chosen = [cell for row in page.rows for cell in row if str(cell).startswith("●")]
    assert chosen == ["● 65.00% √"]


def test_figures_of_layers_that_were_not_given_have_no_column(nothing_found: Assessment) -> None:
    table = zone_tables.zones_table(nothing_found, "zh")
    assert not table.has("flexible_ha")
    assert not table.has("urban_ha")
    assert table.has("farmland_ha")


def test_problems_stand_worst_first_and_are_counted_by_code(assessment: Assessment) -> None:
    assert source_tables.problems_table(assessment, "zh").values("code") == [
        "ZL101",
        "ZL101",
        "ZL430",
    ]
    counts = source_tables.problem_counts_table(assessment, "en")
    assert counts.values("count") == [2, 1]
    assert counts.values("first_where") == ["boundaries/lines.gpkg", "maps/b.xlsx"]


def test_settings_are_told_in_full_whatever_the_order_of_sets(assessment: Assessment) -> None:
    table = source_tables.settings_table(assessment, "zh")
    minimum, industrial = "rules.industrial_share.minimum", "rules.industrial_share.industrial"
    assert ("产业用地占比不低于", minimum, "60.00%") in table.rows
    assert ("算作产业用地的地类", industrial, None) in table.rows


def test_settings_are_told_in_words_and_unknown_ones_by_their_key(assessment: Assessment) -> None:
    settings = {
        "title": "zh",
        "area": "plane",
        "boundaries": {"zones": {"path": "a.gpkg", "layer": ""}},
        "rules": {"control_lines": {"strict": False}, "novel": {"years": 3}},
    }
    table = source_tables.settings_table(dataclasses.replace(assessment, settings=settings), "zh")
    assert table.rows == (
        ("名称", "title", "zh"),  # text from data is no word of ours
        ("面积量算", "area", "平面面积"),
        ("开发区：文件", "boundaries.zones.path", "a.gpkg"),
        ("开发区：图层或工作表", "boundaries.zones.layer", None),
        ("从严：碎斑也算占用", "rules.control_lines.strict", "否"),
        ("rules.novel.years", "rules.novel.years", "3"),
    )


def test_every_setting_there_is_has_a_name_in_both_languages() -> None:
    for lang in ("zh", "en"):
        for name, rule in (
            ("industrial_share", ShareRule()),
            ("control_lines", LinesRule()),
            ("idle_land", IdleRule()),
        ):
            keys = {f"setting.rules.{name}.{field.name}" for field in dataclasses.fields(rule)}
            assert keys <= words(lang).keys()


def test_a_zones_row_says_why(assessment: Assessment) -> None:
    notes = zone_tables.zones_table(assessment, "zh").values("note")
    assert str(notes[1]).startswith(
        "产业用地还差 0.0040 公顷达到 60%；占用永久基本农田 0.5151 公顷"
    )
    assert "没有用地数据，占比只能给出区间" in str(notes[2])


def test_a_failing_share_never_reads_as_a_passing_one() -> None:
    assert shown(Fraction(599_999, 1_000_000), SHARE, "zh") == "59.9999%"
    assert shown(Fraction(3, 5), SHARE, "zh") == "60.00%"


def test_a_missing_figure_is_a_dash_but_a_missing_mark_is_nothing() -> None:
    assert shown(None, Column("area_ha", Format.HA), "zh") == "—"
    assert shown(None, Column("depends", Format.WORD, "report.mark"), "zh") == ""


def test_a_word_unknown_to_the_catalogue_is_shown_as_it_is() -> None:
    assert shown("novel", Column("band", Format.WORD, "band"), "en") == "novel"
    assert shown("a/b", Column("reading", Format.READING), "zh") == "a ÷ b"
