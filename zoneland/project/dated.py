"""GeoPackages whose bytes depend on their content alone: GDAL writes the present time into them."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import pyogrio

if TYPE_CHECKING:
    from collections.abc import Iterator

OPTION: Final = "OGR_CURRENT_DATE"
FIXED_DATE: Final = "2000-01-01T00:00:00.000Z"


@contextmanager
def dated_alike() -> Iterator[None]:
    """Let every layer that is written name the same date."""
    before = pyogrio.get_gdal_config_option(OPTION)
    pyogrio.set_gdal_config_options({OPTION: FIXED_DATE})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({OPTION: before})
