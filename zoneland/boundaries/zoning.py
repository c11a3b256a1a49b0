"""The plan's zones (规划分区, GHFQ) and the three spaces that they make up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import geopandas as gpd

from zoneland.boundaries.polygons import polygons_near
from zoneland.boundaries.zoning_names import SPELLINGS, space_of, zone_texts
from zoneland.core.contracts import listed
from zoneland.core.fields import lacking
from zoneland.core.inputs import Collected
from zoneland.core.problems import Problem, stop_on_errors, warn_of

if TYPE_CHECKING:
    from pathlib import Path

    import pyproj

USUAL_LAYERS: Final = ("GHFQ", "ZXCQGHFQ", "规划分区", "国土空间规划分区")
"""Names that the layer has by custom; ZXCQGHFQ is the central city's."""


def collect_zoning(  # noqa: PLR0913  one keyword for each thing a settings file may say
    source: Path | str | gpd.GeoDataFrame,
    *,
    zones: gpd.GeoDataFrame | None = None,
    where: str = "",
    layer: str = "",
    declared: pyproj.CRS | None = None,
    whole: bool = False,
) -> Collected[gpd.GeoDataFrame]:
    """Read the plan's zones, check them, and tell which space each is of.

    Parameters
    ----------
    source
        A vector file, or a frame that is already open.
    zones
        The development zones, in the working CRS; if None, the layer keeps its own CRS.
    where
        How the file is named in problems; its path if empty.
    layer
        Layer name; if empty, the only one or the one with a usual name.
    declared
        The CRS of a file that has none.
    whole
        Whether all of a large layer is read, and not only what lies near the zones.

    Returns
    -------
    Collected
        Its data has ``row`` (number in the file, from 1), ``code`` and ``name`` (text, blank if
        the layer has none), ``space`` (``urban`` 城镇, ``farming`` 农业, ``ecological`` 生态, or
        blank for names that tell none: ZL373) and valid polygons.

    Raises
    ------
    InputError
        With every problem found, if any of them is an error: ZL110 where there are neither
        names nor codes.
    """
    found = polygons_near(
        source,
        "zoning",
        usual=USUAL_LAYERS,
        told_of=lambda _layer, _where: [],
        kept=SPELLINGS,
        zones=zones,
        where=where,
        layer=layer,
        declared=declared,
        whole=whole,
    )
    frame, nothing = found.frame, [""] * len(found.frame)
    texts, told = zone_texts(frame, found.fields, found.where)
    problems = [*found.problems, *told]
    if not texts:
        problems.append(lacking("zone_name", found.fields, found.where))
    stop_on_errors(problems)
    names = texts.get("zone_name", nothing)
    zoning = gpd.GeoDataFrame(
        {
            "row": frame.index + 1,
            "code": texts.get("zone_code", nothing),
            "name": names,
            "space": [space_of(name) for name in names],
        },
        geometry=frame.geometry.to_numpy(),
        crs=frame.crs,
    )
    return Collected(zoning, found.source, (*problems, *_unknown(zoning, found.where)))


def _unknown(zoning: gpd.GeoDataFrame, where: str) -> list[Problem]:
    """Tell the names, or the codes of nameless zones, that are of no space: ZL373."""
    lost = zoning[zoning["space"] == ""]
    if lost.empty:
        return []
    said = lost["name"].where(lost["name"] != "", lost["code"])
    values = {
        "names": listed(dict.fromkeys(name or "—" for name in said)),
        "count": len(lost),
        "area_m2": f"{lost.geometry.area.sum():,.2f}",
    }
    return [Problem("ZL373", where, values)]


def read_zoning(
    source: Path | str | gpd.GeoDataFrame,
    *,
    zones: gpd.GeoDataFrame | None = None,
    layer: str = "",
) -> gpd.GeoDataFrame:
    """Read the plan's zones for a script or a notebook.

    Parameters
    ----------
    source
        A vector file, or a frame that is already open.
    zones
        The development zones, to bring the plan's into their CRS.
    layer
        Layer name; if empty, the only one or the one with a usual name.

    Returns
    -------
    GeoDataFrame
        As `collect_zoning`. What was mended or assumed is issued as a `ProblemWarning`.
    """
    collected = collect_zoning(source, zones=zones, layer=layer)
    warn_of(collected.problems)
    return collected.data
