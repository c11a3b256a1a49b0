"""A layer record by record, where reading it at once fails: to say which ones are broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import fiona
import geopandas as gpd
import pyarrow as pa
import pyogrio.errors
import shapely
from fiona.errors import FionaError

from zoneland.core.problems import InputError, Problem
from zoneland.files.gdal.typed import typed

if TYPE_CHECKING:
    from pathlib import Path

READ_ERRORS: Final = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FieldError,
    pyogrio.errors.FeatureError,
    pyogrio.errors.GeometryError,
    shapely.errors.GEOSException,
    pa.ArrowException,
    UnicodeDecodeError,
    ValueError,
    OSError,
)
"""What the libraries raise for what they cannot read."""


def read_by_record(
    path: Path, layer: str, driver: str, where: str, options: dict[str, str]
) -> gpd.GeoDataFrame:
    """Go through a layer record by record.

    Parameters
    ----------
    path, layer, driver
        As for `zoneland.files.gdal.bulk.read_in_bulk`.
    where
        How the layer is named in problems.
    options
        For the driver.

    Raises
    ------
    InputError
        ZL106 naming each record that cannot be read.
    """
    rows, shapes, problems = [], [], []
    with fiona.open(path, layer=layer, driver=driver, **options) as source:
        crs = source.crs_wkt or None
        records = iter(source)
        for number in range(len(source)):
            try:
                record = next(records)
                shapes.append(shapely.geometry.shape(record.geometry) if record.geometry else None)
                rows.append(dict(record.properties))
            except (FionaError, StopIteration, *READ_ERRORS) as error:
                problems.append(Problem("ZL106", f"{where} #{number + 1}", {"reason": error}))
    if problems:
        raise InputError(problems)
    columns = {name: typed([row[name] for row in rows]) for name in (rows[0] if rows else ())}
    return gpd.GeoDataFrame(columns, geometry=gpd.GeoSeries(shapes, crs=crs))
