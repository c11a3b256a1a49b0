"""Map, workbook, report and record show the same figures, cell by cell.

The record is what the others are held against. Rounding is done here a second time, in decimals.
"""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

import docx
import pytest
from openpyxl import load_workbook

from tests.maps.reading import page_of
from zoneland.core.naming import reading_in_words
from zoneland.core.wording import words

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document

Row = dict[str, Any]

DASH: Final = "—"
SIGNS: Final = {"pass": "√", "fail": "×", "cannot_tell": "？"}
RULES: Final = ("industrial_share", "control_lines", "idle_land")
VERDICTS: Final = dict(zip(RULES, ("share", "lines", "idle"), strict=True))
OTHERWISE_NAMED: Final = {"zones": "other_zones"}
CALM: Final = {"not_due", "started", "completed"}


def said(key: str) -> str:
    return words("zh")[key]


def heading(name: str, unit: str = "") -> str:
    return said(f"report.column.{name}") + (said(f"report.unit.{unit}") if unit else "")


def rounded(value: Decimal, decimals: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):,}"


def ha(area_m2: float | None) -> str:
    return DASH if area_m2 is None else rounded(Decimal(str(area_m2)) / 10_000, 4)


def both(area_m2: float | None) -> str:
    if area_m2 is None:
        return DASH
    return f"{ha(area_m2)} / {rounded(Decimal(str(area_m2)) * 15 / 10_000, 2)}"


def known(number: float | None) -> Any:
    """Give a number as a workbook holds it, to fifteen digits; or None."""
    return None if number is None else pytest.approx(number, rel=1e-14)


def check_share(text: str, reading: Row) -> None:
    """Hold a share that is shown against the areas it is of, to as many places as it shows."""
    ends = text.removesuffix("%").split("%–")
    lowest, highest = ends[0], ends[-1]
    for end, part in ((lowest, "certain_dm2"), (highest, "possible_dm2")):
        share = Fraction(reading[part], reading["whole_dm2"]) * 100
        exact = Decimal(share.numerator) / Decimal(share.denominator)
        assert end == rounded(exact, len(end.partition(".")[2])), (text, reading)


@pytest.fixture(scope="module")
def record(ran_sample: Path) -> Row:
    loaded: Row = json.loads((ran_sample / "maps/run.json").read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def sheets(ran_sample: Path) -> dict[str, list[Row]]:
    """The workbook's rows by sheet, as dictionaries of heading and value."""
    book = load_workbook(ran_sample / "maps/findings.xlsx", read_only=True)
    found = {}
    for sheet in book:
        top, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(top, row, strict=False)) for row in rows]
    book.close()
    return found


@pytest.fixture(scope="module")
def report(ran_sample: Path) -> Document:
    return docx.Document(str(ran_sample / "maps/report.docx"))


@pytest.fixture(scope="module")
def cards(ran_sample: Path) -> dict[str, Row]:
    page = page_of((ran_sample / "maps/zones.html").read_text(encoding="utf-8"))
    return {card["id"]: card for card in page["zones"]}


def own_reading(zone: Row) -> Row:
    share = zone["industrial_share"]
    found: Row = share["by_land_use"][share["land_use"]][share["reading"]]
    return found


def areas_of(zone: Row) -> dict[str, float | None]:
    """Give every area that the record has of a zone, by the name of its column."""
    told = {"area": zone["area_m2"]}
    for rule in RULES:
        for key, value in zone[rule].items():
            if key.endswith("_m2"):
                name = key.removesuffix("_m2")
                told[OTHERWISE_NAMED.get(name, name)] = value
    return told


def check_area(row: Row, name: str, area_m2: float | None) -> None:
    """Hold a row of the workbook against an area in m², in both of its units."""
    in_ha, in_mu = (row.get(heading(name, unit)) for unit in ("ha", "mu"))
    if area_m2 is None:
        assert in_ha is None, name
        assert in_mu is None, name
    else:
        assert in_ha == pytest.approx(area_m2 / 10_000, abs=1e-9), name
        assert in_mu == pytest.approx(area_m2 * 15 / 10_000, abs=1e-8), name


def test_the_workbook_has_every_figure_of_every_zone(
    record: Row, sheets: dict[str, list[Row]]
) -> None:
    rows = sheets["开发区"]
    assert len(rows) == len(record["zones"])
    for row, zone in zip(rows, record["zones"], strict=True):
        share, idle = zone["industrial_share"], zone["idle_land"]
        assert row[heading("zone_id")] == zone["zone_id"]
        assert row[heading("verdict")] == said(f"verdict.{zone['verdict']}")
        for rule, name in VERDICTS.items():
            verdict = said(f"verdict.{zone[rule]['verdict']}")
            assert row[heading(f"{name}_verdict")] == verdict
        for name, area_m2 in areas_of(zone).items():
            check_area(row, name, area_m2)
        bounds = (row[heading("share_low")], row[heading("share_high")])
        assert bounds == (known(share["low"]), known(share["high"]))
        for name in ("plots", "cannot_tell_plots", "unsupplied_rate", "idle_rate"):
            assert row[heading(name)] == known(idle[name])


