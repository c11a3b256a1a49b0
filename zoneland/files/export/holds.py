"""What a format of files can hold, so that what it cannot is told before it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import ZONES
from zoneland.core.problems import Problem
from zoneland.core.spelling import exactly, in_part
from zoneland.files.vector import read_layer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import geopandas as gpd

    from zoneland.core.wording import Term


class Kind(StrEnum):
    """Kinds of fields."""

    TEXT = "text"
    WHOLE = "whole"
    NUMBER = "number"
    TRUTH = "truth"
    DAY = "day"
    TIME = "time"
    """A day with its hour, perhaps with a time zone."""


class Plane(StrEnum):
    """Which coordinates a format takes."""

    ANY = "any"
    WGS84 = "wgs84"
    """Longitude and latitude and nothing else."""
    WGS84_BY_RULE = "wgs84_by_rule"
    """Longitude and latitude unless another system is asked for."""
    SURVEY = "survey"
    """A Gauss-Krüger plane."""
    DRAWING = "drawing"
    """Any plane, which the file does not name."""
    NONE = "none"
    """It has no shapes."""


ALL_KINDS: Final = frozenset(Kind)
FORMULA: Final = re.compile(r"[=+\-@\t\r]")
"""How a text begins that spreadsheets run; they take tabs for blanks."""
NUL: Final = re.compile("\0")
NOT_XML: Final = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for; a bare carriage return it would change."""
MORE_NAMES: Final = ("XMMC", "项目名称", "地块名称", "DLMC", "Text")
UNNAMING: Final = frozenset(("geometry", "Layer", "Handle"))
"""Columns that name no row: its shape, and where it lay in a drawing."""
MOST_DIGITS: Final = 18
"""Of whole numbers that every reader keeps exactly."""


@dataclass(frozen=True, slots=True)
class Text:
    """What becomes of text in a format."""

    unfit: re.Pattern[str] = NUL
    """Characters that it cannot hold."""
    instead: str = "\ufffd"
    """What is written in their place."""
    keeps_ends: bool = True
    """Blanks at the ends stay."""
    keeps_empty: bool = True
    """Empty text is told from no value."""
    guards_formulas: bool = False
    """A spreadsheet would run what begins like a formula."""
    most_bytes: int | None = None
    """In GB 18030."""
    most_signs: int | None = None


@dataclass(frozen=True, slots=True)
class Names:
    """What a format asks of field names."""

    most_bytes: int | None = None
    """In GB 18030."""
    own: tuple[str, ...] = ()
    """Names with a meaning of their own, taken by fields of exactly that name alone."""
    is_kept: bool = True
    """The fields are written at all."""
    guards_formulas: bool = False
    """A spreadsheet would run a heading that begins like a formula."""
    needs_one: bool = False
    """There is no table without a field."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A layer as a format can hold it, and what had to be changed for that."""

    frame: gpd.GeoDataFrame
    problems: tuple[Problem, ...] = ()


def _by_its_door(path: Path) -> gpd.GeoDataFrame:
    return read_layer(path, path.name).frame


@dataclass(frozen=True, slots=True)
class Format:
    """A format that layers are written in."""

    name: str
    suffixes: tuple[str, ...]
    write: Callable[[gpd.GeoDataFrame, Path], None]
    """Writes a fitted layer at the path it is given, side files beside it."""
    read: Callable[[Path], gpd.GeoDataFrame] = _by_its_door
    """Reads it back; but for what no door reads or keeps whole, as every layer is read."""
    kinds: frozenset[Kind] = ALL_KINDS
    """Kinds of fields that it keeps; all others become text."""
    text: Text = Text()
    names: Names = Names()
    plane: Plane = Plane.ANY
    most_digits: int = MOST_DIGITS
    shape: Callable[[gpd.GeoDataFrame, str], Fitted] | None = None
    """Fits shapes and fields in the format's own way, before all else."""
    encoding: str = "utf-8"


def cannot_hold(where: str, form: str, what: str, rows: str, limit: str) -> Problem:
    """Say what a format cannot hold, in which rows, and why."""
    return Problem("ZL445", where, {"format": form, "what": what, "rows": rows, "limit": limit})


def left_out(where: str, form: str, what: Term) -> Problem:
    """Say what of a layer a format has no place for."""
    return Problem("ZL446", where, {"format": form, "what": what})


def renamed(where: str, old: str, new: str) -> Problem:
    """Say that a field is written under another name."""
    return Problem("ZL443", where, {"count": 1, "names": f"{old} → {new}"})


def name_field(frame: gpd.GeoDataFrame) -> str:
    """Choose the field that names a layer's rows; empty if there is none.

    One that is called so goes before one that is called so in part, and that before the first
    field of text.

    Examples
    --------
    >>> import geopandas as gpd
    >>> name_field(gpd.GeoDataFrame({"TBMJ": [1.5], "BZ": ["甲"], "KFQMC": ["东区"]}))
    'KFQMC'
    >>> name_field(gpd.GeoDataFrame({"Layer": ["0"], "TBMJ": [1.5]}))
    ''
    """
    fields = [str(name) for name in frame.columns if name not in UNNAMING]
    column = ZONES.column("zone_name")
    ways = (column.name, *column.aliases, *MORE_NAMES)
    texts = (name for name in fields if frame[name].map(lambda cell: isinstance(cell, str)).any())
    called = exactly(fields, ways) or in_part(fields, ways)
    return next(iter(called), "") or next(texts, "")
