"""Choosing a layer: asked for, customary, the only one; two of a kind are listed."""

from __future__ import annotations

import pytest

from zoneland.core.problems import InputError
from zoneland.files.choose import choose_layer

GROWTH = ("CZKFBJ", "CZKFBJGX", "城镇开发边界")


@pytest.mark.parametrize(
    ("names", "layer", "chosen", "codes"),
    [
        (["anything"], "", "anything", []),
        (["XZQ", "czkfbj"], "", "czkfbj", []),
        (["XZQ", "CZKFBJ_410185"], "", "CZKFBJ_410185", ["ZL128"]),
        (["XZQ", "某县城镇开发边界2023"], "", "某县城镇开发边界2023", ["ZL128"]),
        (["XZQ", "CZKFBJ", "CZKFBJ_old"], "", "CZKFBJ", []),
        (["XZQ", "CZKFBJ"], "xzq", "XZQ", []),
    ],
)
def test_a_layer_is_found(names: list[str], layer: str, chosen: str, codes: list[str]) -> None:
    found, told = choose_layer(names, "a.gpkg", layer=layer, usual=GROWTH)
    assert (found, [problem.code for problem in told]) == (chosen, codes)


@pytest.mark.parametrize(
    ("names", "layer"),
    [
        (["CZKFBJ", "CZKFBJGX"], ""),
        (["CZKFBJ_1", "CZKFBJ_2"], ""),
        (["a", "b"], ""),
        (["a"], "b"),
        (["a", "A"], "a"),
        ([], ""),
    ],
)
def test_what_cannot_be_told_is_listed(names: list[str], layer: str) -> None:
    with pytest.raises(InputError) as refused:
        choose_layer(names, "a.gpkg", layer=layer, usual=GROWTH)
    (problem,) = refused.value.problems
    assert problem.code == "ZL104"
    assert all(name in problem.said() for name in names)


def test_that_none_is_named_is_told_otherwise_than_that_one_is_not_there() -> None:
    with pytest.raises(InputError) as unnamed:
        choose_layer(["甲", "乙"], "a.gdb")
    assert "没有写明用哪一个，文件里有：甲、乙" in unnamed.value.problems[0].said()
    with pytest.raises(InputError) as absent:
        choose_layer(["甲", "乙"], "a.gdb", layer="丙")
    assert "“丙”" in absent.value.problems[0].said()
