"""The tables of pieces of land: findings on the control lines, plots, and batches by year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneland.report import values
from zoneland.report.columns import in_both_units, zone_names
from zoneland.report.table import MARKS, Column, Format, Table, from_columns

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from zoneland.report.columns import Filled
    from zoneland.rules.assessment import Assessment

BATCH_AREAS = ("approved", "supplied", "left", "lapsed")


def findings_table(assessment: Assessment) -> Table:
    """Give a row a piece of a zone that a control line objects to, slivers included."""
    frame = assessment.findings
    area_dm2 = values.areas_dm2(frame, "area_m2")
    net_dm2 = values.areas_dm2(frame, "net_m2")
    return from_columns(
        "findings",
        [
            (Column("finding_id", Format.ID), values.texts(frame, "finding_id")),
            (Column("zone_id", Format.ID), values.texts(frame, "zone_id")),
            (Column("zone_name"), values.texts(frame, "zone_name")),
            (Column("level", Format.WORD, "level"), values.texts(frame, "level")),
            (Column("finding_kind", Format.WORD, "finding"), values.texts(frame, "kind")),
            (Column("band", Format.WORD, "band"), values.texts(frame, "band")),
            *_areas("piece", area_dm2),
            *_areas("net", net_dm2),
            (Column("width_metres", Format.METRES), values.numbers(frame, "width_m")),
            (Column("classes"), values.texts(frame, "classes")),
            (Column("other_id", Format.ID), values.texts(frame, "other_id")),
            (Column("lon", Format.ID), values.texts(frame, "lon")),
            (Column("lat", Format.ID), values.texts(frame, "lat")),
            (Column("parcel_ids"), values.texts(frame, "parcel_ids")),
        ],
    )


def placed(findings: Table) -> Table:
    r"""Put each piece's degrees one below another in a last column, as paper is narrow.

    Examples
    --------
    >>> columns = (Column("lon", Format.ID), Column("lat", Format.ID))
    >>> rows = (("114°00′01.00″E", "34°40′01.00″N"), (None, None))
    >>> placed(Table("findings", columns, rows)).values("centre")
    ['114°00′01.00″E\n34°40′01.00″N', None]
    """
    degrees = zip(findings.values("lon"), findings.values("lat"), strict=True)
    told = ["\n".join(str(one) for one in pair if one) or None for pair in degrees]
    rows = tuple((*row, centre) for row, centre in zip(findings.rows, told, strict=True))
    columns = (*findings.columns, Column("centre", Format.ID))
    return Table(findings.key, columns, rows)


def unsupplied_table(assessment: Assessment) -> Table:
    """Give a row a plot that was approved and not supplied, or used without being supplied."""
    frame = assessment.idle[assessment.idle["kind"] != "supplied"]
    return from_columns(
        "unsupplied",
        [
            *_plots(frame),
            (Column("approved_on", Format.DATE), values.days(frame, "due_on")),
            (Column("months", Format.COUNT), values.wholes(frame, "months")),
            (Column("lacks", Format.WORDS, "lacks"), values.texts(frame, "lacks")),
            *_places(frame),
        ],
    )


def idle_table(assessment: Assessment) -> Table:
    """Give a row a supplied plot and zone: its status, what it follows from, and its dates.

    A plot in two zones stands in both with its whole fee, so that fees are not to be summed.
    """
    frame = assessment.idle[assessment.idle["kind"] == "supplied"]
    government = values.marks(frame, "is_government", "government")
    return from_columns(
        "idle",
        [
            *_plots(frame),
            (Column("is_idle", Format.WORD, MARKS), values.marks(frame, "is_idle", "idle")),
            (Column("cause", Format.WORD, MARKS), government),
            (Column("due_on", Format.DATE), values.days(frame, "due_on")),
            (Column("started_on", Format.DATE), values.days(frame, "started_on")),
            (Column("months", Format.COUNT), values.wholes(frame, "months")),
            (Column("share_built", Format.SHARE), values.shares(frame, "share_built")),
            (Column("share_invested", Format.SHARE), values.shares(frame, "share_invested")),
            (Column("fee_yuan", Format.YUAN), values.numbers(frame, "fee_yuan")),
            (Column("lacks", Format.WORDS, "lacks"), values.texts(frame, "lacks")),
            *_places(frame),
        ],
    )


def batches_table(assessment: Assessment) -> Table:
    """Give a row a zone and year of approval: how much was approved, supplied, and is left."""
    frame = assessment.batches
    ids = values.texts(frame, "zone_id")
    return from_columns(
        "batches",
        [
            (Column("zone_id", Format.ID), ids),
            (Column("zone_name"), zone_names(assessment, ids)),
            (Column("year", Format.YEAR), values.wholes(frame, "year")),
            (Column("batches", Format.COUNT), values.wholes(frame, "batches")),
            *(
                filled
                for name in BATCH_AREAS
                for filled in in_both_units(name, values.areas_dm2(frame, f"{name}_m2"))
            ),
        ],
    )


def _plots(frame: gpd.GeoDataFrame) -> Iterator[Filled]:
    yield Column("plot_id", Format.ID), values.texts(frame, "plot_id")
    yield Column("zone_id", Format.ID), values.texts(frame, "zone_id")
    yield Column("zone_name"), values.texts(frame, "zone_name")
    yield Column("plot_kind", Format.WORD, "idle"), values.texts(frame, "kind")
    yield Column("plot_status", Format.WORD, "idle.status"), values.texts(frame, "status")
    yield Column("branch", Format.WORD, "branch"), values.texts(frame, "branch")
    yield Column("project"), values.texts(frame, "project")
    yield Column("batch_id", Format.ID), values.texts(frame, "batch_id")
    yield from _areas("piece", values.areas_dm2(frame, "area_m2"))


def _places(frame: gpd.GeoDataFrame) -> Iterator[Filled]:
    lon, lat = values.places(frame)
    yield Column("lon", Format.ID), lon
    yield Column("lat", Format.ID), lat
    yield Column("ledger_row"), values.texts(frame, "where")


def _areas(name: str, area_dm2: list[int | None]) -> Iterator[Filled]:
    yield Column(f"{name}_m2", Format.M2), area_dm2
    yield from in_both_units(name, area_dm2)
