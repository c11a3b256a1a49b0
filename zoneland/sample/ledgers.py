"""Approved plots (批文) of the zones, and what became of each: the rows of both ledgers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import numpy as np
import shapely

from zoneland.core.units import to_dm2, to_ha
from zoneland.measure.ellipsoid import ellipsoid_area_m2
from zoneland.sample.cases import IDLE, LAST_CASE, UNSUPPLIED
from zoneland.sample.chance import chance, shuffled
from zoneland.sample.county import CRS
from zoneland.sample.fabric import PARCEL

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLOTS: Final = 5
"""Plots of a zone that are approved, supplied and built as agreed."""
HA_DECIMALS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Fate:
    """What became of one approved plot."""

    approved_on: date
    signed_on: date | None = None
    """Day of the contract; None: not supplied."""
    handover_due_on: date | None = None
    handed_over_on: date | None = None
    start_due_on: date | None = None
    started_on: date | None = None
    finish_due_on: date | None = None
    finished_on: date | None = None
    stopped_on: date | None = None
    built_share: float = 0.0
    invested_share: float = 0.0
    cause: str = ""
    today: str = "1201"
    """What the survey finds on the plot; empty: as the plan has it."""


OVER_ONE_YEAR: Final = Fate(
    approved_on=date(2023, 5, 18),
    signed_on=date(2024, 6, 20),
    handover_due_on=date(2024, 9, 20),
    handed_over_on=date(2024, 9, 18),
    start_due_on=date(2025, 6, 30),
    finish_due_on=date(2027, 6, 30),
    cause="企业原因：资金未到位",
)
OVER_TWO_YEARS: Final = Fate(
    approved_on=date(2022, 8, 9),
    signed_on=date(2023, 3, 15),
    handover_due_on=date(2023, 6, 15),
    handed_over_on=date(2023, 6, 12),
    start_due_on=date(2024, 3, 15),
    finish_due_on=date(2026, 3, 15),
    cause="企业原因：市场变化暂缓建设",
)
GOVERNMENT: Final = Fate(
    approved_on=date(2022, 8, 9),
    signed_on=date(2023, 11, 8),
    handover_due_on=date(2024, 2, 8),
    handed_over_on=date(2025, 4, 25),
    start_due_on=date(2024, 8, 8),
    finish_due_on=date(2026, 8, 8),
    cause="政府原因：征迁未完成，未按期交地",
)
STOPPED: Final = Fate(
    approved_on=date(2022, 8, 9),
    signed_on=date(2023, 2, 10),
    handover_due_on=date(2023, 5, 10),
    handed_over_on=date(2023, 5, 10),
    start_due_on=date(2023, 11, 10),
    started_on=date(2023, 11, 2),
    finish_due_on=date(2025, 11, 10),
    stopped_on=date(2025, 4, 10),
    built_share=0.24,
    invested_share=0.19,
    cause="企业原因：股东变更，停工",
)
FATES: Final[dict[int, tuple[Fate, ...]]] = {
    UNSUPPLIED: (
        Fate(approved_on=date(2025, 3, 21), today="0102"),
        Fate(approved_on=date(2025, 3, 21), today="0102"),
        Fate(approved_on=date(2023, 6, 15), today="1201"),
        Fate(approved_on=date(2023, 6, 15), today="0102"),
    ),
    IDLE: (OVER_ONE_YEAR, OVER_TWO_YEARS, GOVERNMENT, STOPPED),
}
"""What the two zones that show it have beside their well-developed plots."""
SOMETIMES: Final = (OVER_ONE_YEAR, Fate(approved_on=date(2024, 9, 3), today="0102"))
"""What zones beyond the twelve have now and then."""


def _as_agreed(seed: int, number: int, plot: int) -> Fate:
    """Give a plot that was supplied and built when it should be."""
    days = int(900 * chance(seed, "signed", number, plot))
    signed_on = date(2020, 3, 2) + timedelta(days=days)
    start_due_on = signed_on + timedelta(days=240)
    done = chance(seed, "done", number, plot) < 0.7  # noqa: PLR2004
    finish_due_on = start_due_on + timedelta(days=730 if done else 1800)
    return Fate(
        approved_on=date(2019, 6, 12) if days < 450 else date(2020, 10, 28),  # noqa: PLR2004
        signed_on=signed_on,
        handover_due_on=signed_on + timedelta(days=60),
        handed_over_on=signed_on + timedelta(days=55),
        start_due_on=start_due_on,
        started_on=start_due_on - timedelta(days=9 + plot),
        finish_due_on=finish_due_on,
        finished_on=finish_due_on - timedelta(days=21) if done else None,
        built_share=1.0 if done else 0.75,
        invested_share=1.0 if done else 0.62,
        today="",
    )


def fates(seed: int, number: int) -> tuple[Fate, ...]:
    """Give the plots that a zone has, by what became of them."""
    agreed = tuple(_as_agreed(seed, number, plot) for plot in range(PLOTS))
    if number <= LAST_CASE:
        return agreed + FATES.get(number, ())
    return agreed + tuple(
        fate
        for n, fate in enumerate(SOMETIMES)
        if chance(seed, "sometimes", number, n) < 0.3  # noqa: PLR2004
    )


def plots(
    land: gpd.GeoDataFrame,
    zone: shapely.Polygon | shapely.MultiPolygon,
    *,
    number: int,
    name: str,
    seed: int,
) -> gpd.GeoDataFrame:
    """Choose a zone's approved plots among the parcels planned for industry and storage.

    Parameters
    ----------
    land
        Parcels with their codes; the zone lies on them.
    zone
        The zone's boundary; plots lie wholly inside.
    number, name
        Of the zone.
    seed
        The county's seed.

    Returns
    -------
    GeoDataFrame
        ``row`` (index into `land`), ``plot_id``, ``zone_name``, ``plan``, ``area_ha``,
        ``fate``, ``geometry``.
    """
    works = land[land["plan"].isin(["1001", "100102", "1101"]) & (land["role"] == PARCEL)]
    works = works[shapely.covered_by(works.geometry.to_numpy(), zone)]
    told = fates(seed, number)
    chosen = works.iloc[np.sort(shuffled(seed, "plots", len(works), number)[: len(told)])]
    order = shuffled(seed, "fates", len(told), number)[: len(chosen)]
    sizes_m2 = ellipsoid_area_m2(chosen.geometry.to_numpy(), CRS)
    return gpd.GeoDataFrame(
        {
            "row": chosen.index.to_numpy(),
            "plot_id": [f"410199-{number:02d}-{n + 1:03d}" for n in range(len(chosen))],
            "zone_name": name,
            "plan": chosen["plan"].to_numpy(object),
            "area_ha": [round(to_ha(to_dm2(m2)), HA_DECIMALS) for m2 in sizes_m2],
            "fate": [told[n] for n in order],
        },
        geometry=chosen.geometry.to_numpy(),
        crs=CRS,
    )


def shown_today(land: gpd.GeoDataFrame, chosen: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Let the survey find on each plot what its fate leaves there."""
    survey = land["survey"].to_numpy(object).copy()
    built: NDArray[np.object_] = np.where(chosen["plan"] == "1101", "0508", "0601")
    today = [fate.today or code for fate, code in zip(chosen["fate"], built.tolist(), strict=True)]
    survey[land.index.get_indexer(chosen["row"])] = today
    found: gpd.GeoDataFrame = land.assign(survey=survey)
    return found


