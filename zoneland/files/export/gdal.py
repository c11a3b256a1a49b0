"""Formats that GDAL writes as they are meant, and GeoParquet."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final

import pyogrio

from zoneland.files.export.holds import Format

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

FIXED_DATE: Final = "2000-01-01T00:00:00.000Z"
"""Written as the file's date, so that the same layer gives the same contents."""


def write_by_gdal(
    frame: gpd.GeoDataFrame,
    path: Path,
    driver: str,
    **options: Any,  # noqa: ANN401  whatever the driver takes
) -> None:
    """Write a layer, named after the file, with a driver of GDAL."""
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DATE})
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="'crs' was not provided")
            frame.to_file(
                path, layer=path.stem, driver=driver, engine="pyogrio", index=False, **options
            )
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def unused(name: str, frame: gpd.GeoDataFrame) -> str:
    """Give a column's name that no field has, beginning with the one wanted."""
    taken = {str(column).casefold() for column in frame.columns}
    while name.casefold() in taken:
        name += "_"
    return name


def _write_geopackage(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write a GeoPackage; its own two columns step aside for fields of their names."""
    fields = frame.drop(columns="geometry")
    own = {"FID": unused("fid", fields), "GEOMETRY_NAME": unused("geom", fields)}
    write_by_gdal(frame, path, "GPKG", geometry_type=_kind(frame), **own)


def _write_flatgeobuf(frame: gpd.GeoDataFrame, path: Path) -> None:
    """Write without the spatial index, which would sort the rows and refuse those without shape."""
    write_by_gdal(
        frame, path, "FlatGeobuf", geometry_type=_kind(frame), layer_options={"SPATIAL_INDEX": "NO"}
    )


def _kind(frame: gpd.GeoDataFrame) -> str | None:
    """Name the layer's kind of shapes where it cannot be told from them."""
    return "Unknown" if frame.geometry.isna().all() else None


GEOPACKAGE: Final = Format("GeoPackage", (".gpkg",), _write_geopackage)
FLATGEOBUF: Final = Format("FlatGeobuf", (".fgb",), _write_flatgeobuf)
GEOPARQUET: Final = Format(
    "GeoParquet",
    (".parquet", ".geoparquet"),
    lambda frame, path: frame.to_parquet(path, index=False),
)
