"""Turn what GDAL read of a Shapefile into what the file says.

Text arrives byte by byte, as if it were ISO 8859-1, and is decoded here: GDAL and Python each
refuse or garble a whole table for half a character at the end of one cell.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zoneland.core.problems import InputError, Problem
from zoneland.files.shapefile.dbase import is_live
from zoneland.files.shapefile.faults import strange
from zoneland.files.shapefile.parts import GEOMETRY, Shapefile
from zoneland.files.shapefile.shapes import NULL, Shapes
from zoneland.files.text.characters import is_garbled
from zoneland.files.text.encoding import Text, Told, decode

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd
    from numpy.typing import NDArray

BYTE_BY_BYTE: Final = "ISO-8859-1"
MOST_EXAMPLES: Final = 3
BOX_SHARE: Final = 1e-3
"""Box and points may differ by this share of the box: some writers round the box."""
ROUNDING: Final = 1e-9
"""And by this share of the coordinates themselves."""


def restore(
    frame: gpd.GeoDataFrame, shapefile: Shapefile, where: str
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Give a frame its field names and its text back, and check it against the file.

    Parameters
    ----------
    frame
        As read from the lent file, byte by byte.
    shapefile
        The file that was lent.
    where
        How it is named in problems.

    Returns
    -------
    tuple
        The frame; and problems: ZL187 for text cut inside a character, ZL188 for garbled
        text, ZL189 for rows marked as deleted, which are left out.

    Raises
    ------
    InputError
        ZL177 where a shape came out null or outside its own box.
    """
    live = np.flatnonzero(is_live(shapefile.table))
    _check_against_boxes(frame, shapefile, live, where)
    frame = frame.rename_geometry(GEOMETRY) if frame.geometry.name != GEOMETRY else frame
    frame.columns = [*shapefile.names, GEOMETRY]
    cut, garbled = 0, Counter[str]()
    for field, name in zip(shapefile.table.fields, shapefile.names, strict=True):
        if field.kind == "C":
            told = _told(frame[name], field.width, shapefile.encoding)
            counts = frame[name].value_counts()
            cut += sum(int(counts[raw]) for raw, one in told.items() if one.is_cut)
            garbled.update({o.text: int(counts[raw]) for raw, o in told.items() if _is_bad(o)})
            frame[name] = _replaced(frame[name], told)
    return frame, _problems(shapefile, len(live), cut, garbled, where)


def _check_against_boxes(
    frame: gpd.GeoDataFrame, shapefile: Shapefile, live: np.ndarray, where: str
) -> None:
    """Hold each shape against the box that its record says to fill."""
    if len(frame) != len(live):
        values = {"shp": len(frame), "shx": len(shapefile.entries), "dbf": len(live)}
        raise InputError([Problem("ZL176", where, values)])
    shapes = shapefile.shapes
    shown = frame.geometry.to_numpy()
    _refuse(shapely.is_missing(shown) != (shapes.kinds[live] == NULL), live, "Shape Type", where)
    _refuse(unlike_boxes(shapely.bounds(shown), shapes, live), live, "Box", where)


def unlike_boxes(
    found: NDArray[np.float64], shapes: Shapes, rows: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Tell which shapes do not fill the box that their record says to fill.

    Parameters
    ----------
    found
        The boxes that the shapes fill: west, south, east and north.
    shapes
        What the records say.
    rows
        Which record is of which shape.
    """
    boxes = shapes.boxes[rows]
    extent = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    allowed = BOX_SHARE * np.abs(extent) + ROUNDING * np.nanmax(np.abs(boxes), axis=1, initial=1.0)
    has_box = (shapes.kinds[rows] != NULL) & (shapes.kind not in {1, 11, 21})
    near = (np.abs(boxes - found) <= allowed[:, None]).all(axis=1)
    return np.asarray(has_box & ~near)


def _refuse(failed: np.ndarray, live: np.ndarray, entry: str, where: str) -> None:
    rows = live[np.flatnonzero(failed)]
    if len(rows):
        raise InputError([strange(f"{where} #{rows[0] + 1}", entry, "—", "Points")])


def _told(column: pd.Series, width: int, encoding: str) -> dict[str, Told]:
    """Decode each distinct text of a column that is not plain ASCII."""
    told = {}
    for shown in column.dropna().unique():
        if not (shown.isascii() and shown.isprintable()):
            raw = shown.encode(BYTE_BY_BYTE)
            told[shown] = decode(Text(raw, len(raw) >= width), encoding)
    return told


def _replaced(column: pd.Series, told: dict[str, Told]) -> pd.Series:
    if not told:
        return column
    texts = {raw: one.text for raw, one in told.items()}
    return column.map(lambda shown: texts.get(shown, shown), na_action="ignore")


def _is_bad(told: Told) -> bool:
    return told.failed or is_garbled(told.text)


def _problems(
    shapefile: Shapefile, live: int, cut: int, garbled: Counter[str], where: str
) -> list[Problem]:
    problems = []
    if shapefile.cut_names or cut:
        values = {"names": "、".join(shapefile.cut_names) or "—", "count": cut}
        problems.append(Problem("ZL187", where, values))
    if garbled:
        examples = "、".join(text for text, _ in garbled.most_common(MOST_EXAMPLES))
        values = {"count": garbled.total(), "examples": examples, "encoding": shapefile.encoding}
        problems.append(Problem("ZL188", where, values))
    return [*problems, *deleted_told(shapefile, live, where)]


def deleted_told(shapefile: Shapefile, live: int, where: str) -> list[Problem]:
    """Tell of rows marked as deleted, by the count of those that are not: ZL189."""
    deleted = shapefile.table.rows - live
    return [Problem("ZL189", where, {"count": deleted})] if deleted else []
