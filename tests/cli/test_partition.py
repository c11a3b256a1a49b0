"""`zoneland partition` and `--cluster` as they are typed."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import geopandas as gpd

from tests.drawing import EAST, NORTH, PLANE, rectangle

if TYPE_CHECKING:
    from pathlib import Path


def zoneland(*words: object) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "zoneland", *map(str, words)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr + done.stdout
    return done


def test_a_layer_is_laid_out_once_and_not_overwritten_unasked(tmp_path: Path) -> None:
    source, target = tmp_path / "图斑.gpkg", tmp_path / "图斑.parquet"
    frame = gpd.GeoDataFrame({"DLBM": ["0601"]}, geometry=[rectangle(EAST, NORTH, 1, 1)], crs=PLANE)
    frame.to_file(source, layer="DLTB", driver="GPKG")
    done = zoneland("partition", source, target, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["rows"], told["groups"], told["layer"], told["crs"]) == (1, 1, "DLTB", PLANE)
    again = zoneland("partition", source, target)
    assert again.returncode == 2
    assert "ZL441" in again.stderr
    assert "1 块" in zoneland("partition", source, target, "--force").stdout
