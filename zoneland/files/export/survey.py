"""Survey-coordinate files (界址点 TXT) as bureaus submit them: GB 18030, northing first."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd
import shapely

from zoneland.core.contracts import listed
from zoneland.core.crs import plane_of
from zoneland.core.gauss_kruger import BEIJING54, CGCS2000, XIAN80
from zoneland.core.spelling import exactly
from zoneland.core.units import M2_PER_HA
from zoneland.core.wording import Term
from zoneland.files.export.holds import (
    Fitted,
    Format,
    Kind,
    Plane,
    Text,
    cannot_hold,
    left_out,
    name_field,
    renamed,
)
from zoneland.files.export.values import as_text
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray

FIELDS: Final = {
    "DKBH": ("DKBH", "地块编号", "zone_id", "KFQDM", "KFYQDM"),
    "DKMC": ("DKMC", "地块名称", "zone_name", "KFQMC", "KFYQMC", "XMMC", "Name"),
    "TFH": ("TFH", "图幅号"),
    "DKYT": ("DKYT", "地块用途"),
    "DLBM": ("DLBM", "地类编码"),
    "BZ": ("BZ", "备注"),
}
"""Text of a plot's head, under the names it is read with, and the fields that it is taken from."""
AREA, COUNT = "stated_ha", "points"
DATUMS: Final = {
    CGCS2000: "2000国家大地坐标系",
    XIAN80: "80国家大地坐标系",
    BEIJING54: "54北京坐标系",
}
UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f,，@＠\ufeff\u2028\u2029]")
"""What would end a field or a line."""
END: Final = "\r\n"


def plane_settings(crs: pyproj.CRS | None) -> dict[str, str] | None:
    """Say a Gauss-Krüger plane as the head of a file does; None for any other.

    Examples
    --------
    >>> import pyproj
    >>> found = plane_settings(pyproj.CRS("EPSG:4547"))  # 114°E, no zone number before eastings
    >>> found["坐标系"], found["几度分带"], found["带号"]
    ('2000国家大地坐标系', '3', '38')
    >>> plane_settings(pyproj.CRS("EPSG:32649"))
    """
    plane = plane_of(crs) if crs else None
    if plane is None:
        return None
    zone, width = str(plane.zone), str(plane.width_deg)
    return {"坐标系": DATUMS[plane.datum], "几度分带": width, "带号": zone}


def _shape(frame: gpd.GeoDataFrame, where: str) -> Fitted:
    """Give a layer the fields of a plot's head, and flat polygons without doubled points."""
    shapes = frame.geometry.to_numpy()
    wrong = ~np.isin(shapely.get_type_id(shapes), (3, 6)) | shapely.is_empty(shapes)
    problems = []
    if wrong.any():
        kinds = dict.fromkeys("—" if shape is None else shape.geom_type for shape in shapes[wrong])
        rows = listed(np.flatnonzero(wrong) + 1)
        problems.append(cannot_hold(where, SURVEY.name, "geometry", rows, listed(kinds)))
    single = shapely.remove_repeated_points(shapely.force_2d(shapes))
    fewer = shapely.get_num_coordinates(shapes) - shapely.get_num_coordinates(single)
    told = [Term("left.heights")] if shapely.has_z(shapes).any() else []
    told += [Term("left.repeated", {"count": fewer.sum()})] if fewer.any() else []
    taken = {name: _source(ways, frame) for name, ways in FIELDS.items()}
    if not taken["DKMC"]:
        taken["DKMC"] = _spare(frame, taken.values())
        problems += [renamed(where, taken["DKMC"], "DKMC")] if taken["DKMC"] else []
    used = {*taken.values(), AREA, COUNT}
    rest = [str(name) for name in frame.columns.drop("geometry") if name not in used]
    told += [Term("left.fields", {"names": listed(rest)})] if rest else []
    problems += [left_out(where, SURVEY.name, what) for what in told]
    columns: dict[str, Any] = {
        name: pd.Series([as_text(cell) for cell in frame[field]], index=frame.index, dtype=object)
        for name, field in taken.items()
        if field
    }
    columns[AREA] = _area_ha(frame, single)
    fitted = frame[["geometry"]].assign(**columns).set_geometry(single, crs=frame.crs)
    return Fitted(fitted, tuple(problems))


