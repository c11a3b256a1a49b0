"""The tables of zones: verdicts with their figures, and land by class."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.wording import words
from zoneland.report import values
from zoneland.report.columns import (
    dependence,
    in_both_units,
    share,
    where_known,
    zone_names,
)
from zoneland.report.table import MARKS, Column, Format, Table, from_columns, joined_bounds
from zoneland.report.trade_columns import trade_columns
from zoneland.rules.matrix import ALWAYS_NEEDED, MATRIX
from zoneland.rules.reasons import reasons
from zoneland.rules.spaces import COLUMNS as SPACES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoneland.core.problems import Lang
    from zoneland.report.columns import Filled
    from zoneland.rules.assessment import Assessment

VERDICTS: Final = ("verdict", "share_verdict", "lines_verdict", "idle_verdict")

REMEDIES: Final = ("to_convert", "to_add", "to_leave")
"""What it would take to reach the least share, each alone."""

OTHER_KINDS: Final = tuple(kind for kind in MATRIX if kind not in ALWAYS_NEEDED)
"""Kinds of findings whose layers a workspace may do without."""

HEADED: Final = {"zones": "other_zones"}
"""Kinds whose own name already heads another column."""

APPROVED_AREAS: Final = ("approved", "supplied", "used", "lapsed", "government")
UNSUPPLIED_BY: Final = ("unsupplied_drawn", "unsupplied_stated", "unsupplied_gap")
RATES: Final = ("unsupplied_rate", "idle_rate")


def zones_table(assessment: Assessment, lang: Lang) -> Table:
    """Give a row a zone: verdicts, reasons, and every figure that the verdicts rest on.

    The order follows the review table of 开发区整合优化核查: area, boundary, lines, land in use,
    approved and idle land, planned land.
    """
    return from_columns(
        "zones",
        [
            *_names(assessment, reasons(assessment, lang=lang), words(lang)["reason.stop"]),
            *_share(assessment),
            *_lines(assessment),
            *trade_columns(assessment, areas_table(assessment)),
            *_idle(assessment),
        ],
    )


def summary_table(zones: Table) -> Table:
    """Keep what fits on a page: names, areas, verdicts and the share as one figure."""
    return joined_bounds(zones).pick(
        "zone_name",
        "zone_id",
        "area_ha",
        "area_mu",
        "verdict",
        "share_range",
        "share_verdict",
        "lines_verdict",
        "idle_verdict",
        "depends",
    )


def areas_table(assessment: Assessment) -> Table:
    """Give a row a zone, land use and class; the rows of a zone add up to the zone."""
    frame = assessment.areas
    ids = values.texts(frame, "zone_id")
    area_dm2 = values.wholes(frame, "area_dm2")
    return from_columns(
        "areas",
        [
            (Column("zone_id", Format.ID), ids),
            (Column("zone_name"), zone_names(assessment, ids)),
            (Column("land_use", Format.WORD, "land_use"), values.texts(frame, "land_use")),
            (Column("status", Format.WORD, "status"), values.texts(frame, "status")),
            (Column("class_code", Format.ID), values.texts(frame, "class_code")),
            (Column("class_name"), values.texts(frame, "class_name")),
            (Column("kind", Format.WORD, "kind"), values.texts(frame, "kind")),
            (Column("is_built", Format.WORD, MARKS), values.marks(frame, "is_built", "built")),
            (Column("class_m2", Format.M2), area_dm2),
            *in_both_units("class", area_dm2),
        ],
    )


def _names(
    assessment: Assessment, told: Mapping[str, tuple[str, ...]], stop: str
) -> Iterator[Filled]:
    frame = assessment.zones
    ids = values.texts(frame, "zone_id")
    yield Column("zone_id", Format.ID), ids
    yield Column("zone_name"), values.texts(frame, "zone_name")
    yield Column("verdict", Format.WORD, "verdict"), values.texts(frame, "verdict")
    yield Column("note", Format.TEXT, MARKS), [stop.join(told[str(zone)]) or None for zone in ids]
    yield from in_both_units("area", values.areas_dm2(frame, "area_m2"))


def _share(assessment: Assessment) -> Iterator[Filled]:
    frame = assessment.zones
    yield Column("share_verdict", Format.WORD, "verdict"), values.texts(frame, "share_verdict")
    yield share(assessment, "share_low", values.shares(frame, "share_low"))
    yield share(assessment, "share_high", values.shares(frame, "share_high"))
    yield Column("land_use", Format.WORD, "land_use"), values.texts(frame, "land_use")
    ids = values.texts(frame, "zone_id")
    yield Column("depends", Format.WORD, MARKS), dependence(assessment, ids)
    basis = Column("share_basis", Format.WORD, "basis")
    screening = Column("share_screening", Format.WORD, "verdict")
    yield from where_known(
        [
            (basis, values.texts(frame, "share_basis")),
            (screening, values.texts(frame, "share_screening")),
            *_areas(assessment, *REMEDIES, "detached"),
        ]
    )


def _lines(assessment: Assessment) -> Iterator[Filled]:
    frame = assessment.zones
    area = values.areas_dm2(frame, "area_m2")
    outside = values.areas_dm2(frame, "outside_growth_m2")
    within = [None if a is None or o is None else a - o for a, o in zip(area, outside, strict=True)]
    yield Column("lines_verdict", Format.WORD, "verdict"), values.texts(frame, "lines_verdict")
    yield from in_both_units("within_growth", within)
    yield from _areas(assessment, "outside_growth", "farmland", "redline")
    spaces = [column.removesuffix("_m2") for column in SPACES]
    yield from where_known(_areas(assessment, *OTHER_KINDS, *spaces))


def _idle(assessment: Assessment) -> Iterator[Filled]:
    frame = assessment.zones
    yield Column("idle_verdict", Format.WORD, "verdict"), values.texts(frame, "idle_verdict")
    yield from _areas(assessment, "unsupplied", "idle")
    yield Column("plots", Format.COUNT), values.wholes(frame, "plots")
    yield from where_known(
        [
            *_areas(assessment, *APPROVED_AREAS),
            (
                Column("cannot_tell_plots", Format.COUNT),
                values.wholes(frame, "cannot_tell_plots"),
            ),
            *((Column(rate, Format.SHARE), values.shares(frame, rate)) for rate in RATES),
            *_areas(assessment, *UNSUPPLIED_BY),
        ]
    )


def _areas(assessment: Assessment, *names: str) -> Iterator[Filled]:
    for name in names:
        area_dm2 = values.areas_dm2(assessment.zones, f"{name}_m2")
        yield from in_both_units(HEADED.get(name, name), area_dm2)
