"""Class systems: what a land-use code means, which depends on the table it is from.

The tables in ``systems/`` give each class's name, what it is for (`zoneland.core.kinds`) and
whether it is construction land (建设用地). A code is text: 0601 is industry in the survey and a
rural road in the plan.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.kinds import Kind
from zoneland.core.problems import InputError, Problem
from zoneland.core.spelling import exactly, in_part, plain
from zoneland.files.formats import is_there
from zoneland.files.tables.delimited import decode_file

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SYSTEMS: Final = ("sandiao", "gbt21010", "ydyh2023", "ydyh2020", "gb50137")
"""三调工作分类, GB/T 21010-2017, 用地用海 2023 and 2020, GB 50137-2011."""
LEGENDS: Final = ("clcd", "worldcover", "globeland30", "esri", "corine")
CUSTOM: Final = "custom"
MIXED_MARKS: Final = "/+、,，;；"
SHORTEST_PREFIX: Final = 2

NO_CODE: Final = "—"
"""Stands for a code that is missing, so that the land still shows in every table."""

FIELD_SYSTEMS: Final = {"dlbm": "sandiao", "ydyhfldm": "ydyh2023", "ghdlbm": "ydyh2023"}
"""Systems that a field's name decides: survey databases call the code DLBM, plans YDYHFLDM."""


@cache
def load_system(name: str) -> pd.DataFrame:
    """Give a class system's table.

    Parameters
    ----------
    name
        One of `SYSTEMS`, or ``cover_`` and one of `LEGENDS`.

    Returns
    -------
    DataFrame
        Indexed by ``class_code`` (text): ``class_name``, ``class_name_en``, ``kind``,
        ``is_built``.

    Examples
    --------
    >>> [load_system(name).loc["1001", "class_name"] for name in ("sandiao", "ydyh2023")]
    ['铁路用地', '工业用地']
    """
    source = files("zoneland.landuse").joinpath("systems", f"{name}.csv")
    rows = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    return _table(rows, "name_zh", "name_en")


def load_custom(path: Path, where: str) -> pd.DataFrame:
    """Read a class table of one's own: columns code, name and kind.

    Raises
    ------
    InputError
        ZL101 if the file is missing, ZL131 if it is no text; ZL120 if a column is missing; ZL165
        for a kind nobody knows.
    """
    if not is_there(path, where) or not path.is_file():
        raise InputError([Problem("ZL101", where)])
    text, _ = decode_file(path.read_bytes(), where)
    rows = list(csv.DictReader(text.splitlines()))
    names = list(rows[0]) if rows else []
    fields = {name: exactly(names, (name,)) for name in ("code", "name", "kind")}
    lacking = [name for name, found in fields.items() if not found]
    if lacking:
        raise InputError(
            [Problem("ZL120", where, {"column": name, "found": listed(names)}) for name in lacking]
        )
    plain_rows = [{name: row[found[0]] or "" for name, found in fields.items()} for row in rows]
    twice = [
        code for code, count in Counter(row["code"] for row in plain_rows).items() if count > 1
    ]
    if twice:
        raise InputError([Problem("ZL121", where, {"column": "code", "value": listed(twice)})])
    strange = sorted({row["kind"] for row in plain_rows} - set(Kind))
    if strange:
        values = {"kind": listed(strange), "kinds": listed(Kind, len(Kind))}
        raise InputError([Problem("ZL165", where, values)])
    for row in plain_rows:
        row["is_built"] = "yes" if row["kind"] in BUILT_KINDS else "no"
    return _table(plain_rows, "name", "name")


BUILT_KINDS: Final = frozenset(
    {
        Kind.INDUSTRY, Kind.STORAGE, Kind.MINING, Kind.RESEARCH, Kind.BUSINESS, Kind.COMMERCE,
        Kind.RESIDENTIAL, Kind.PUBLIC, Kind.UTILITIES, Kind.TRANSPORT, Kind.GREEN, Kind.SPECIAL,
        Kind.BUILT_UP, Kind.RESERVED,
    }
)  # fmt: skip
"""Kinds that are construction land where a system of one's own does not say."""


def _table(rows: Iterable[dict[str, str]], name: str, name_en: str) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (row["code"].strip(), row[name], row[name_en], row["kind"], row["is_built"] == "yes")
            for row in rows
        ],
        columns=["class_code", "class_name", "class_name_en", "kind", "is_built"],
    ).set_index("class_code")


def as_code(value: object) -> str:
    """Write a code as the table writes it: text, half-width, without blanks or a lost zero.

    Excel and dBase numbers lose the leading zero; an odd number of digits gives it away.

    Examples
    --------
    >>> as_code(" ０６０１ "), as_code(601.0), as_code("08h2"), as_code(None)
    ('0601', '0601', '08H2', '—')
    """
    if value is None or value != value:  # noqa: PLR0124  NaN is not itself
        return NO_CODE
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    code = "".join(unicodedata.normalize("NFKC", str(value)).split()).upper()
    if code.isdigit() and len(code) % 2:
        code = f"0{code}"
    return code or NO_CODE


def is_mixed(code: str) -> bool:
    """Tell a code that names several classes, such as 1001/0901.

    Examples
    --------
    >>> is_mixed("100101+1101"), is_mixed("1001")
    (True, False)
    """
    return any(mark in code for mark in MIXED_MARKS)


def find_class(code: str, table: pd.DataFrame) -> str | None:
    """Find the class of a code: itself, or the finest class that it belongs to.

    Local subclasses and suffixes (0601K, 07010201) belong to the class that their beginning
    names, of at least two characters; one-letter classes (M) hold for letters.

    Examples
    --------
    >>> find_class("10010299", load_system("ydyh2023")), find_class("9901", load_system("sandiao"))
    ('100102', None)
    """
    if not code.isascii():  # a name, which begins like another by chance
        return code if code in table.index else None
    shortest = 1 if code[:1].isalpha() else SHORTEST_PREFIX
    for length in range(len(code), shortest - 1, -1):
        if code[:length] in table.index:
            return code[:length]
    return None


def system_of_field(field: str) -> str | None:
    """Tell the class system that a code field's name decides, if it does.

    Examples
    --------
    >>> system_of_field("DLBM_2023"), system_of_field("CODE")
    ('sandiao', None)
    """
    if plain(field) in FIELD_SYSTEMS:
        return FIELD_SYSTEMS[plain(field)]
    told = {system for name, system in FIELD_SYSTEMS.items() if in_part((field,), (name,))}
    return told.pop() if len(told) == 1 else None
