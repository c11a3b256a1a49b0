"""The tables of pieces of land: findings on the control lines, and unsupplied or idle plots."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneland.report import values
from zoneland.report.table import MARKS, Column, Format, Table, from_columns

if TYPE_CHECKING:
    from zoneland.rules.assessment import Assessment


def findings_table(assessment: Assessment) -> Table:
    """Give a row a piece of a zone that a control line objects to, slivers and noise included."""
    frame = assessment.findings
    area_dm2 = values.areas_dm2(frame, "area_m2")
    lon, lat = values.places(frame)
    return from_columns(
        "findings",
        [
            (Column("finding_id", Format.ID), values.texts(frame, "finding_id")),
            (Column("zone_id", Format.ID), values.texts(frame, "zone_id")),
            (Column("zone_name"), values.texts(frame, "zone_name")),
            (Column("finding_kind", Format.WORD, "finding"), values.texts(frame, "kind")),
            (Column("band", Format.WORD, "band"), values.texts(frame, "band")),
            (Column("level", Format.WORD, "level"), values.texts(frame, "level")),
            (Column("piece_m2", Format.M2), area_dm2),
            (Column("piece_ha", Format.HA), area_dm2),
            (Column("piece_mu", Format.MU), area_dm2),
            (Column("width_m", Format.METRES), values.numbers(frame, "width_m")),
            (Column("lon"), lon),
            (Column("lat"), lat),
        ],
    )


def idle_table(assessment: Assessment) -> Table:
    """Give a row a plot: approved and not supplied, or supplied, with its status and dates."""
    frame = assessment.idle
    area_dm2 = values.areas_dm2(frame, "area_m2")
    lon, lat = values.places(frame)
    return from_columns(
        "idle",
        [
            (Column("plot_id", Format.ID), values.texts(frame, "plot_id")),
            (Column("zone_id", Format.ID), values.texts(frame, "zone_id")),
            (Column("zone_name"), values.texts(frame, "zone_name")),
            (Column("plot_kind", Format.WORD, "idle"), values.texts(frame, "kind")),
            (Column("plot_status", Format.WORD, "idle.status"), values.texts(frame, "status")),
            (Column("is_idle", Format.WORD, MARKS), values.marks(frame, "is_idle", "idle")),
            (
                Column("cause", Format.WORD, MARKS),
                values.marks(frame, "is_government", "government"),
            ),
            (Column("project"), values.texts(frame, "project")),
            (Column("batch_id", Format.ID), values.texts(frame, "batch_id")),
            (Column("piece_m2", Format.M2), area_dm2),
            (Column("piece_ha", Format.HA), area_dm2),
            (Column("piece_mu", Format.MU), area_dm2),
            (Column("due_on", Format.DATE), values.days(frame, "due_on")),
            (Column("started_on", Format.DATE), values.days(frame, "started_on")),
            (Column("months", Format.COUNT), values.wholes(frame, "months")),
            (Column("lon"), lon),
            (Column("lat"), lat),
            (Column("ledger_row"), values.texts(frame, "where")),
        ],
    )
