"""GeoJSON, read as JSON and not by GDAL, which guesses.

GDAL makes times of codes (T0103), dates of text, floats of ids, follows links to coordinate
systems into the network, and may take the file for another format that is written in one of its
strings.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import shape

from zoneland.core.crs import WGS84, parse
from zoneland.core.problems import InputError, Problem, stop_on_errors
from zoneland.core.wording import Term
from zoneland.files.gdal.typed import kind_of, typed
from zoneland.files.limits import check_rows, check_text
from zoneland.files.text.characters import joined_halves
from zoneland.files.text.encoding import is_utf8

if TYPE_CHECKING:
    from pathlib import Path

    import pyproj

GEOMETRY: Final = "geometry"
ID: Final = "id"
LONGEST_SHOWN: Final = 80
SHAPE_ERRORS: Final = (
    shapely.errors.ShapelyError,
    AttributeError,
    IndexError,
    KeyError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What shapely raises for coordinates that are none."""


def read_geojson(path: Path, where: str) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Read a feature collection, or a single feature.

    Parameters
    ----------
    path
        The file, known to be GeoJSON by its content.
    where
        How it is named in problems.

    Returns
    -------
    tuple
        The features, in the CRS that the file names by the custom before RFC 7946, else in
        WGS 84. Text is as typed and whole numbers are exact; a property of several types is
        text, ZL277.

    Raises
    ------
    InputError
        ZL103 for what is no sound JSON, ZL106 naming each feature that cannot be read, ZL124 if
        it is not UTF-8, ZL268 for a CRS that is a link or no CRS, ZL270 beyond the limits.
    """
    check_text(path, where)
    page = _page(path, where)
    features = page.get("features", []) if page.get("type") == "FeatureCollection" else [page]
    if not isinstance(features, list):
        raise _damaged(where, '"features"')
    check_rows(len(features), where)
    crs = _crs(page, where)
    rows, shapes, problems = [], [], []
    for number, feature in enumerate(features, 1):
        try:
            rows.append(_properties(feature))
            shapes.append(_shape(feature))
        except SHAPE_ERRORS as error:
            is_deep = isinstance(error, RecursionError)
            values = {"reason": Term("json.deep") if is_deep else str(error)[:LONGEST_SHOWN]}
            problems.append(Problem("ZL106", f"{where} #{number}", values))
    stop_on_errors(problems)
    return _frame(rows, shapes, crs, where)


def _page(path: Path, where: str) -> dict[str, Any]:
    if not is_utf8(path):
        raise InputError([Problem("ZL124", where)])
    try:
        page = json.loads(path.read_text(encoding="utf-8-sig"))
    except RecursionError as error:
        raise InputError([Problem("ZL103", where, {"reason": Term("json.deep")})]) from error
    except ValueError as error:
        raise _damaged(where, str(error) or "JSON") from error
    if not isinstance(page, dict):
        raise _damaged(where, "JSON")
    return page


def _whole(value: Any) -> Any:  # noqa: ANN401  any value of JSON
    """Put marks in the place of half characters (U+D800), in whatever depth of a value."""
    if isinstance(value, str):
        return joined_halves(value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(item) for name, item in value.items()}
    return value


def _damaged(where: str, reason: str) -> InputError:
    return InputError([Problem("ZL103", where, {"reason": reason[:LONGEST_SHOWN]})])


def _crs(page: dict[str, Any], where: str) -> pyproj.CRS | None:
    """Read the CRS by its name; a link is not followed."""
    if "crs" not in page:
        return WGS84
    stated = page["crs"]
    if stated is None:
        return None
    properties = stated.get("properties") if isinstance(stated, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    found = parse(name) if isinstance(name, str) else None
    if found is None:
        shown = json.dumps(stated, ensure_ascii=False)[:LONGEST_SHOWN]
        raise InputError([Problem("ZL268", where, {"found": shown})])
    return found


def _properties(feature: dict[str, Any]) -> dict[str, Any]:
    """Give a feature's properties; its own id among them where that is text, as GDAL does."""
    if feature["type"] != "Feature":
        raise ValueError(f'"type": {feature["type"]!r}')
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        raise TypeError('"properties"')
    own = feature.get(ID)
    is_named = isinstance(own, str) and ID not in properties
    told: dict[str, Any] = _whole({ID: own, **properties} if is_named else properties)
    return told


def _shape(feature: dict[str, Any]) -> shapely.Geometry | None:
    stated = feature.get(GEOMETRY)
    return None if stated is None else shape(stated)


def _frame(
    rows: list[dict[str, Any]], shapes: list[Any], crs: pyproj.CRS | None, where: str
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    names = dict.fromkeys(name for row in rows for name in row)
    columns, problems = {}, []
    for name in names:
        values = [row.get(name) for row in rows]
        columns[name] = typed(values)
        kinds = sorted({kind_of(value) for value in values} - {""})
        if len(kinds) > 1 and kinds != ["decimal", "integer"]:
            problems.append(Problem("ZL277", where, {"column": name, "kinds": "、".join(kinds)}))
    if GEOMETRY in columns:
        raise _damaged(where, f'"properties": "{GEOMETRY}"')
    data = pd.DataFrame(columns, index=pd.RangeIndex(len(rows)))
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(shapes, crs=crs)), problems
