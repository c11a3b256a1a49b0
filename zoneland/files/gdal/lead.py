"""GDAL on a lead: one driver a file, no other file and no network.

pyogrio, fiona and rasterio each bring a GDAL of their own. fiona and rasterio open with the one
driver that they are told; pyogrio asks all of its sixty in turn, and a virtual layer that is
written into a sound GeoJSON, or a Shapefile laid into a FileGDB, answers first. So pyogrio is
given names that only one driver answers to: a prefix, or a link in a folder of our own.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

import fiona
import pyogrio
import pyogrio.errors
import rasterio
from fiona.errors import FionaError

from zoneland.core.problems import InputError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

NOWHERE: Final = "127.0.0.1:9"
"""The port that takes and forgets; nothing listens there."""
SETTINGS: Final = {
    "GDAL_HTTP_PROXY": NOWHERE,
    "GDAL_HTTPS_PROXY": NOWHERE,
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "OGR_ARC_STEPSIZE": "0.1",
}
"""No network; and arcs in steps of a tenth of a degree, not four: a circle keeps its area to
5 in 10 million."""
OPEN_ERRORS: Final = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    FionaError,
    ValueError,
    IndexError,
    OSError,
)
"""What the libraries raise for files that they cannot open."""
LENT: Final = {"FlatGeobuf": "layer.fgb", "OpenFileGDB": "layers.gdb"}
OF_A_GEODATABASE: Final = re.compile(r"a[0-9a-f]{8}\.[a-z]+|gdb|timestamps", re.IGNORECASE)
"""Names of its parts: whatever else lies in the folder is not lent."""

FLATGEOBUF_BYTES: Final = 12
FLATGEOBUF: Final = re.compile(rb"fgb\x03fgb.{4}\0", re.DOTALL)


@contextmanager
def on_a_lead() -> Iterator[None]:
    """Keep the three GDALs from the network for a while.

    Only their own settings are changed, and put back: neither the environment nor another
    library of the process is touched.
    """
    before = {name: pyogrio.get_gdal_config_option(name) for name in SETTINGS}
    pyogrio.set_gdal_config_options(SETTINGS)
    try:
        with fiona.Env(**SETTINGS), rasterio.Env(**SETTINGS):
            yield
    finally:
        pyogrio.set_gdal_config_options(before)


@contextmanager
def opened(path: Path, driver: str) -> Iterator[Path]:
    """Lend a file or folder to GDAL, under a name that no other driver takes for its own.

    Parameters
    ----------
    path
        The file or FileGDB folder.
    driver
        The driver that its content calls for.

    Yields
    ------
    Path
        What to open; gone afterwards if it was lent.

    Raises
    ------
    ValueError
        For a FlatGeobuf that could be something else as well.
    """
    name = LENT.get(driver)
    with on_a_lead():
        if name is None:
            yield path.absolute()
            return
        with tempfile.TemporaryDirectory(prefix="zoneland-") as folder:
            lent = Path(folder) / name
            if path.is_dir():
                lent.mkdir()
                for part in path.iterdir():
                    if OF_A_GEODATABASE.fullmatch(part.name) and part.is_file():
                        link(part, lent / part.name)
            else:
                _refuse_other_beginnings(path)
                link(path, lent)
            yield lent


def _refuse_other_beginnings(path: Path) -> None:
    """Refuse a FlatGeobuf in which drivers would find words of theirs.

    They look as far as the first zero byte, which the size of a head below 16 MB ends with.
    """
    with path.open("rb") as stream:
        head = stream.read(FLATGEOBUF_BYTES)
    if not FLATGEOBUF.fullmatch(head):
        raise ValueError(f"FlatGeobuf: {head!r}")


def link(source: Path, to: Path) -> None:
    """Link a file; copy it where links are not to be had, as for most users of Windows."""
    for make in (os.symlink, os.link):
        with suppress(OSError, NotImplementedError):
            make(source.resolve(), to)
            return
    shutil.copyfile(source, to)


def address(path: Path, driver: str) -> str:
    """Give pyogrio's name for what was opened; the quotes keep colons in it from meaning anything.

    Examples
    --------
    >>> address(Path("a:b.gpkg"), "GPKG"), address(Path("layer.fgb"), "FlatGeobuf")
    ('GPKG:"a:b.gpkg"', 'layer.fgb')
    """
    return f'GPKG:"{path}"' if driver == "GPKG" else str(path)


def layers(path: Path, driver: str, where: str) -> list[str]:
    """List the layers of a file or folder, by the one driver that its content calls for.

    Raises
    ------
    InputError
        ZL103 if that driver cannot open it.
    """
    try:
        with opened(path, driver) as lent:
            return [str(name) for name, _ in pyogrio.list_layers(address(lent, driver))]
    except OPEN_ERRORS as error:
        raise InputError([Problem("ZL103", where, {"reason": error})]) from error
