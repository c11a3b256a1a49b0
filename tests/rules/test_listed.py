from __future__ import annotations

import pandas as pd

from zoneland.rules.share import as_told, unmatched, with_built


def test_listed_codes_or_names_count_in_place_of_the_system_s_own() -> None:
    land = pd.DataFrame(
        {
            "class_code": ["0601", "M", "x"],
            "class_name": ["工业", "", "工業區"],
            "kind": ["industry", "other", "other"],
        }
    )
    assert as_told(land, ["M", "工業區"])["kind"].tolist() == ["other", "industry", "industry"]


def layer(system: str, *rows: tuple[str, str, str]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=["class_code", "class_name", "kind"])
    return frame.assign(is_built=False, class_system=system)


def test_a_listed_code_stands_for_its_subclasses_but_not_in_a_custom_system() -> None:
    plan = layer("ydyh2023", ("100101", "一类工业用地", "industry"), ("1101", "", "storage"))
    assert as_told(plan, ["1001"])["kind"].tolist() == ["industry", "other"]
    own = layer("custom", ("1", "厂", "other"), ("10", "林", "other"))
    assert as_told(own, ["1"])["kind"].tolist() == ["industry", "other"]


def test_land_listed_as_industrial_is_construction_land_too() -> None:
    """Else a share of construction land could exceed the whole."""
    assert as_told(layer("sandiao", ("1201", "空闲地", "vacant")), ["1201"])["is_built"].all()


def test_listed_classes_that_occur_nowhere_are_told() -> None:
    layers = {"plan": layer("custom", ("工业区", "工业区", "other"))}
    (problem,) = unmatched(layers, ["工业区", "工業區"])
    assert problem.code == "ZL305"
    assert dict(problem.values)["listed"] == "工業區"


def test_listed_construction_classes_count_or_do_not() -> None:
    """1201 is construction land to some tools and not to others; 08H2A follows 08H2."""
    land = layer("sandiao", ("1201", "空闲地", "vacant"), ("08H2A", "", "public"))
    assert with_built(land, frozenset({"1201"}), frozenset())["is_built"].tolist() == [True, False]
    built = land.assign(is_built=True)
    assert with_built(built, frozenset(), frozenset({"08H2"}))["is_built"].tolist() == [True, False]
    both = frozenset({"1201"})
    assert with_built(land, both, both)["is_built"].tolist() == [False, False]


def test_listed_construction_classes_that_occur_nowhere_are_told() -> None:
    layers = {"survey": layer("sandiao", ("0601", "工业用地", "industry"))}
    told = unmatched(layers, [], built_also=["1201"], built_not=["0601"])
    assert [(problem.code, problem.where) for problem in told] == [("ZL333", "built_also")]