def test_the_workbook_has_every_reading(record: Row, sheets: dict[str, list[Row]]) -> None:
    for row, reading in zip(sheets["口径对照"], record["readings"], strict=True):
        assert row[heading("zone_id")] == reading["zone_id"]
        assert row[heading("land_use")] == said(f"land_use.{reading['land_use']}")
        assert row[heading("reading")] == reading_in_words(reading["reading"], lang="zh")
        bounds = (row[heading("low")], row[heading("high")])
        assert bounds == (known(reading["low"]), known(reading["high"]))
        assert row[heading("reading_verdict")] == said(f"verdict.{reading['verdict']}")
        assert row[heading("basis")] == said(f"basis.{reading['basis']}")
        for name in ("certain", "possible", "whole", "to_convert", "to_add", "to_leave"):
            area_dm2 = reading[f"{name}_dm2"]
            check_area(row, name, None if area_dm2 is None else area_dm2 / 100)
        numbers = [one for one in reading["definition"].split("、") if one]
        assert all(one in row[heading("definition")] for one in numbers)


def test_the_workbook_has_every_piece_and_plot(record: Row, sheets: dict[str, list[Row]]) -> None:
    for row, piece in zip(sheets["三区三线"], record["findings"], strict=True):
        assert row[heading("finding_id")] == piece["finding_id"]
        assert row[heading("finding_kind")] == said(f"finding.{piece['kind']}")
        assert row[heading("level")] == said(f"level.{piece['level']}")
        assert row[heading("piece", "m2")] == piece["area_m2"]
        assert row[heading("net", "m2")] == piece["net_m2"]
        assert row[heading("width", "metres")] == piece["width_m"]
        for name in ("lon", "lat", "classes", "parcel_ids"):
            assert (row[heading(name)] or "") == piece[name]
    kept = [plot for plot in record["idle_plots"] if plot["kind"] != "supplied"]
    check_plots(sheets["批而未供"], kept)
    supplied = [plot for plot in record["idle_plots"] if plot["kind"] == "supplied"]
    check_plots(sheets["闲置"], supplied)


def check_plots(rows: list[Row], plots: list[Row]) -> None:
    for row, plot in zip(rows, plots, strict=True):
        assert row[heading("plot_id")] == plot["plot_id"]
        assert row[heading("zone_id")] == (plot["zone_id"] or None)
        assert row[heading("plot_status")] == said(f"idle.status.{plot['status']}")
        assert row[heading("branch")] == said(f"branch.{plot['branch']}")
        assert row[heading("piece", "m2")] == plot["area_m2"]
        assert row[heading("months")] == plot["months"]
        for name in ("share_built", "share_invested"):
            assert row.get(heading(name)) == known(plot[name])
        assert row.get(heading("fee", "yuan")) == plot["fee_yuan"]


def test_the_workbook_has_every_year_of_batches(record: Row, sheets: dict[str, list[Row]]) -> None:
    for row, batch in zip(sheets["分年度批次"], record["batches"], strict=True):
        assert row[heading("zone_id")] == batch["zone_id"]
        assert (row[heading("year")], row[heading("batches")]) == (batch["year"], batch["batches"])
        for name in ("approved", "supplied", "left", "lapsed"):
            check_area(row, name, batch[f"{name}_m2"])


def figures_of(report: Document) -> list[dict[str, str]]:
    """Give the figures that stand beside each zone's plate."""
    beside = [table.rows[0].cells[1] for table in report.tables if len(table.rows) == 1]
    return [
        {row.cells[0].text: row.cells[1].text for row in cell.tables[0].rows} for cell in beside
    ]


def rows_of(report: Document, first: str) -> list[list[str]]:
    """Give the rows of all tables whose first heading is `first`, without headings."""
    tables = [one for one in report.tables if one.rows[0].cells[0].text == first]
    return [[cell.text for cell in row.cells] for table in tables for row in table.rows[1:]]


def test_the_report_has_the_figures_of_every_zone(record: Row, report: Document) -> None:
    for told, zone in zip(figures_of(report), record["zones"], strict=True):
        assert told[heading("area")] == both(zone["area_m2"])
        areas = {said(f"report.column.{name}"): m2 for name, m2 in areas_of(zone).items()}
        shared = told.keys() & areas.keys()
        assert {heading("farmland"), heading("redline"), heading("idle")} <= shared
        assert {name: told[name] for name in shared} == {name: both(areas[name]) for name in shared}
        assert told[heading("plots")] == str(zone["idle_land"]["plots"])
        check_share(told[heading("share_range")], own_reading(zone))
    rows = rows_of(report, heading("zone_name"))[: len(record["zones"])]
    for row, zone in zip(rows, record["zones"], strict=True):
        assert row[:3] == [
            zone["zone_name"],
            ha(zone["area_m2"]),
            said(f"verdict.{zone['verdict']}"),
        ]
        check_share(row[3], own_reading(zone))


