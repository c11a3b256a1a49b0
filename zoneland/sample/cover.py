"""A land-cover raster with CLCD's legend, burnt from the survey: 30 m cells, 0 outside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import rasterio
from rasterio.features import rasterize

from zoneland.sample.county import CRS

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd
    from numpy.typing import NDArray

CELL_M: Final = 30.0
COVER_OF_SURVEY: Final[dict[str, int]] = {
    "0102": 1, "0103": 1, "0201": 2, "0301": 2, "0305": 3, "0307": 2, "0404": 4, "0810": 4,
    "1101": 5, "1104": 5, "0602": 7, "09": 4, "1201": 7, "1202": 8,
}  # fmt: skip
IMPERVIOUS: Final = 8


class CoverSheet:
    """The raster while it is being burnt, strip after strip."""

    def __init__(self, bounds: tuple[float, float, float, float]) -> None:
        """Lay empty cells over bounds, in metres of the county's CRS, snapped outward."""
        self.west = float(np.floor(bounds[0] / CELL_M) * CELL_M)
        self.north = float(np.ceil(bounds[3] / CELL_M) * CELL_M)
        cols = int(np.ceil((bounds[2] - self.west) / CELL_M))
        rows = int(np.ceil((self.north - bounds[1]) / CELL_M))
        self.cells: NDArray[np.uint8] = np.zeros((rows, cols), dtype=np.uint8)

    def burn(self, land: gpd.GeoDataFrame) -> None:
        """Burn parcels with a ``survey`` code, by the middle of each cell."""
        _, south, _, north = land.total_bounds
        first = max(int((self.north - north) / CELL_M) - 1, 0)
        last = min(int((self.north - south) / CELL_M) + 2, self.cells.shape[0])
        codes = land["survey"].map(COVER_OF_SURVEY).fillna(IMPERVIOUS).astype(int)
        rasterize(
            zip(land.geometry, codes, strict=True),
            out=self.cells[first:last],
            transform=self._transform(first),
        )

    def _transform(self, first_row: int) -> rasterio.Affine:
        north = self.north - first_row * CELL_M
        return rasterio.Affine(CELL_M, 0.0, self.west, 0.0, -CELL_M, north)

    def write(self, path: Path) -> None:
        """Write the raster as a deflated GeoTIFF."""
        rows, cols = self.cells.shape
        profile = {
            "driver": "GTiff",
            "dtype": "uint8",
            "nodata": 0,
            "count": 1,
            "height": rows,
            "width": cols,
            "crs": CRS,
            "transform": self._transform(0),
            "compress": "deflate",
            "tiled": True,
            "blockxsize": 256,
            "blockysize": 256,
        }
        with rasterio.open(path, "w", **profile) as sheet:
            sheet.write(self.cells, 1)
