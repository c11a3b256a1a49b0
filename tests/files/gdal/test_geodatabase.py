from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import geopandas as gpd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.files.gdal.geodatabase import Fields, by_alias, told_by
from zoneland.files.look import layer_names
from zoneland.files.vector import read_layer
from zoneland.landuse.parcels import ClassScheme, collect_parcels

if TYPE_CHECKING:
    from pathlib import Path

FIELD = """<DEFeatureClassInfo xmlns:xsi="x"><Name>DLTB</Name><GPFieldInfoExs>
<GPFieldInfoEx><Name>{name}</Name><AliasName>{alias}</AliasName><DomainName>{domain}</DomainName>
</GPFieldInfoEx></GPFieldInfoExs></DEFeatureClassInfo>"""
DOMAIN = """<typens:GPCodedValueDomain2 xmlns:typens="y"><DomainName>{name}</DomainName>
<CodedValues><CodedValue><Name>工业用地</Name><Code>0601</Code></CodedValue>
<CodedValue><Name>采矿用地</Name><Code>0602</Code></CodedValue></CodedValues>
</typens:GPCodedValueDomain2>"""


def layer(**columns: list[str]) -> gpd.GeoDataFrame:
    shapes = [rectangle(EAST, NORTH, 10, 10)]
    return gpd.GeoDataFrame(columns, geometry=shapes, crs=PLANE)


@pytest.fixture
def geodatabase(tmp_path: Path) -> Path:
    """One layer in a feature dataset, one beside it."""
    path = tmp_path / "a.gdb"
    options = {"driver": "OpenFileGDB", "engine": "pyogrio"}
    inside = {"FEATURE_DATASET": "三调"}
    layer(ABCDEFGHIJKL=["0601"]).to_file(path, layer="DLTB", layer_options=inside, **options)
    layer(XZQMC=["某区"]).to_file(path, layer="XZQ", mode="a", **options)
    return path


def test_layers_are_found_inside_a_dataset_and_beside_it(geodatabase: Path) -> None:
    assert layer_names(geodatabase, "a.gdb") == ["DLTB", "XZQ"]
    found = read_layer(geodatabase, "a.gdb", usual=["DLTB"])
    assert (found.look.layer, found.look.rows) == ("DLTB", 1)
    assert found.record("survey", "a.gdb").crs == PLANE


def test_a_packed_geodatabase_reads_as_the_folder(geodatabase: Path) -> None:
    packed = shutil.make_archive(
        str(geodatabase), "zip", root_dir=geodatabase.parent, base_dir=geodatabase.name
    )
    found = read_layer(type(geodatabase)(packed), "a.gdb.zip", layer="XZQ")
    assert found.frame["XZQMC"].tolist() == ["某区"]


def test_a_field_is_found_by_its_alias(geodatabase: Path) -> None:
    """GDAL writes no alias; here one is written over an entry as long that nobody reads."""
    name, kind = b"<Name>ABCDEFGHIJKL</Name>", re.compile(rb"<FieldType[^>]*>[^<]*</FieldType>")
    (items,) = [path for path in geodatabase.glob("*.gdbtable") if name in path.read_bytes()]
    content = items.read_bytes()
    entry = kind.search(content, content.index(name))
    assert entry is not None
    alias = "<AliasName>地类编码</AliasName>".encode().ljust(len(entry[0]))
    items.write_bytes(content[: entry.start()] + alias + content[entry.end() :])
    found = read_layer(geodatabase, "a.gdb", layer="DLTB")
    assert found.frame["地类编码"].tolist() == ["0601"]
    assert found.frame["ABCDEFGHIJKL"].tolist() == ["0601"]
    assert [(one.code, one.where) for one in found.problems] == [("ZL274", "a.gdb DLTB")]
    scheme = ClassScheme(system="sandiao")
    parcels = collect_parcels(geodatabase, "survey", layer="DLTB", scheme=scheme)
    assert parcels.data["class_code"].tolist() == ["0601"]


def test_an_alias_does_not_stand_for_a_name_that_says_enough() -> None:
    told = Fields(aliases={"DLBM": "图斑编号", "BZ": "备注"})
    frame, problems = by_alias(layer(DLBM=["0601"], BZ=["x"]), told, "a.gdb")
    assert list(frame.columns) == ["DLBM", "BZ", "geometry"]
    assert problems == []


def test_an_alias_does_not_take_the_place_of_a_field() -> None:
    told = Fields(aliases={"F1": "地类编码"})
    frame, problems = by_alias(layer(F1=["0601"], 地类编码=["0701"]), told, "a.gdb")
    assert frame["地类编码"].tolist() == ["0701"]
    assert problems == []


def test_the_codes_of_a_domain_are_told_and_the_codes_are_read() -> None:
    definition = FIELD.format(name="DLBM", alias="DLBM", domain="地类")
    told = told_by(definition, [DOMAIN.format(name="地类"), DOMAIN.format(name="其他")])
    assert told.domains == {"DLBM": {"0601": "工业用地", "0602": "采矿用地"}}
    frame, (problem,) = by_alias(layer(DLBM=["0601"]), told, "a.gdb DLTB")
    assert frame["DLBM"].tolist() == ["0601"]
    assert (problem.code, problem.values["count"]) == ("ZL275", 2)
    assert "0602 = 采矿用地" in problem.said()


@pytest.mark.parametrize(
    "definition",
    [
        "",
        "<GPFieldInfoEx>",
        '<!DOCTYPE a [<!ENTITY b "c">]><a><GPFieldInfoEx><Name>&b;</Name></GPFieldInfoEx></a>',
        "<a>" * 1000,
    ],
)
def test_a_catalogue_that_is_no_sound_xml_says_nothing(definition: str) -> None:
    assert told_by(definition, [definition]) == Fields()