def test_the_report_has_the_readings_of_the_land_use_that_decides(
    record: Row, report: Document
) -> None:
    tables = [
        [[cell.text for cell in row.cells] for row in one.rows]
        for one in report.tables
        if one.rows[0].cells[0].text == heading("land_use")
    ]
    for (top, *rows), zone in zip(tables, record["zones"], strict=True):
        share = zone["industrial_share"]
        count = 0
        for row in rows:
            for head, cell in zip(top[2:], row[2:], strict=True):
                use, reading = found_by(row[0], row[1], head, share["by_land_use"])
                if reading is None:
                    assert cell == DASH
                    continue
                text, sign = cell.removeprefix("● ").split(" ")
                check_share(text, reading)
                assert sign == SIGNS[reading["verdict"]]
                assert cell.startswith("●") == (reading is own_reading(zone))
                count += use == share["land_use"]
        assert count == len(share["by_reading"])


def found_by(
    use: str, top: str, whole: str, by_land_use: dict[str, dict[str, Row]]
) -> tuple[str, Row | None]:
    """Find the reading that the words of a row and a column name."""
    name = next(key for key in by_land_use if said(f"land_use.{key}") == use)
    for reading, row in by_land_use[name].items():
        above, _, below = reading.partition("/")
        if (said(f"numerator.{above}"), heading(f"of_{below}")) == (top, whole):
            return name, row
    return name, None


def test_the_report_lists_what_is_wrong_with_its_areas(record: Row, report: Document) -> None:
    told = {row[0]: row[1:4] for row in rows_of(report, heading("finding_id"))}
    wrong = [piece for piece in record["findings"] if piece["level"] == "error"]
    assert told == {
        piece["finding_id"]: [
            said(f"finding.{piece['kind']}"),
            *both(piece["area_m2"]).split(" / "),
        ]
        for piece in wrong
    }
    assert wrong


def test_the_report_lists_the_plots_that_need_someone(record: Row, report: Document) -> None:
    told = [(row[0], row[1], row[3]) for row in rows_of(report, heading("plot_id"))]
    assert sorted(told) == sorted(
        (plot["plot_id"], said(f"idle.status.{plot['status']}"), ha(plot["area_m2"]))
        for plot in record["idle_plots"]
        if plot["zone_id"] and plot["status"] not in CALM
    )
    assert told


def test_the_map_has_the_figures_of_every_zone(record: Row, cards: dict[str, Row]) -> None:
    assert list(cards) == [zone["zone_id"] for zone in record["zones"]]
    for zone in record["zones"]:
        card = cards[zone["zone_id"]]
        assert card["verdict"] == zone["verdict"]
        assert card["rules"] == {rule: zone[rule]["verdict"] for rule in RULES}
        assert card["area"] == f"{ha(zone['area_m2'])} 公顷"
        areas = areas_of(zone)
        for name in ("farmland", "redline", "outside_growth", "unsupplied", "idle"):
            assert card["cells"][f"{name}_m2"] == [ha(areas[name]), areas[name]]
        text, low = card["cells"]["share"]
        assert low == zone["industrial_share"]["low"]
        check_share(text, own_reading(zone))


def test_the_map_has_every_reading(record: Row, cards: dict[str, Row]) -> None:
    for zone in record["zones"]:
        readings = cards[zone["zone_id"]]["readings"]
        by_use = zone["industrial_share"]["by_land_use"]
        told = {
            (use, row["reading"]): cell
            for row in readings["rows"]
            for use, cell in zip(readings["land_uses"], row["cells"], strict=True)
            if cell is not None
        }
        assert len(told) == sum(map(len, by_use.values()))
        for use, found in by_use.items():
            for name, reading in found.items():
                cell = told[said(f"land_use.{use}"), reading_in_words(name, lang="zh")]
                check_share(cell["share"], reading)
                assert cell["verdict"] == reading["verdict"]


def test_the_map_has_every_piece_and_plot(record: Row, cards: dict[str, Row]) -> None:
    for kind, listed, key in (
        ("findings", "findings", "finding_id"),
        ("idle", "idle_plots", "plot_id"),
    ):
        told = [
            (zone, one["id"], one["area"]) for zone, card in cards.items() for one in card[kind]
        ]
        expected = [
            (row["zone_id"], row[key], f"{ha(row['area_m2'])} 公顷")
            for row in record[listed]
            if row["zone_id"]
        ]
        assert sorted(told) == sorted(expected)
        assert told


def test_the_map_has_every_year_of_batches(record: Row, cards: dict[str, Row]) -> None:
    names = ("approved_m2", "supplied_m2", "left_m2", "lapsed_m2")
    told = [(zone, *row) for zone, card in cards.items() for row in card["batches"]]
    assert told == [
        (row["zone_id"], str(row["year"]), str(row["batches"]), *(ha(row[name]) for name in names))
        for row in record["batches"]
    ]
