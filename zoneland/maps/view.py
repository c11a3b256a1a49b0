"""The page's content: everything that an assessment lets the map say, as plain values."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

import shapely

from zoneland.core import crs as plane
from zoneland.core.naming import crs_in_words, reading_in_words
from zoneland.core.wording import words
from zoneland.maps.cards import cards, columns
from zoneland.maps.layers import layers
from zoneland.maps.lonlat import degrees_crs, fit_plane
from zoneland.maps.redact import DECIMALS, redact
from zoneland.core.style import brushes, sign
from zoneland.maps.told import at_least
from zoneland.rules.reasons import reasons

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zoneland.core.problems import Lang
    from zoneland.rules.assessment import Assessment

Profile = Literal["internal", "public"]
Bounds = tuple[float, float, float, float]

SHA_PREFIX: Final = 12
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
    assessment: Assessment, *, lang: Lang | None = None, profile: Profile = "internal"
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
    """
    tongue = lang or assessment.lang
    is_public = profile == "public"
    shown = redact(assessment) if is_public else assessment
    drawn = {layer.key: layer for layer in layers(shown, lang=tongue)}
    bounds = _bounds(drawn["zones"].shapes)
    page = {
        "profile": profile,
        "words": _words(tongue),
        "title": shown.title,
        "facts": _facts(assessment, lang=tongue),
        "counts": _counts(shown, lang=tongue),
        "bounds": bounds,
        "frame": _frame(assessment, bounds, is_public=is_public),
        "columns": columns(tongue),
        "zones": cards(shown, drawn, told=reasons(assessment, lang=tongue), lang=tongue),
        "anchors": _anchors(drawn["zones"].shapes, is_public=is_public),
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


def _facts(assessment: Assessment, *, lang: Lang) -> list[list[str]]:
    """Say by which day, threshold, reading, plane and kind of area the run judged."""
    said = words(lang)
    rule = assessment.rules.industrial_share
    return [
        [said["map.on"], assessment.on.isoformat()],
        [said["map.threshold"], at_least(rule.minimum)],
        [said["map.reading"], reading_in_words(rule.reading, lang=lang)],
        [said["map.crs"], crs_in_words(assessment.zones.crs, lang=lang)],
        [said["map.area_kind"], said[f"area.{assessment.area}"]],
    ]


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


def _frame(assessment: Assessment, bounds: Bounds, *, is_public: bool) -> dict[str, Any]:
    """Tell how the pointer's coordinates are written; the public page tells coarse degrees."""
    crs = assessment.zones.crs
    fit = None if is_public else fit_plane(crs, bounds)
    return {
        "crs": plane.name(crs),
        "degrees": plane.name(degrees_crs(crs)),
        "decimals": DECIMALS if is_public else DEGREE_DECIMALS,
        "fit": asdict(fit) if fit else None,
    }


def _anchors(shapes: NDArray[np.object_], *, is_public: bool) -> list[list[float]]:
    """Place each drawn zone's label inside its largest part."""
    decimals = DECIMALS if is_public else DEGREE_DECIMALS
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
