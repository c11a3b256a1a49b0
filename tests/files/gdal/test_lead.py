"""Files that are more than they say: none is followed, and nothing is asked of the network."""

from __future__ import annotations

import json
import shutil
import socket
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import fiona
import geopandas as gpd
import pyogrio
import pytest
import rasterio

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.core.problems import InputError
from zoneland.files.gdal.lead import SETTINGS, layers, on_a_lead
from zoneland.files.look import layer_names
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SQUARE = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}


class Listener:
    """A server that nobody should call."""

    def __init__(self) -> None:
        self.calls = 0
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            try:
                caller, _ = self.socket.accept()
            except OSError:
                return
            self.calls += 1
            with caller:
                caller.recv(4096)
                caller.sendall(b"HTTP/1.0 404 Not Found\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def listener(monkeypatch: pytest.MonkeyPatch) -> Iterator[Listener]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")  # a proxy to nowhere alone would not do
    server = Listener()
    yield server
    server.socket.close()


def secret(folder: Path) -> Path:
    path = folder / "secret.gpkg"
    frame = gpd.GeoDataFrame({"a": ["secret"]}, geometry=[rectangle(EAST, NORTH, 1, 1)], crs=PLANE)
    frame.to_file(path, layer="s", engine="pyogrio")
    return path


def virtual(source: object) -> str:
    """A virtual layer that reads another source."""
    return (
        "<OGRVRTDataSource><OGRVRTLayer name='s'>"
        f"<SrcDataSource>{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )


def told(path: Path) -> list[str]:
    with pytest.raises(InputError) as refused:
        read_layer(path, path.name)
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize("name", ["zones.geojson", "zones.gpkg", "zones.shp", "zones.kml", "z.fgb"])
def test_a_virtual_layer_is_refused_under_any_name(
    tmp_path: Path, name: str, listener: Listener
) -> None:
    path = tmp_path / name
    path.write_text(virtual(f"/vsicurl/{listener.url}/a.geojson"), encoding="utf-8")
    assert told(path) == ["ZL102"]
    assert listener.calls == 0


@pytest.mark.parametrize(
    "content",
    [
        "<OGRWFSDataSource><URL>{url}/wfs</URL></OGRWFSDataSource>",
        "<WFS_Capabilities version='2.0.0' xmlns='http://www.opengis.net/wfs/2.0'/>",
        "<GDAL_WMS><Service name='TMS'><ServerUrl>{url}</ServerUrl></Service></GDAL_WMS>",
    ],
)
def test_a_service_is_not_asked(tmp_path: Path, content: str, listener: Listener) -> None:
    path = tmp_path / "zones.xml"
    path.write_text(content.format(url=listener.url), encoding="utf-8")
    assert told(path) == ["ZL102"]
    assert listener.calls == 0


def test_a_linked_system_is_not_fetched(tmp_path: Path, listener: Listener) -> None:
    link = {"type": "link", "properties": {"href": f"{listener.url}/crs", "type": "ogcwkt"}}
    page = {"type": "FeatureCollection", "crs": link, "features": []}
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps(page), encoding="utf-8")
    assert told(path) == ["ZL268"]
    assert listener.calls == 0


@pytest.mark.parametrize(
    "form", ["{url}/a.geojson", "/vsicurl/{url}/a.gpkg", "/vsizip/{url}", "WFS:{url}", "GPKG:{url}"]
)
def test_an_address_is_no_file(
    tmp_path: Path, form: str, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError) as refused:
        read_layer(type(tmp_path)(form.format(url=listener.url)), "zones")
    assert [problem.code for problem in refused.value.problems] == ["ZL101"]
    assert listener.calls == 0


def test_on_a_lead_no_gdal_reaches_the_network(listener: Listener) -> None:
    address = f"/vsicurl/{listener.url}/a"
    with on_a_lead():
        with pytest.raises(pyogrio.errors.DataSourceError):
            pyogrio.read_info(f"{address}.geojson")
        with pytest.raises(fiona.errors.DriverError):
            fiona.open(f"{address}.geojson", driver="GeoJSON")
        with pytest.raises(rasterio.errors.RasterioIOError):
            rasterio.open(f"{address}.tif", driver="GTiff")
    assert listener.calls == 0


