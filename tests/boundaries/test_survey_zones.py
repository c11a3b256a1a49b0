"""Zones drawn as survey coordinates (界址点), as they come with an application."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoneland.boundaries.zones import collect_zones

if TYPE_CHECKING:
    from pathlib import Path

HEAD = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
带号=38
[地块坐标]
"""
PLOT = """4,1.0000,01,东区,面,,工业用地,,@
J1,1,3840000.000,38500000.000
J2,1,3840100.000,38500000.000
J3,1,3840100.000,38500100.000
J4,1,3840000.000,38500100.000
J1,1,3840000.000,38500000.000
"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_zones_come_from_survey_coordinates(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "四至.txt"
    path.write_text(HEAD + PLOT, encoding=encoding)
    found = collect_zones(path)
    assert found.data[["zone_id", "zone_name"]].to_numpy().tolist() == [["01", "东区"]]
    assert found.data.area.tolist() == [10_000]
    assert found.data.crs.to_epsg() == 4526
    assert (found.source.crs, found.source.encoding) == ("EPSG:4526", encoding)
