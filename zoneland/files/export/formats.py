"""The formats that layers are written in, told by the ending of the file's name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.problems import InputError, Problem
from zoneland.files.export.dxf import DXF
from zoneland.files.export.gdal import FLATGEOBUF, GEOPACKAGE, GEOPARQUET
from zoneland.files.export.geojson import GEOJSON
from zoneland.files.export.kml import KML
from zoneland.files.export.shapefile import SHAPEFILE
from zoneland.files.export.survey import SURVEY
from zoneland.files.export.tables import CSV, WORKBOOK

if TYPE_CHECKING:
    from pathlib import Path

    from zoneland.files.export.holds import Format

FORMATS: Final = (
    GEOPACKAGE, SHAPEFILE, GEOJSON, FLATGEOBUF, GEOPARQUET, KML, SURVEY, DXF, WORKBOOK, CSV,
)  # fmt: skip
BY_SUFFIX: Final = {suffix: form for form in FORMATS for suffix in form.suffixes}


def format_of(target: Path) -> Format:
    """Give the format that a file's name calls for.

    Raises
    ------
    InputError
        ZL440, listing the endings there are.
    """
    form = BY_SUFFIX.get(target.suffix.lower())
    if form is None:
        values = {"suffix": target.suffix or "—", "suffixes": " ".join(BY_SUFFIX)}
        raise InputError([Problem("ZL440", target.as_posix(), values)])
    return form
