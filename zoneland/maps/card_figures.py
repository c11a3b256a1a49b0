"""The figures of a zone's card, each with the pieces on the map that it is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from zoneland.core.figures import percent
from zoneland.core.kinds import UNSETTLED
from zoneland.core.units import to_m2
from zoneland.core.wording import words
from zoneland.maps.layers import layer_of
from zoneland.maps.told import DASH, hectares_or_dash
from zoneland.rules.matrix import MATRIX
from zoneland.rules.readings import NUMERATORS

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping

    from zoneland.core.problems import Lang
    from zoneland.maps.pieces import Row
    from zoneland.rules.settings import LinesRule

Figure = dict[str, Any]
"""``label`` and ``text``, and where it has pieces: ``layer`` with their ``places``, or the
``kinds`` of land that it counts."""

ALWAYS_TOLD: Final = ("farmland", "redline", "outside_growth")
SPACES: Final = ("urban", "farming", "ecological")
REMEDIES: Final = ("to_convert", "to_add", "to_leave")
MANY: Final = 10**9


def share_figures(
    zone: Mapping[Hashable, Any], own: Mapping[Hashable, Any] | None, *, share: str, lang: Lang
) -> list[Figure]:
    """Tell a zone's share, the land that widens its interval, and what it would take.

    Parameters
    ----------
    zone
        Its row of the assessment.
    own
        Its row of the reading used; None if it has none.
    share
        The share as text.
    """
    said = words(lang)
    use = str(zone["land_use"]) if own else ""
    name = said["map.share"] + (f" ({said[f'land_use.{use}']})" if use else "")
    told = [_land(name, share, use=use, kinds=kinds_counted(own["reading"]) if own else [])]
    if own and not pd.isna(own["possible_dm2"]) and own["possible_dm2"] > own["certain_dm2"]:
        gap = hectares_or_dash(to_m2(int(own["possible_dm2"]) - int(own["certain_dm2"])))
        kinds = sorted(map(str, UNSETTLED))
        told.append(_land(said["map.unknown"], f"{gap} {said['map.ha']}", use=use, kinds=kinds))
    told += [
        {"label": said[f"map.{name}"], "text": _ha(zone[f"{name}_m2"], lang)}
        for name in REMEDIES
        if _is_some(zone.get(f"{name}_m2"))
    ]
    basis = str(zone.get("share_basis") or "")
    if basis and basis != "measured" and f"basis.{basis}" in said:
        told.append({"label": said["map.basis"], "text": said[f"basis.{basis}"]})
    return told


def kinds_counted(reading: str) -> list[str]:
    """Name the kinds of land that a reading counts.

    Examples
    --------
    >>> kinds_counted("industry_storage/zone")
    ['industry', 'storage']
    """
    return sorted(map(str, NUMERATORS.get(str(reading).split("/", maxsplit=1)[0], frozenset())))


def line_figures(
    zone: Mapping[Hashable, Any], pieces: list[Row], *, rule: LinesRule, lang: Lang
) -> list[Figure]:
    """Tell what a zone has on the lines, kind by kind, then how it divides among the spaces."""
    said = words(lang)
    told = []
    for kind in MATRIX:
        size = zone.get(f"{kind}_m2")
        if kind not in ALWAYS_TOLD and not _is_some(size):
            continue
        mine = [piece for piece in pieces if piece["kind"] == kind]
        figure = _of(said[f"finding.{kind}"], _ha(size, lang), layer_of(kind, rule=rule), mine)
        told.append(figure | {"level": layer_of(kind, rule=rule)})
    spaces = {name: zone.get(f"{name}_m2") for name in SPACES}
    return told + [
        {"label": said[f"map.{name}"], "text": _ha(size, lang)}
        for name, size in spaces.items()
        if _is_some(size)
    ]


def idle_figures(zone: Mapping[Hashable, Any], plots: list[Row], *, lang: Lang) -> list[Figure]:
    """Tell a zone's unsupplied and idle land, and their rates."""
    said = words(lang)

    def plots_of(test: Callable[[Row], bool]) -> list[Row]:
        return [plot for plot in plots if plot["layer"] == "idle" and test(plot)]

    unsupplied = plots_of(lambda plot: plot["supplied"] == "unsupplied")
    lapsed = plots_of(lambda plot: plot["kind"] == "lapsed")
    suspected = plots_of(lambda plot: plot["is_idle"])
    government = plots_of(lambda plot: plot["is_idle"] and plot["is_government"])
    unclear = plots_of(lambda plot: plot["kind"] == "cannot_tell")
    used = plots_of(lambda plot: plot["supplied"] == "used")
    rows = [
        ("unsupplied", _ha(zone["unsupplied_m2"], lang), unsupplied, True),
        ("lapsed", _ha(zone.get("lapsed_m2"), lang), lapsed, _is_some(zone.get("lapsed_m2"))),
        ("unsupplied_rate", _rate(zone.get("unsupplied_rate")), unsupplied, False),
        ("idle", _ha(zone["idle_m2"], lang), suspected, True),
        ("plots", _count(zone["plots"]), suspected, True),
        ("by_government", _ha(zone.get("government_m2"), lang), government, bool(government)),
        ("idle_rate", _rate(zone.get("idle_rate")), suspected, False),
        ("unclear", _count(zone.get("cannot_tell_plots")), unclear, bool(unclear)),
        ("used", _ha(zone.get("used_m2"), lang), used, bool(used)),
    ]
    return [
        _of(said[f"map.figure.{key}"], text, "idle", mine)
        for key, text, mine, is_told in rows
        if is_told or (key.endswith("rate") and text != DASH)
    ]


def _land(label: str, text: str, *, use: str, kinds: list[str]) -> Figure:
    return {"label": label, "text": text, "use": use, "kinds": kinds}


def _of(label: str, text: str, layer: str, pieces: list[Row]) -> Figure:
    """Tell a figure with the pieces of it that are drawn."""
    places = [piece["place"] for piece in pieces if piece["place"] is not None]
    return {"label": label, "text": text, "layer": layer, "places": places}


def _is_some(size: Any) -> bool:  # noqa: ANN401  a cell of any column
    return not pd.isna(size) and float(size) > 0


def _ha(area_m2: Any, lang: Lang) -> str:  # noqa: ANN401  a cell of any column
    if pd.isna(area_m2):
        return DASH
    return f"{hectares_or_dash(float(area_m2))} {words(lang)['map.ha']}"


def _count(number: Any) -> str:  # noqa: ANN401  a cell of any column
    return DASH if pd.isna(number) else str(int(number))


def _rate(rate: Any) -> str:  # noqa: ANN401  a cell of any column
    return DASH if pd.isna(rate) else percent(round(float(rate) * MANY), MANY)
