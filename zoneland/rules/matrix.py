"""Who may lie over whom: zones, the three lines, their sub-zones and land use, pair by pair.

The three lines are not to cross, overlap or conflict (不交叉不重叠不冲突, 厅字〔2019〕48号, 2019);
what a zone may not touch is in 土地管理法 article 35 (2020-01-01), 令第17号 (2025-10-01),
自然资发〔2022〕142号 (2022-08) and 城镇开发边界管理办法（试行） (2026). How grave a pair is, is a
setting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import shapely

from zoneland.checks.ground import polygons_of
from zoneland.core.kinds import Kind
from zoneland.core.problems import Level
from zoneland.measure.parts import ground_inside

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import numpy as np
    from numpy.typing import NDArray

    from zoneland.rules.settings import LinesRule

MATRIX: Final[dict[str, Level]] = {
    "farmland": Level.ERROR,
    "redline": Level.ERROR,
    "outside_growth": Level.ERROR,
    "flexible": Level.WARNING,
    "special": Level.WARNING,
    "zones": Level.ERROR,
    "growth_farmland": Level.INFO,
    "growth_redline": Level.ERROR,
    "redline_farmland": Level.WARNING,
    "plan_outside_growth": Level.WARNING,
    "cropland": Level.INFO,
}
"""How grave each kind of finding is unless `LinesRule.levels` says otherwise."""

ABOUT_ZONE: Final = frozenset(
    {"farmland", "redline", "outside_growth", "flexible", "special", "zones", "plan_outside_growth"}
)
"""Kinds that fail a zone if their level is error. The others are faults of the data, or lawful."""

ALWAYS_NEEDED: Final = frozenset({"farmland", "redline", "outside_growth"})
"""Kinds without which a zone that does not fail cannot be told to pass."""

CHECKED: Final = {"farmland": "farmland", "redline": "redline", "outside_growth": "growth"}
"""The line that each of these comes of."""


class Pair(NamedTuple):
    """Ground that makes a kind of finding: what lies in a zone, and in or out of another."""

    of: str
    """A line, ``zone`` itself, ``industry`` of the plan or ``cropland`` of the survey."""
    how: Literal["", "in", "out"] = ""
    other: str = ""


PAIRS: Final[dict[str, Pair]] = {
    "farmland": Pair("farmland"),
    "redline": Pair("redline"),
    "outside_growth": Pair("zone", "out", "growth"),
    "flexible": Pair("flexible"),
    "special": Pair("special"),
    "growth_farmland": Pair("growth", "in", "farmland"),
    "growth_redline": Pair("growth", "in", "redline"),
    "redline_farmland": Pair("redline", "in", "farmland"),
    "plan_outside_growth": Pair("industry", "out", "growth"),
    "cropland": Pair("cropland", "out", "farmland"),
}
"""All kinds but ``zones``, which has two zones and no line."""

LINE_PAIRS: Final = ("growth_farmland", "growth_redline", "redline_farmland")
"""Kinds that are between two lines, and so may lie outside every zone."""

Grounds = dict[str, "NDArray[np.object_]"]
"""By name: the ground of it in each zone."""


def grounds(
    zones: gpd.GeoDataFrame,
    lines: Mapping[str, gpd.GeoDataFrame],
    land: Mapping[str, gpd.GeoDataFrame],
) -> Grounds:
    """Cut everything that is given by zones, each counted once where it overlaps itself."""
    within = zones.geometry.to_numpy()
    layers = {role: line.geometry.to_numpy() for role, line in lines.items()}
    for name, use, kind in (
        ("industry", "plan", Kind.INDUSTRY),
        ("cropland", "survey", Kind.CROPLAND),
    ):
        if use in land:
            layers[name] = land[use].geometry.to_numpy()[(land[use]["kind"] == kind).to_numpy()]
    return {"zone": within} | {name: ground_inside(within, it) for name, it in layers.items()}


def ground_of(kind: str, given: Grounds) -> NDArray[np.object_] | None:
    """Give the ground in each zone that makes a kind of finding; None if a layer is not given.

    Examples
    --------
    >>> import numpy as np
    >>> zone, growth = shapely.box(0, 0, 10, 1), shapely.box(0, 0, 8, 1)
    >>> given = {"zone": np.array([zone]), "growth": np.array([growth])}
    >>> shapely.area(ground_of("outside_growth", given)).tolist()
    [2.0]
    >>> ground_of("growth_farmland", given) is None
    True
    """
    pair = PAIRS[kind]
    if pair.of not in given or (pair.how and pair.other not in given):
        return None
    if not pair.how:
        return given[pair.of]
    overlay = shapely.intersection if pair.how == "in" else shapely.difference
    return polygons_of(overlay(given[pair.of], given[pair.other]))


def band_of(area_m2: float, width_m: float, *, rule: LinesRule) -> str:
    """Tell how much a piece matters by its size and mean width.

    Examples
    --------
    >>> from zoneland.rules.settings import LinesRule
    >>> [band_of(size, width, rule=LinesRule()) for size, width in
    ...  ((0.99, 5), (500, 0.09), (199.99, 9), (200, 1.99), (200, 2))]
    ['noise', 'noise', 'sliver', 'sliver', 'finding']
    >>> band_of(0.5, 0.01, rule=LinesRule(strict=True))
    'finding'
    """
    if rule.strict:
        return "finding"
    if area_m2 < rule.noise_m2 or width_m < rule.noise_width_m:
        return "noise"
    if area_m2 < rule.sliver_m2 or width_m < rule.sliver_width_m:
        return "sliver"
    return "finding"


def level_of(kind: str, band: str = "finding", *, rule: LinesRule) -> Level:
    """Tell how grave a piece is: as its kind, but slivers are never more than a warning.

    Examples
    --------
    >>> from zoneland.rules.settings import LinesRule
    >>> rule = LinesRule(levels={"farmland": Level.WARNING})
    >>> [str(level_of(kind, band, rule=rule)) for kind, band in
    ...  (("farmland", "finding"), ("redline", "sliver"), ("cropland", "sliver"))]
    ['warning', 'warning', 'info']
    """
    level = Level(rule.levels.get(kind, MATRIX[kind]))
    highest = {"finding": Level.ERROR, "sliver": Level.WARNING, "noise": Level.INFO}[band]
    order = list(Level)
    return max(level, highest, key=order.index)