def approvals_layer(chosen: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Write the layer of approved plots; MJ in hectares (公顷)."""
    approved = [fate.approved_on for fate in chosen["fate"]]
    zone = chosen["plot_id"].str[7:-4].astype(int)
    return gpd.GeoDataFrame(
        {
            "PZWH": [
                f"示政土〔{on.year}〕{batch_number(on, z)}号"
                for on, z in zip(approved, zone, strict=True)
            ],
            "PCMC": [
                f"示范县{on.year}年度第{batch_number(on, z)}批次城镇建设用地"
                for on, z in zip(approved, zone, strict=True)
            ],
            "DKBH": chosen["plot_id"],
            "XMMC": project_names(chosen),
            "PZRQ": [on.isoformat() for on in approved],
            "MJ": chosen["area_ha"],
        },
        geometry=chosen.geometry.to_numpy(),
        crs=CRS,
    )


def batch_number(approved_on: date, zone_number: int) -> int:
    """Give the number of a zone's batch within its year."""
    return zone_number * 3 + approved_on.month % 3


def project_names(chosen: gpd.GeoDataFrame) -> list[str]:
    """Name what is to be built on each plot."""
    return [
        f"示范{plot_id[-3:]}号{'物流仓储' if plan == '1101' else '厂房'}项目"
        for plot_id, plan in zip(chosen["plot_id"], chosen["plan"], strict=True)
    ]
