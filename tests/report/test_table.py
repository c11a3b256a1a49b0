from __future__ import annotations

import tomllib
from fractions import Fraction
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest

from zoneland.core.wording import words
from zoneland.report import source_tables, zone_tables
from zoneland.report.piece_tables import findings_table, idle_table
from zoneland.report.table import Column, Format, Table, reading_words, shown

if TYPE_CHECKING:
    from zoneland.rules.assessment import Assessment

SHARE = Column("share_low", Format.SHARE, threshold=Fraction(3, 5))


def all_tables(assessment: Assessment) -> list[Table]:
    return [
        source_tables.overview_table(assessment, "zh"),
        zone_tables.zones_table(assessment),
        zone_tables.readings_table(assessment),
        zone_tables.areas_table(assessment),
        findings_table(assessment),
        idle_table(assessment),
        source_tables.problems_table(assessment, "zh"),
        source_tables.problem_counts_table(assessment, "zh"),
        source_tables.inputs_table(assessment),
        source_tables.settings_table(assessment),
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
    used = {column.key for table in all_tables(assessment) for column in table.columns}
    known = {key.rsplit(".", 1)[1] for key in words(lang) if key.startswith("report.column.")}
    assert known == used


def test_zones_have_the_figures_of_the_assessment(assessment: Assessment) -> None:
    table = zone_tables.zones_table(assessment)
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
    table = zone_tables.zones_table(assessment)
    assert table.values("survey_industry_ha") == [65_000_000, 59_996_000, 50_000_000]
    assert table.values("survey_storage_ha") == [0, 0, 0]
    assert table.values("plan_built_ha") == [100_000_000, 100_000_000, 80_000_000]
    assert table.values("plan_rate_high")[2] == Fraction(7, 10)


def test_no_column_is_made_up_for_land_that_was_not_given(nothing_found: Assessment) -> None:
    table = zone_tables.zones_table(nothing_found)
    assert not any(column.key.startswith(("plan_", "survey_")) for column in table.columns)
    assert table.values("share_low") == [None] * 3
    assert table.values("plots") == [None] * 3


def test_only_the_row_that_the_verdict_rests_on_is_marked(assessment: Assessment) -> None:
    used = zone_tables.readings_table(assessment).where("used", "used")
    assert used.values("zone_id") == ["A01", "B02", "C03"]
    assert set(used.values("land_use")) == {"plan"}
    assert set(used.values("reading")) == {"industry_storage_mining/zone"}


def test_the_classes_of_a_zone_add_up_to_the_zone(assessment: Assessment) -> None:
    table = zone_tables.areas_table(assessment).where("land_use", "plan").where("zone_id", "C03")
    assert sum(table.values("class_m2")) == 100_000_000  # type: ignore[arg-type]


def test_a_plot_without_geometry_has_no_place(assessment: Assessment) -> None:
    table = idle_table(assessment)
    assert table.values("lon")[2] is None
    assert str(table.values("lon")[0]).startswith("114°00′")
    assert str(table.values("lat")[0]).endswith("N")


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
    table = source_tables.settings_table(assessment)
    assert ("rules.industrial_share.minimum", "0.6") in table.rows
    assert ("rules.industrial_share.industrial", None) in table.rows


def test_a_failing_share_never_reads_as_a_passing_one() -> None:
    assert shown(Fraction(599_999, 1_000_000), SHARE, "zh") == "59.9999%"
    assert shown(Fraction(3, 5), SHARE, "zh") == "60.00%"


def test_a_missing_figure_is_a_dash_but_a_missing_mark_is_nothing() -> None:
    assert shown(None, Column("area_ha", Format.HA), "zh") == "—"
    assert shown(None, Column("depends", Format.WORD, "report.mark"), "zh") == ""


def test_a_word_unknown_to_the_catalogue_is_shown_as_it_is() -> None:
    assert shown("novel", Column("band", Format.WORD, "band"), "en") == "novel"
    assert reading_words("a/b", "zh") == "a ÷ b"
