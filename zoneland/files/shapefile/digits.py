"""Long ids of a Shapefile, digit by digit: GDAL makes floats of numbers beyond 18 digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd

from zoneland.files.shapefile.dbase import cells_of, is_live

if TYPE_CHECKING:
    import geopandas as gpd

    from zoneland.files.shapefile.parts import Shapefile

MOST_EXACT_DIGITS: Final = 15
WHOLE: Final = re.compile(rb"-?\d+")


def with_digits(frame: gpd.GeoDataFrame, shapefile: Shapefile) -> gpd.GeoDataFrame:
    """Give whole numbers back that came as floats, as text, for they are names and no amounts.

    Parameters
    ----------
    frame
        As `zoneland.files.shapefile.frame.restore` gives it.
    shapefile
        The file it was read from.
    """
    cells = cells_of(shapefile.table)[is_live(shapefile.table)]
    for field, name in zip(shapefile.table.fields, shapefile.names, strict=True):
        is_whole = field.kind == "N" and not field.decimals and field.width > MOST_EXACT_DIGITS
        if is_whole and frame[name].dtype == np.float64:
            raw = cells[:, field.start : field.start + field.width]
            texts = [bytes(cell).strip(b" \0") for cell in raw]
            if all(WHOLE.fullmatch(text) for text in texts if text.strip(b"*")):
                written = [text.decode("ascii") if text.strip(b"*") else None for text in texts]
                frame[name] = pd.Series(written, index=frame.index, dtype=object)
    return frame
