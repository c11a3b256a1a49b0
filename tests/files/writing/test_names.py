"""Names from data as names of files: legal everywhere, never the same twice."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zoneland.files.writing.names import MOST_BYTES, safe_names

UGLY = st.text(
    st.sampled_from("aA/\\:*?. \x00\u202e\u200b\ud800\uffffÅA\u030aſsCONUL1¹区é"), max_size=12
)
TEXTS = st.lists(st.one_of(st.text(st.characters()), UGLY), max_size=12)
DEVICES = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{number}" for port in ("COM", "LPT") for number in "0123456789¹²³"
}


def compared(name: str) -> str:
    """A name as the least discerning file system compares it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


@given(TEXTS)
def test_every_name_is_legal_on_every_system_and_none_is_there_twice(texts: list[str]) -> None:
    names = safe_names(texts)
    assert names.keys() == set(texts)
    assert len({compared(name) for name in names.values()}) == len(names)
    for name in names.values():
        assert name
        assert len(name.encode("utf-8")) <= MOST_BYTES
        assert not set(name) & set('<>:"/\\|?*')
        assert not {unicodedata.category(char) for char in name} & {"Cc", "Cf", "Cs", "Cn"}
        assert name == name.strip(" .")
        assert name.split(".")[0].rstrip().upper() not in DEVICES
        assert PureWindowsPath(name).name == name
        assert Path(name).name == name


@given(TEXTS)
def test_the_same_texts_have_the_same_names(texts: list[str]) -> None:
    assert safe_names(texts) == safe_names(texts)


@given(st.text(min_size=60, max_size=200))
def test_a_safe_name_is_safe_as_it_is(text: str) -> None:
    (name,) = safe_names([text]).values()
    assert safe_names([name]) == {name: name}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("汴东产业园", "汴东产业园"),
        ("", "_"),
        ("..", "_"),
        ("C:\\地\\图.shp", "C__地_图.shp"),
        ("nul .tar.gz", "_nul .tar.gz"),
        ("console", "console"),
        ("COM¹", "_COM¹"),
        ("区\u202egpj.exe", "区_gpj.exe"),
        ("甲\u3000乙", "甲 乙"),
        ("名. . ", "名"),
    ],
)
def test_names_as_they_come(text: str, name: str) -> None:
    assert safe_names([text]) == {text: name}


def test_a_long_name_is_cut_between_characters_and_keeps_its_suffix() -> None:
    (name,) = safe_names(["区" * 100 + ".gpkg"]).values()
    assert name == "区" * 45 + ".gpkg"  # 45 × 3 + 5 = 140


def test_a_letter_is_not_cut_from_its_accents() -> None:
    text = "a" * 138 + "x\u0323\u0302"  # 139 bytes, then two marks of two
    (name,) = safe_names([text]).values()
    assert name == "a" * 138


def test_a_name_of_nothing_but_accents_is_cut_all_the_same() -> None:
    assert list(safe_names(["\u0301" * 100]).values()) == ["\u0301" * 70]


def test_names_that_would_be_one_on_some_disk_are_told_apart() -> None:
    texts = ["Plan.shp", "plan.shp", "ｐｌａｎ.shp", "pl/an.shp", "pl:an.shp"]
    assert list(safe_names(texts).values()) == [
        "Plan.shp", "plan_2.shp", "ｐｌａｎ_3.shp", "pl_an.shp", "pl_an_2.shp",
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["a\x00b", "区" * 300, "CON", "\ud800", "x" * 300 + ".gpkg"])
def test_a_file_of_that_name_can_be_made(tmp_path: Path, text: str) -> None:
    (name,) = safe_names([text]).values()
    (tmp_path / name).write_text("1", encoding="ascii")
    assert [path.name for path in tmp_path.iterdir()] == [name]
