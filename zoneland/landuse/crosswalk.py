"""Codes of one class system in another: 三调 and 用地用海 2020 in 用地用海 2023.

The 2023 classification (自然资发〔2023〕234号, November 2023) keeps some codes of 2020 and of the
survey for other land: 0602 was 种植设施建设用地 and is 设施农用地, 1001 is 铁路用地 in the survey.
Some classes of the survey have no one class in the plan; these stay open and are flagged.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.problems import InputError, Problem, warn_of
from zoneland.landuse.classes import as_code, load_system

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zoneland.core.problems import Lang

WAYS: Final = (("sandiao", "ydyh2023"), ("ydyh2020", "ydyh2023"))
"""Systems of which there is a table from one to the other."""

SUFFIXES: Final = "KA"
"""可调整 and subclasses of practice, which a class may bear without a row of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a code becomes."""

    class_name: str
    target_code: str
    """Empty where the class must be subdivided first."""
    target_name: str
    needs_subdivision: bool
    """Whether parts of the land belong elsewhere in the target."""
    changed: bool
    """Whether its code or its name is another in the target."""
    note_zh: str
    note_en: str


NOWHERE: Final = Row("", "", "", needs_subdivision=False, changed=False, note_zh="", note_en="")


@cache
def load_crosswalk(source: str, target: str = "ydyh2023") -> Mapping[str, Row]:
    """Give the table from one class system to another, by code.

    Raises
    ------
    InputError
        ZL375 if there is none.

    Examples
    --------
    >>> load_crosswalk("ydyh2020")["0602"].target_code, load_crosswalk("sandiao")["09"].target_code
    ('060201', '')
    """
    if (source, target) not in WAYS:
        values = {
            "source": source or "—",
            "target": target or "—",
            "ways": listed(f"{one} → {other}" for one, other in WAYS),
        }
        raise InputError([Problem("ZL375", "crosswalk", values)])
    page = files("zoneland.landuse").joinpath("systems", f"crosswalk_{source}_{target}.csv")
    old, new = _names(source), _names(target)
    rows = csv.DictReader(page.read_text(encoding="utf-8").splitlines())
    return {row["code"]: _row(row, old[row["code"]], new) for row in rows}


def _names(system: str) -> dict[str, str]:
    names = load_system(system)["class_name"]
    return dict(zip(names.index.astype(str), names, strict=True))


def _row(row: Mapping[str, str], name: str, new: Mapping[str, str]) -> Row:
    target = row["target_code"]
    return Row(
        class_name=name,
        target_code=target,
        target_name=new.get(target, ""),
        needs_subdivision=row["needs_subdivision"] == "yes",
        changed=(row["code"], name) != (target, new.get(target)),
        note_zh=row["note_zh"],
        note_en=row["note_en"],
    )


def crosswalk(
    parcels: pd.DataFrame | Sequence[str],
    *,
    source: str = "",
    target: str = "ydyh2023",
    lang: Lang = "zh",
) -> pd.DataFrame:
    """Turn class codes of one system into those of another.

    A class whose land goes to several classes is flagged, never guessed at: for the survey its
    target stays open; a coarse class of 2020 keeps its successor, with what has left it in the
    note.

    Parameters
    ----------
    parcels
        Parcels with ``class_code``, and ``class_system`` unless `source` is given; or codes.
    source
        ``sandiao`` or ``ydyh2020``; empty to take each parcel's ``class_system``.
    target
        ``ydyh2023``.
    lang
        Language of the notes.

    Returns
    -------
    DataFrame
        A row a parcel or code, in their order: ``class_code`` (text, lost zeros restored),
        ``class_name``, ``target_code`` (blank where it is open), ``target_name``,
        ``needs_subdivision``, ``changed`` (code or name), ``note``; all other columns as they
        were. Suffixes K and A count by a row of their own, else by the class they stand on.
        Codes that the table does not have come back open and are issued as a `ProblemWarning`
        (ZL372).

    Raises
    ------
    InputError
        ZL375 if there is no such table, or nothing says which system the codes are of; ZL120 for
        a frame without codes.

    Examples
    --------
    Field roads are to be told from village roads first; a K counts as its class.

    >>> found = crosswalk(["0601", "1006", "0301K"], source="sandiao")
    >>> found[["class_code", "target_code", "needs_subdivision"]].values.tolist()
    [['0601', '1001', False], ['1006', '', True], ['0301K', '0301', False]]
    """
    frame, systems = _with_systems(parcels, source)
    codes = [as_code(code) for code in frame["class_code"]]
    tables = {system: load_crosswalk(system, target) for system in dict.fromkeys(systems)}
    rows = [_found(code, tables[system]) for code, system in zip(codes, systems, strict=True)]
    told = _unknown([code for code, row in zip(codes, rows, strict=True) if row is None])
    found = [row or NOWHERE for row in rows]
    columns: dict[str, Any] = {
        "class_code": codes,
        "class_name": [row.class_name for row in found],
        "target_code": [row.target_code for row in found],
        "target_name": [row.target_name for row in found],
        "needs_subdivision": [row.needs_subdivision for row in found],
        "changed": [row.changed for row in found],
        "note": [row.note_en if lang == "en" else row.note_zh for row in found],
    }
    if "class_name" in frame:
        del columns["class_name"]
    warn_of(told)
    return frame.assign(**columns)


def _with_systems(
    parcels: pd.DataFrame | Sequence[str], source: str
) -> tuple[pd.DataFrame, list[str]]:
    """Give the codes as a frame, and the system of each."""
    if not isinstance(parcels, pd.DataFrame):
        codes = [parcels] if isinstance(parcels, str) else list(parcels)  # one code is no letters
        frame = pd.DataFrame({"class_code": pd.Series(codes, dtype=object)})
        return frame, [source] * len(frame)
    if "class_code" not in parcels:
        values = {"column": "class_code", "found": listed(parcels.columns)}
        raise InputError([Problem("ZL120", "crosswalk", values)])
    if source or "class_system" not in parcels:
        return parcels, [source] * len(parcels)
    return parcels, [str(system) for system in parcels["class_system"]]


def _found(code: str, table: Mapping[str, Row]) -> Row | None:
    if code in table or code[-1:] not in SUFFIXES:
        return table.get(code)
    return table.get(code[:-1])


def _unknown(codes: list[str]) -> list[Problem]:
    if not codes:
        return []
    values = {"codes": listed(sorted(set(codes))), "count": len(codes)}
    return [Problem("ZL372", "crosswalk", values)]
