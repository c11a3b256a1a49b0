from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zoneland.files.text.characters import is_garbled
from zoneland.files.text.encoding import Text, best_encoding, declared_encoding, decode

if TYPE_CHECKING:
    from pathlib import Path

SIMPLIFIED = ["水田", "旱地", "工业用地", "城镇住宅用地", "铁路用地", "商服用地", "中牟县官渡镇"]
TRADITIONAL = [
    "住宅區",
    "商業區",
    "公園用地",
    "學校用地",
    "桃園市都市計畫",
    "乙種工業區",
    "道路用地",
]


def texts(words: list[str], encoding: str) -> list[Text]:
    return [Text(word.encode(encoding), is_full=False) for word in words]


@pytest.mark.parametrize(
    ("words", "encoding", "codec"),
    [
        (SIMPLIFIED, "gbk", "gb18030"),
        (SIMPLIFIED, "utf-8", "utf-8"),
        (TRADITIONAL, "gbk", "gb18030"),
        (TRADITIONAL, "big5", "cp950"),
        (TRADITIONAL, "utf-8", "utf-8"),
    ],
)
def test_each_word_alone_tells_its_encoding(words: list[str], encoding: str, codec: str) -> None:
    assert [best_encoding(texts([word], encoding)) for word in words] == [codec] * len(words)
    assert best_encoding(texts(words, encoding)) == codec


@pytest.mark.parametrize(
    ("encoding", "declared", "codec"),
    [
        ("gbk", "utf-8", "gb18030"),
        ("utf-8", "gb18030", "utf-8"),
        ("big5", "gb18030", "cp950"),
        ("gbk", "cp950", "gb18030"),
        ("gbk", "iso8859-1", "gb18030"),
    ],
)
def test_a_wrong_declaration_is_overruled(encoding: str, declared: str, codec: str) -> None:
    words = TRADITIONAL if encoding == "big5" else SIMPLIFIED
    assert best_encoding(texts(words, encoding), declared=declared) == codec


def test_a_right_declaration_is_believed_for_words_that_are_not_chinese() -> None:
    assert best_encoding(texts(["Köln", "Zürich"], "latin-1"), declared="iso8859-1") == "iso8859-1"


def test_the_language_id_decides_for_words_that_tell_nothing() -> None:
    rare = texts(["垚"], "gbk")
    assert best_encoding(rare, language_id=0x4D) == "gb18030"


def test_one_bad_cell_does_not_overrule_a_whole_table() -> None:
    many = [*texts(SIMPLIFIED * 10, "utf-8"), Text(b"\xff\xfe\xfd", is_full=False)]
    assert best_encoding(many, declared="utf-8") == "utf-8"


@pytest.mark.parametrize(
    ("said", "codec"),
    [
        ("GBK", "gb18030"),
        ("936", "gb18030"),
        ("ANSI 936", "gb18030"),
        ("cp936\r\n", "gb18030"),
        ("GB2312", "gb18030"),
        ("\ufeffUTF-8", "utf-8"),
        ("65001", "utf-8"),
        ("Big5", "cp950"),
        ("950", "cp950"),
        ("88591", "iso8859-1"),
        ("1252", "1252"),
        ("", ""),
        ("Klingon", ""),
        ("utf-16", ""),
        ("unicode_escape", ""),
        ("zlib", ""),
    ],
)
def test_a_cpg_is_read_as_it_is_spelt(tmp_path: Path, said: str, codec: str) -> None:
    page = tmp_path / "a.cpg"
    page.write_bytes(said.encode())
    assert declared_encoding(page) == codec


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "cp950"])
def test_half_a_character_is_forgiven_at_the_end_of_a_full_width_alone(codec: str) -> None:
    raw = "住宅".encode(codec)[:-1]
    assert decode(Text(raw, is_full=True), codec)[:2] == ("住", True)
    assert decode(Text(raw, is_full=False), codec).failed


def test_a_bad_byte_in_the_middle_is_never_forgiven() -> None:
    raw = b"\xff" + "住".encode("gbk")
    assert decode(Text(raw, is_full=True), "gb18030").failed


@pytest.mark.parametrize(
    ("text", "garbled"),
    [
        ("锟斤拷", True),
        ("工业".encode().decode("cp1252", "replace"), True),
        ("工业用地", False),
        ("河南省\t郑州市", False),
        ("Straße", False),
        ("垚鑫路", False),
        ("\ue863", True),
    ],
)
def test_rubbish_is_told_from_rare_words(text: str, *, garbled: bool) -> None:
    assert is_garbled(text) is garbled