def test_the_lead_is_taken_off_again() -> None:
    pyogrio.set_gdal_config_options({"OGR_ARC_STEPSIZE": "2"})
    try:
        with on_a_lead():
            assert pyogrio.get_gdal_config_option("OGR_ARC_STEPSIZE") == "0.1"
        assert pyogrio.get_gdal_config_option("OGR_ARC_STEPSIZE") == 2
        assert pyogrio.get_gdal_config_option("GDAL_HTTP_PROXY") is None
    finally:
        pyogrio.set_gdal_config_options(dict.fromkeys(SETTINGS))


def test_geojson_with_a_virtual_layer_in_a_string_is_read_as_geojson(tmp_path: Path) -> None:
    """pyogrio alone answers with the rows of the other file."""
    word = virtual(secret(tmp_path))
    feature = {"type": "Feature", "properties": {"a": "own"}, "geometry": SQUARE}
    page = {"type": "FeatureCollection", "x": word, "features": [feature]}
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps(page), encoding="utf-8")
    assert pyogrio.read_info(path)["driver"] == "OGR_VRT"  # so the trap is a trap
    assert read_layer(path, "zones").frame["a"].tolist() == ["own"]


def test_geojson_that_is_a_pipeline_is_refused(tmp_path: Path) -> None:
    command = f"gdal vector pipeline ! read {secret(tmp_path)}"
    page = {
        "type": "gdal_streamed_alg",
        "command_line": command,
        "x": {"type": "FeatureCollection"},
    }
    path = tmp_path / "zones.geojson"
    path.write_text(json.dumps(page), encoding="utf-8")
    assert told(path) == ["ZL106"]


def test_flatgeobuf_that_is_a_virtual_layer_too_is_refused(tmp_path: Path) -> None:
    word = virtual(secret(tmp_path)).encode()
    path = tmp_path / "zones.fgb"
    path.write_bytes(b"fgb\x03fgb\x01" + b"\x01" * 8 + word)
    assert pyogrio.read_info(path)["driver"] == "OGR_VRT"
    assert told(path) == ["ZL290"]
    with pytest.raises(InputError):  # and where its size is that of a sound file
        layers(path, "FlatGeobuf", "zones.fgb")


@pytest.mark.parametrize("name", ["x.shp", "a.csv", "zones.vrt"])
def test_a_shapefile_laid_into_a_geodatabase_is_not_seen(tmp_path: Path, name: str) -> None:
    """GDAL takes a folder with a .shp in it for a folder of Shapefiles, whatever its name."""
    frame = gpd.GeoDataFrame({"a": ["own"]}, geometry=[rectangle(EAST, NORTH, 1, 1)], crs=PLANE)
    path = tmp_path / "zones.gdb"
    frame.to_file(path, layer="DLTB", driver="OpenFileGDB", engine="pyogrio")
    if name.endswith(".shp"):
        frame.to_file(path / name, engine="pyogrio")
    else:
        (path / name).write_text(virtual(secret(tmp_path)), encoding="utf-8")
    assert layer_names(path, "zones.gdb") == ["DLTB"]
    assert read_layer(path, "zones.gdb").frame["a"].tolist() == ["own"]


def test_a_geodatabase_needs_no_name(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame({"a": ["own"]}, geometry=[rectangle(EAST, NORTH, 1, 1)], crs=PLANE)
    frame.to_file(tmp_path / "a.gdb", layer="DLTB", driver="OpenFileGDB", engine="pyogrio")
    path = (tmp_path / "a.gdb").rename(tmp_path / "成果 2024")
    assert read_layer(path, "成果 2024").frame["a"].tolist() == ["own"]


@pytest.mark.parametrize("name", ["a:b.gpkg", "开发区 四至.dat", "x.mbtiles", "a!b.zip", "q'.gpkg"])
def test_names_mean_nothing_to_a_geopackage(tmp_path: Path, name: str) -> None:
    path = shutil.copy(secret(tmp_path), tmp_path / name)
    assert read_layer(path, name).look.driver == "GPKG"


def test_a_view_that_reads_other_files_is_refused(tmp_path: Path) -> None:
    path = secret(tmp_path)
    with closing(sqlite3.connect(path)) as book, book:
        book.execute("CREATE VIEW v AS SELECT fid, geom, ogr_geocode('x') AS a FROM s")
        book.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
            "SELECT 'v', 'features', 'v', srs_id FROM gpkg_contents"
        )
        book.execute(
            "INSERT INTO gpkg_geometry_columns "
            "SELECT 'v', 'geom', geometry_type_name, srs_id, 0, 0 FROM gpkg_geometry_columns"
        )
    assert told(path) == ["ZL103"]
