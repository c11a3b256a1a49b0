"""DXF, the exchange format of CAD: closed lines of a layer as polygons, with the texts inside.

GDAL reads such files without telling their encoding, cuts arcs coarsely and leaves closed lines
as lines; so they are read by ezdxf and closed here. Hatches are not taken: they lie on lines that
are there, and would be there twice. A drawing has no CRS, and its unit is told by its digits.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import geopandas as gpd
import pandas as pd
import shapely

from zoneland.core.contracts import listed
from zoneland.core.problems import InputError, Problem, stop_on_errors
from zoneland.files.choose import choose_layer
from zoneland.files.dxf.open import Opened, open_drawing
from zoneland.files.dxf.outlines import Content, Outline, content_of
from zoneland.files.dxf.rings import Area, areas_of
from zoneland.files.dxf.units import unit_of, wrong_unit
from zoneland.files.text.characters import is_garbled

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from ezdxf.document import Drawing

COLUMNS: Final = ("Layer", "Handle", "Text", "XData")
MOST_EXAMPLES: Final = 3


@dataclass(frozen=True, slots=True)
class _Layer:
    """One layer of a drawing."""

    name: str
    outlines: tuple[Outline, ...]
    where: str


def dxf_layers(path: Path, where: str) -> list[str]:
    """List the layers that have closed lines; those that have open ones where none has.

    Raises
    ------
    InputError
        As `zoneland.files.dxf.open.open_drawing`.
    """
    content = content_of(open_drawing(path, where).drawing, where)
    return _with_lines(content)


def read_dxf(
    path: Path, where: str, *, layer: str = "", usual: Sequence[str] = ()
) -> tuple[gpd.GeoDataFrame, list[Problem], str, str]:
    """Read the closed lines of one layer of a drawing.

    Parameters
    ----------
    path
        ASCII or binary DXF of any release.
    where
        How the file is named in problems.
    layer
        A layer of the drawing, compared without case and width.
    usual
        Names that such a layer has by custom, as for `zoneland.files.choose.choose_layer`.

    Returns
    -------
    tuple
        The polygons; problems ZL188, ZL261, ZL262, ZL264 to ZL266, none of them an error; the
        layer's name; the encoding. A row a polygon: ``Layer``, ``Handle`` (after those of the
        blocks it is in), ``Text`` (the texts inside it from top to bottom, None without any),
        ``XData`` (texts among its extended data), and polygons in the plane, without a CRS.

    Raises
    ------
    InputError
        With every problem of the layer, if any is an error: ZL103 damaged, ZL104 no such layer
        or several, ZL105 nothing is drawn, ZL106 a line that cannot be drawn, ZL203 no lines
        that close, ZL260 lines that do not, ZL263 not in metres.
    """
    opened = open_drawing(path, where)
    content = content_of(opened.drawing, where)
    chosen, problems = _chosen(content, where, layer, usual)
    problems = [*opened.problems, *problems, *_unclosed(chosen), *_broken(chosen, content)]
    areas = areas_of([line for line in chosen.outlines if line.closes], content.labels)
    problems += _no_lines(chosen, content)
    frame = _framed(areas, chosen.name)
    problems += wrong_unit(opened.drawing, frame, chosen.where)
    stop_on_errors(problems)
    problems += [*_holes(areas, chosen.where), *_garbled(frame, opened, chosen.where)]
    problems.append(_manner(chosen, content, opened.drawing, areas))
    return frame, problems, chosen.name, opened.tags.encoding


def _with_lines(content: Content) -> list[str]:
    """Name the layers with lines, each as it is first written; CAD knows no case."""
    closed: dict[str, str] = {}
    for line in content.outlines:
        if line.closes:
            closed.setdefault(line.layer.casefold(), line.layer)
    every = {line.layer.casefold(): line.layer for line in reversed(content.outlines)}
    return list((closed or every).values())


def _chosen(
    content: Content, where: str, layer: str, usual: Sequence[str]
) -> tuple[_Layer, list[Problem]]:
    """Choose a layer: any that is asked for, and by custom only one with lines."""
    drawn = {name.casefold(): name for name in _unlined(content)}
    drawn |= {line.layer.casefold(): line.layer for line in content.outlines}
    lined = _with_lines(content)
    if not drawn:
        raise InputError([Problem("ZL105", where)])
    names = list(drawn.values()) if layer or not lined else lined
    name, told = choose_layer(names, where, layer=layer, usual=usual)
    outlines = (line for line in content.outlines if line.layer.casefold() == name.casefold())
    return _Layer(name, tuple(outlines), f"{where} {name}"), list(told)


def _unlined(content: Content) -> Iterable[str]:
    """Name the layers of all that is no line."""
    labelled = (label.layer for label in content.labels)
    return (*content.others, *labelled, *(layer for layer, _, _ in content.broken))


def _unclosed(layer: _Layer) -> list[Problem]:
    """Tell which lines do not close, and which were closed over a gap."""
    problems = []
    for line in layer.outlines:
        if line.gap:
            end = (float(line.corners[-1, 0]), float(line.corners[-1, 1]))
            values = {"kind": line.kind, "handle": line.handle, "gap_m": f"{line.gap:,.6f}"}
            code = "ZL261" if line.closes else "ZL260"
            problems.append(Problem(code, layer.where, values, end))
    return problems


def _broken(layer: _Layer, content: Content) -> list[Problem]:
    """Tell which lines cannot be drawn."""
    return [
        Problem("ZL106", layer.where, {"reason": f"{named}: {reason}"})
        for on, named, reason in content.broken
        if on.casefold() == layer.name.casefold()
    ]


def _no_lines(layer: _Layer, content: Content) -> list[Problem]:
    """Tell that a layer has no line at all that could close."""
    if layer.outlines or _broken(layer, content):
        return []
    parts = _counted(_others(layer, content))
    count = _others(layer, content).total()
    return [Problem("ZL203", layer.where, {"count": count, "rows": "—", "found": parts})]


def _others(layer: _Layer, content: Content) -> Counter[str]:
    """Count what else is on a layer, texts too."""
    name = layer.name.casefold()
    found = Counter[str]()
    for other, kinds in content.others.items():
        found += kinds if other.casefold() == name else Counter()
    found["TEXT"] += sum(label.layer.casefold() == name for label in content.labels)
    return +found


def _counted(kinds: Counter[str]) -> str:
    return listed(f"{kind} × {count:,}" for kind, count in sorted(kinds.items()))


def _framed(areas: Sequence[Area], layer: str) -> gpd.GeoDataFrame:
    rows = [
        (layer, area.outline.handle, area.text or None, area.outline.words or None)
        for area in areas
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS), dtype=object)
    shapes = gpd.GeoSeries([area.shape for area in areas], dtype="geometry")
    return gpd.GeoDataFrame(table, geometry=shapes)


def _holes(areas: Sequence[Area], where: str) -> list[Problem]:
    """Tell which lines were taken as holes, row by row."""
    problems = []
    for row, area in enumerate(areas, 1):
        for hole in area.holes:
            piece = shapely.Polygon(hole.corners)
            values = {
                "handle": hole.handle,
                "outer": area.outline.handle,
                "area_m2": f"{piece.area:,.2f}",
            }
            problems.append(Problem("ZL265", f"{where} #{row}", values, piece=piece))
    return problems


def _garbled(frame: gpd.GeoDataFrame, opened: Opened, where: str) -> list[Problem]:
    """Tell which names cannot have been meant."""
    texts = [text for name in COLUMNS for text in frame[name].dropna() if is_garbled(text)]
    if not texts:
        return []
    examples = "、".join(list(dict.fromkeys(texts))[:MOST_EXAMPLES])
    values = {"count": len(texts), "examples": examples, "encoding": opened.tags.encoding}
    return [Problem("ZL188", where, values)]


def _manner(layer: _Layer, content: Content, drawing: Drawing, areas: Sequence[Area]) -> Problem:
    """Say how a layer was read, and what was not."""
    name = layer.name.casefold()
    read = sum(label.layer.casefold() == name for area in areas for label in area.labels)
    unread = _others(layer, content) - Counter(TEXT=read)
    closed = [line for line in layer.outlines if line.closes]
    papers = [paper for paper in drawing.layouts if not paper.is_modelspace]
    on_paper = sum(item.dxftype() != "VIEWPORT" for paper in papers for item in paper)
    known = {named.dxf.name.casefold(): named for named in drawing.layers}
    state = known.get(layer.name.casefold())
    is_hidden = state is not None and (state.is_off() or state.is_frozen())
    values = {
        "count": len(closed),
        "curves": sum(line.is_curved for line in closed),
        "heights": sum(line.has_height for line in closed),
        "placed": sum("/" in line.handle for line in closed),
        "parts": _counted(unread),
        "layers": listed(name for name in _with_lines(content) if name != layer.name),
        "paper": on_paper,
        "hidden": layer.name if is_hidden else "—",
        "unit": unit_of(drawing),
    }
    return Problem("ZL266", layer.where, values)
