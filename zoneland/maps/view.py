"""The page's content: everything that an assessment lets the map say, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final, Literal

import shapely

from zoneland.core import crs as plane
from zoneland.core.style import brushes, sign
from zoneland.core.wording import words
from zoneland.maps.cards import cards, columns
from zoneland.maps.facts import SHA_PREFIX, facts, levels, notices, stamp_told
from zoneland.maps.layers import layers
from zoneland.maps.lonlat import degrees_crs, fit_plane
from zoneland.maps.public_rules import PublicRule
from zoneland.maps.redact import redact
from zoneland.maps.told import as_objects, composition
from zoneland.rules.reasons import reasons

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zoneland.core.problems import Lang
    from zoneland.maps.basemap import BaseMap
    from zoneland.rules.assessment import Assessment

Profile = Literal["internal", "public"]
Bounds = tuple[float, float, float, float]

LABEL_TOLERANCE_DEG: Final = 1e-4
DEGREE_DECIMALS: Final = 6
CHINA: Final[Bounds] = (73.0, 18.0, 135.0, 54.0)
"""Shown where no zone can be drawn."""


@dataclass(frozen=True, slots=True)
class View:
    """What the page holds."""

    lang: Lang
    bounds: Bounds
    """West, south, east and north of the zones, in degrees."""
    page: dict[str, Any]
    """Plain values, as the page's script reads them."""


def view(
    assessment: Assessment,
    *,
    lang: Lang | None = None,
    profile: Profile = "internal",
    public: PublicRule | None = None,
    base: BaseMap | None = None,
) -> View:
    """Gather what the map shows.

    Parameters
    ----------
    assessment
        What one run found.
    lang
        Language of the page; the assessment's own unless given.
    profile
        ``internal`` shows everything; ``public`` what `zoneland.maps.redact` leaves.
    public
        What the public profile leaves out; the office's usual unless given.
    base
        The base map that the page says it needs a network for.
    """
    tongue = lang or assessment.lang
    rule = (public or PublicRule()) if profile == "public" else None
    shown = redact(assessment, rule, lang=tongue) if rule else assessment
    drawn = {layer.key: layer for layer in layers(shown, lang=tongue)}
    bounds = _bounds(drawn["zones"].shapes)
    stamp = stamp_told(assessment)
    told = _told(assessment, shown, rule, lang=tongue)
    page = {
        "profile": profile,
        "words": _words(tongue) | notices(rule, base, stamp, lang=tongue),
        "title": shown.title,
        "facts": facts(assessment, shown, stamp, lang=tongue),
        "stamp": stamp,
        "counts": _counts(shown, lang=tongue),
        "levels": levels(shown, lang=tongue),
        "bounds": bounds,
        "frame": _frame(assessment, bounds, rule),
        "base": base.name if base else "",
        "columns": columns(tongue),
        "zones": cards(shown, drawn, told=told, lang=tongue),
        "anchors": _anchors(drawn["zones"].shapes, rule.decimals if rule else DEGREE_DECIMALS),
        "verdicts": {
            key: {"sign": sign(key), "label": words(tongue)[f"verdict.{key}"], "color": brush.fill}
            for key, brush in brushes("zone").items()
        },
        "clauses": {rule: [asdict(c) for c in given] for rule, given in shown.clauses.items()},
        "inputs": _inputs(shown, lang=tongue),
        "layers": [layer.as_plain() for layer in drawn.values()],
    }
    return View(lang=tongue, bounds=bounds, page=page)


def _words(lang: Lang) -> dict[str, str]:
    """Give the page's own words without their topic: ``map.search`` becomes ``search``."""
    said = words(lang)
    topics = {key: text for key, text in said.items() if key.startswith("rule.")}
    own = {key.removeprefix("map."): text for key, text in said.items() if key.startswith("map.")}
    return own | topics


def _told(
    assessment: Assessment, shown: Assessment, rule: PublicRule | None, *, lang: Lang
) -> dict[str, tuple[str, ...]]:
    """Say why each zone has its verdicts; in public, of what kinds of land it is too."""
    # The other zone of an overlap is told by name: by the name that it is shown by.
    zones = assessment.zones.assign(
        zone_name=as_objects(shown.zones["zone_name"], assessment.zones.index)
    )
    why = reasons(replace(assessment, zones=zones), lang=lang)
    if rule is None:
        return why
    ids = zip(assessment.zones["zone_id"], shown.zones["zone_id"], strict=True)
    minimum = assessment.rules.industrial_share.minimum
    return {
        new: (
            *(why[str(old)] if rule.tells_why else ()),
            *composition(shown.areas[shown.areas["zone_id"] == new], minimum, lang=lang),
        )
        for old, new in ids
    }


def _counts(assessment: Assessment, *, lang: Lang) -> list[dict[str, Any]]:
    verdicts = [str(verdict) for verdict in assessment.zones["verdict"]]
    said = words(lang)
    return [
        {
            "verdict": key,
            "sign": sign(key),
            "label": said[f"verdict.{key}"],
            "color": brush.fill,
            "count": verdicts.count(key),
        }
        for key, brush in brushes("zone").items()
    ]


def _bounds(shapes: NDArray[np.object_]) -> Bounds:
    if not len(shapes):
        return CHINA
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return (
        round(west, DEGREE_DECIMALS),
        round(south, DEGREE_DECIMALS),
        round(east, DEGREE_DECIMALS),
        round(north, DEGREE_DECIMALS),
    )


def _frame(assessment: Assessment, bounds: Bounds, rule: PublicRule | None) -> dict[str, Any]:
    """Tell how the pointer's coordinates are written; the public page tells coarse degrees."""
    crs = assessment.zones.crs
    fit = None if rule else fit_plane(crs, bounds)
    return {
        "crs": plane.name(crs),
        "degrees": plane.name(degrees_crs(crs)),
        "decimals": rule.decimals if rule else DEGREE_DECIMALS,
        "fit": asdict(fit) if fit else None,
    }


def _anchors(shapes: NDArray[np.object_], decimals: int) -> list[list[float]]:
    """Place each drawn zone's label inside its largest part."""
    found = []
    for shape in shapes:
        largest = max(shapely.get_parts(shape), key=lambda part: float(shapely.area(part)))
        # The circle's own middle keeps clear of holes and of thin arms.
        lon, lat = shapely.maximum_inscribed_circle(largest, LABEL_TOLERANCE_DEG).coords[0]
        found.append([round(lon, decimals), round(lat, decimals)])
    return found


def _inputs(assessment: Assessment, *, lang: Lang) -> list[dict[str, str]]:
    said = words(lang)
    return [
        {
            "role": said[f"role.{source.role}"],
            "path": source.path,
            "layer": source.layer,
            "rows": f"{source.rows:,}",
            "sha256": source.sha256[:SHA_PREFIX],
        }
        for source in assessment.inputs
    ]
