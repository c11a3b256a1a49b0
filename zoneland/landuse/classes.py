"""Class systems: what a land-use code means, which depends on the table it is from.

The tables in ``systems/`` give each class's name, what it is for (`zoneland.core.kinds`) and
whether it is construction land (建设用地). A code is text: 0601 is industry in the survey and a
rural road in the plan.
"""

from __future__ import annotations

import csv
import re
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
from zoneland.core.texts import as_text
from zoneland.files.formats import is_there
from zoneland.files.tables.delimited import decode_file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

SYSTEMS: Final = ("sandiao", "gbt21010", "ydyh2023", "ydyh2020", "gb50137")
"""三调工作分类, GB/T 21010-2017, 用地用海 2023 and 2020, GB 50137-2011."""
LEGENDS: Final = (
    "clcd", "worldcover", "globeland30", "esri", "corine", "euluc2022", "euluc2018",
)  # fmt: skip
SCREENING: Final = ("euluc2022", "euluc2018")
"""Legends that come as polygons too, with a class for industry that is good for screening."""
CUSTOM: Final = "custom"
MIXED_MARKS: Final = "/+、,;:|&\\"
"""Between the codes of a mixed one, after full width was made half."""

NO_CODE: Final = "—"
"""Stands for a code that is missing, so that the land still shows in every table."""

_SURVEY: Final = ("sandiao", "gbt21010")
_PLAN: Final = ("ydyh2023", "ydyh2020")
FIELD_SYSTEMS: Final = {
    **dict.fromkeys(("dlbm", "dldm", "地类编码", "地类代码"), _SURVEY),
    **dict.fromkeys(("ydyhfldm", "ghdlbm", "规划地类编码", "用地用海分类代码"), _PLAN),
    **dict.fromkeys(("ghfqdm", "规划用地代码"), (*_PLAN, "gb50137")),
}
"""Systems that a field of this name holds, the usual one first: survey databases call the code
DLBM, plans YDYHFLDM."""


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


def table_of(system: str) -> pd.DataFrame:
    """Give the table of a class system or of a legend whose polygons are read by one."""
    return load_system(f"cover_{system}" if system in SCREENING else system)


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


LOST_ZERO: Final = re.compile(r"(?!0)(?:\d\d)*\d(?:H\d?A?|[KA])?")
"""Digits of an odd number, then a suffix of the survey's or none: 601, 5H1, 201K."""
TAIL: Final = re.compile(r"\d*[KAka]?")
"""What a local subclass may add to its class: digits, and K (可调整) or A."""


def as_code(value: object) -> str:
    """Write a code as the table writes it: text, half-width, without blanks or a lost zero.

    Excel and dBase numbers lose the leading zero; an odd number of digits gives it away.

    Examples
    --------
    >>> as_code(" ０６０１ "), as_code(601.0), as_code("08h2"), as_code(None)
    ('0601', '0601', '08H2', '—')
    >>> [as_code(code) for code in ("601.0", "5H1", "8H2A", "201K", "810A", "1104A", "M1a")]
    ['0601', '05H1', '08H2A', '0201K', '0810A', '1104A', 'M1A']
    """
    if value is None or value != value:  # noqa: PLR0124  NaN is not itself
        return NO_CODE
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    code = "".join(unicodedata.normalize("NFKC", str(value)).split()).upper()
    code = re.sub(r"^(\d+)\.0+$", r"\1", code)
    if LOST_ZERO.fullmatch(code):
        code = f"0{code}"
    return code or NO_CODE


def as_legend_code(value: object, table: pd.DataFrame) -> str:
    """Write a code as a land-cover legend does: releases keep 0301 as text or as 301.

    Examples
    --------
    >>> [as_legend_code(code, load_system("cover_euluc2018")) for code in (301, "0301", "９")]
    ['0301', '0301', '9']
    """
    code = unicodedata.normalize("NFKC", as_text(value))
    ways = (code, code.zfill(4), code.lstrip("0") or "0") if code else ()
    return next((way for way in ways if way in table.index), code or NO_CODE)


def is_mixed(code: str) -> bool:
    """Tell a code that names several classes, such as 1001/0901, or a share of one.

    Examples
    --------
    >>> is_mixed("100101+1101"), is_mixed("1001:0901=7:3"), is_mixed("1001(60%)"), is_mixed("1001")
    (True, True, True, False)
    """
    return any(mark in code for mark in f"{MIXED_MARKS}%")


def find_class(code: str, table: pd.DataFrame) -> str | None:
    """Find the class of a code: itself, or the finest class that it belongs to.

    A local subclass belongs to the class that it begins with, cut where the table's own codes
    end (0601, never 060), if what is left over is digits, K or A; else nobody knows the code.

    Examples
    --------
    >>> plan, survey = load_system("ydyh2023"), load_system("sandiao")
    >>> find_class("10010299", plan), find_class("0601K", survey), find_class("9901", survey)
    ('100102', '0601', None)
    >>> find_class("05H1", plan), find_class("0601-1", survey), find_class("060", survey)
    (None, None, '06')
    """
    if code in table.index:
        return code
    if not code.isascii():  # a name, which begins like another by chance
        return None
    for length in range(len(code) - 1, 0, -1):
        if code[:length] in table.index:
            return code[:length] if TAIL.fullmatch(code[length:]) else None
    return None


def systems_of_field(field: str) -> tuple[str, ...]:
    """Tell the class systems that a field of this name may hold, the usual one first.

    Examples
    --------
    >>> systems_of_field("DLBM_2023"), systems_of_field("规划地类编码1"), systems_of_field("CODE")
    (('sandiao', 'gbt21010'), ('ydyh2023', 'ydyh2020'), ())
    """
    if plain(field) in FIELD_SYSTEMS:
        return FIELD_SYSTEMS[plain(field)]
    told = [name for name in FIELD_SYSTEMS if in_part((field,), (name,))]
    return FIELD_SYSTEMS[max(told, key=len)] if told else ()


@cache
def decisive() -> Mapping[str, frozenset[str]]:
    """Give the systems that have a code exactly so: 1001 is in four, 05H1 in one.

    Examples
    --------
    >>> [sorted(decisive()[code]) for code in ("0508", "05H1", "1313", "M1")]
    [['sandiao'], ['sandiao'], ['ydyh2020'], ['gb50137']]
    """
    known: dict[str, set[str]] = {}
    for system in SYSTEMS:
        for code in load_system(system).index:
            known.setdefault(str(code), set()).add(system)
    return {code: frozenset(systems) for code, systems in known.items()}