def _area_ha(frame: gpd.GeoDataFrame, shapes: NDArray[np.object_]) -> NDArray[np.float64]:
    """Give each plot's area as stated where it is, else as drawn in the plane."""
    stated = frame[AREA] if AREA in frame else pd.Series(math.nan, index=frame.index)
    stated_ha = pd.to_numeric(stated, errors="coerce").astype("float64").to_numpy()
    is_stated = np.isfinite(stated_ha) & (stated_ha >= 0)
    return np.where(is_stated, stated_ha, np.round(shapely.area(shapes) / M2_PER_HA, 4))


def _source(ways: tuple[str, ...], frame: gpd.GeoDataFrame) -> str:
    return next(iter(exactly(frame.columns.drop("geometry"), ways)), "")


def _spare(frame: gpd.GeoDataFrame, taken: Iterable[str]) -> str:
    """Take the field that names the rows, unless it is written as something else."""
    found = name_field(frame)
    return "" if found in taken else found


def _write(frame: gpd.GeoDataFrame, path: Path) -> None:
    points = [str(value) for value in shapely.get_coordinates(frame.geometry.to_numpy()).ravel()]
    decimals = max((len(_full(float(point)).partition(".")[2]) for point in points), default=0)
    settings = {
        "格式版本号": "", "数据产生单位": "", "数据产生日期": "",
        **(plane_settings(frame.crs) or {}),
        "投影类型": "高斯克吕格", "计量单位": "米",
        "精度": str(Decimal(1).scaleb(-decimals)) if decimals <= 6 else "",  # noqa: PLR2004  1E-7
        "转换参数": ",,,,,,",
    }  # fmt: skip
    with path.open("w", encoding="gb18030", newline="") as stream:
        stream.write(f"[属性描述]{END}")
        stream.writelines(f"{key}={value}{END}" for key, value in settings.items())
        stream.write(f"[地块坐标]{END}")
        for row in frame.to_dict("records"):
            stream.writelines(f"{line}{END}" for line in _plot(row))


def _plot(row: dict[str, Any]) -> Iterator[str]:
    """Give a plot's head and its points; each ring closes with its first point again."""
    shape = row["geometry"]
    rings = [ring for part in shapely.get_parts([shape]) for ring in shapely.get_rings(part)]
    points = [shapely.get_coordinates(ring).tolist() for ring in rings]
    cells = [str(sum(map(len, points))), _full(row[AREA], 4)]
    cells += [row.get(name) or "" for name in ("DKBH", "DKMC")]
    cells += ["面", *(row.get(name) or "" for name in ("TFH", "DKYT", "DLBM", "BZ"))]
    yield ",".join([*cells, "@"])
    label = 0
    for number, ring in enumerate(points, 1):
        first = label + 1
        for east, north in ring[:-1]:
            label += 1
            yield f"J{label},{number},{_full(north)},{_full(east)}"
        yield f"J{first},{number},{_full(ring[0][1])},{_full(ring[0][0])}"


def _full(value: float, fewest: int = 3) -> str:
    """Write a number with all its digits, and with some decimals at least.

    Examples
    --------
    >>> _full(38500000.0), _full(3850000.12345)
    ('38500000.000', '3850000.12345')
    """
    return max(f"{value:.{fewest}f}", format(Decimal(repr(float(value))), "f"), key=len)


def _read(path: Path) -> gpd.GeoDataFrame:
    """Read the fields that are written; the count of points is a matter of the shapes."""
    frame = read_layer(path, path.name).frame.drop(columns=COUNT)
    for name in FIELDS:
        frame[name] = [text or None for text in frame[name]]
    return frame


SURVEY: Final = Format(
    "TXT",
    (".txt",),
    _write,
    _read,
    kinds=frozenset((Kind.TEXT, Kind.NUMBER)),
    text=Text(unfit=UNFIT, instead="、", keeps_ends=False, keeps_empty=False),
    plane=Plane.SURVEY,
    shape=_shape,
    encoding="gb18030",
)
