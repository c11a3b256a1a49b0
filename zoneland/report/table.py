"""Tables as data: what the workbook and the Word report both show, cell for cell.

A table holds the assessment's own values (areas in whole 0.01 m², shares as exact fractions);
only a column's format says how they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from zoneland.core import figures
from zoneland.core.naming import definition_in_words, reading_in_words
from zoneland.core.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from zoneland.core.problems import Lang

Value = str | int | float | Fraction | date | None
"""A cell; None is a missing value."""

MISSING: Final = "—"

UNITS: Final = frozenset({"m2", "ha", "mu", "both", "yuan", "metres"})
"""Formats whose heading ends in ``report.unit.<format>``."""

MARKS: Final = "report.mark"
"""The vocabulary of marks, which stand only where something holds; no mark is no gap."""


class Format(StrEnum):
    """How a column's values are meant."""

    ID = "id"
    """Text that looks like a number and is none: codes and identifiers."""
    TEXT = "text"
    WORD = "word"
    """A word of the program's own, shown through the catalogue of wordings."""
    WORDS = "words"
    """Several words of the program's own, parted by blanks."""
    READING = "reading"
    """A reading's name, ``numerator/denominator``."""
    DEFINITION = "definition"
    """Numbers of definitions, joined by 、, shown with what they say."""
    COUNT = "count"
    YEAR = "year"
    M2 = "m2"
    """Whole 0.01 m², shown as m²; likewise the next two."""
    HA = "ha"
    MU = "mu"
    BOTH = "both"
    """An area written out in hectares and in mu."""
    YUAN = "yuan"
    SHARE = "share"
    """An exact fraction, shown as a percentage."""
    RANGE = "range"
    """Both bounds of a share, written out: one percentage where they are the same."""
    METRES = "metres"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called and how its values are meant."""

    key: str
    """Its heading is the wording ``report.column.<name>``, and the unit."""
    format: Format = Format.TEXT
    vocabulary: str = ""
    """Where a `Format.WORD` is looked up: ``verdict`` for ``verdict.pass``."""
    threshold: Fraction | None = None
    """The least share that passes, so that no failing share is shown as if it passed."""

    @property
    def name(self) -> str:
        """The key without the unit: ``area`` for ``area_ha``."""
        return self.key.removesuffix(f"_{self.format}") if self.format in UNITS else self.key

    def title(self, lang: Lang) -> str:
        """Give the heading without its unit."""
        return words(lang)[f"report.column.{self.name}"]

    def heading(self, lang: Lang) -> str:
        """Give the heading, with its unit.

        Examples
        --------
        >>> Column("area_ha", Format.HA).heading("zh"), Column("plots", Format.COUNT).heading("zh")
        ('开发区面积（公顷）', '疑似闲置（宗）')
        """
        unit = words(lang)[f"report.unit.{self.format}"] if self.format in UNITS else ""
        return f"{self.title(lang)}{unit}"


@dataclass(frozen=True, slots=True)
class Table:
    """A headed table."""

    key: str
    """Its title is the wording ``report.table.<key>``."""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    is_upright: bool = False
    """A record: the headings stand to the left of the values of the one row."""

    def title(self, lang: Lang) -> str:
        """Give the table's name."""
        return words(lang)[f"report.table.{self.key}"]

    def index(self, key: str) -> int:
        """Tell where a column stands."""
        return [column.key for column in self.columns].index(key)

    def values(self, key: str) -> list[Value]:
        """Give a column's values."""
        at = self.index(key)
        return [row[at] for row in self.rows]

    def has(self, key: str) -> bool:
        """Tell whether there is such a column."""
        return any(column.key == key for column in self.columns)

    def pick(self, *keys: str) -> Table:
        """Keep some columns, in the order asked for; those that are absent stay absent."""
        at = [self.index(key) for key in keys if self.has(key)]
        rows = tuple(tuple(row[i] for i in at) for row in self.rows)
        return replace(self, columns=tuple(self.columns[i] for i in at), rows=rows)

    def where(self, key: str, value: Value) -> Table:
        """Keep the rows that hold a value in a column."""
        at = self.index(key)
        return replace(self, rows=tuple(row for row in self.rows if row[at] == value))

    def upright(self) -> Table:
        """Turn a table of one row into a record."""
        return replace(self, is_upright=True)


def joined_bounds(table: Table) -> Table:
    """Put the bounds of each share, ``<name>_low`` and ``<name>_high``, into one column.

    Examples
    --------
    >>> low, high = Column("low", Format.SHARE), Column("high", Format.SHARE)
    >>> rows = ((Fraction(1, 2), Fraction(3, 4)), (Fraction(1, 2), Fraction(1, 2)), (None, None))
    >>> [row[0] for row in joined_bounds(Table("readings", (low, high), rows)).rows]
    ['50.00%–75.00%', '50.00%', None]
    """
    for column in [one for one in table.columns if one.format is Format.SHARE]:
        if column.key.endswith("low"):
            table = _joined(table, column.key.removesuffix("low"))
    return table


def _joined(table: Table, name: str) -> Table:
    low, high = table.index(f"{name}low"), table.index(f"{name}high")
    column = Column(f"{name}range", Format.RANGE)
    columns = [column if at == low else one for at, one in enumerate(table.columns)]
    rows = [
        [_range(row, low, high, table) if at == low else value for at, value in enumerate(row)]
        for row in table.rows
    ]
    del columns[high]
    for row in rows:
        del row[high]
    return replace(table, columns=tuple(columns), rows=tuple(map(tuple, rows)))


def _range(row: tuple[Value, ...], low: int, high: int, table: Table) -> str | None:
    ends = [shown(row[at], table.columns[at], "en") for at in (low, high) if row[at] is not None]
    return "–".join(dict.fromkeys(ends)) or None


def joined_units(table: Table, lang: Lang) -> Table:
    """Put an area in 公顷 and the same in 亩, ``<name>_ha`` and ``<name>_mu``, into one column.

    Examples
    --------
    >>> columns = (Column("area_ha", Format.HA), Column("area_mu", Format.MU))
    >>> joined_units(Table("zones", columns, ((1_000_000, 1_000_000),)), "zh").rows
    (('1.0000 / 15.00',),)
    """
    told: list[tuple[Column, list[Value]]] = []
    for column in table.columns:
        name = column.key.removesuffix("_ha")
        if column.key.endswith("_mu") and table.has(f"{column.key.removesuffix('_mu')}_ha"):
            continue
        cells = table.values(column.key)
        if name != column.key and table.has(f"{name}_mu"):
            column = Column(name, Format.BOTH)  # noqa: PLW2901  it stands in for the pair
            cells = [None if area is None else _in_both(area, lang) for area in cells]
        told.append((column, cells))
    return from_columns(table.key, told)


def _in_both(area_dm2: Any, lang: Lang) -> str:  # noqa: ANN401  whole 0.01 m²
    written = {"ha": figures.hectares(area_dm2), "mu": figures.mu(area_dm2)}
    return words(lang)["report.both_units"].format(**written)


def from_columns(key: str, columns: Iterable[tuple[Column, Iterable[Value]]]) -> Table:
    """Make a table of columns with their values.

    Examples
    --------
    >>> from_columns("zones", [(Column("zone_id", Format.ID), ["A", "B"])]).rows
    (('A',), ('B',))
    """
    pairs = list(columns)
    rows = tuple(zip(*(values for _, values in pairs), strict=True))
    return Table(key, tuple(column for column, _ in pairs), rows)


def shown(value: Value, column: Column, lang: Lang) -> str:
    """Write a value as a reader sees it.

    Examples
    --------
    >>> share = Column("share_low", Format.SHARE, threshold=Fraction(3, 5))
    >>> shown(Fraction(59_996, 100_000), share, "zh"), shown(None, share, "zh")
    ('59.996%', '—')
    >>> shown(1_000_000, Column("area_mu", Format.MU), "en")
    '15.00'
    >>> shown("fail", Column("verdict", Format.WORD, "verdict"), "zh")
    '不达标'
    """
    if value is None:
        return "" if column.vocabulary == MARKS else MISSING
    if isinstance(value, str):
        return _shown_text(value, column, lang)
    if isinstance(value, Fraction):
        return figures.percent(value.numerator, value.denominator, column.threshold)
    return NUMBERS[column.format](value) if column.format in NUMBERS else str(value)


def _shown_text(value: str, column: Column, lang: Lang) -> str:
    if column.format is Format.WORD:
        return word(value, column.vocabulary, lang)
    if column.format is Format.WORDS:
        told = (word(one, column.vocabulary, lang) for one in value.split())
        return words(lang)["report.and"].join(told)
    if column.format is Format.DEFINITION:
        return definition_in_words(value, lang=lang)
    return reading_in_words(value, lang=lang) if column.format is Format.READING else value


NUMBERS: Final[dict[Format, Callable[[Any], str]]] = {
    Format.COUNT: "{:,}".format,
    Format.YEAR: str,
    Format.YUAN: "{:,.2f}".format,
    Format.M2: figures.square_metres,
    Format.HA: figures.hectares,
    Format.MU: figures.mu,
    Format.METRES: "{:,.2f}".format,
}
"""How numbers are written out."""


def word(value: str, vocabulary: str, lang: Lang) -> str:
    """Give a word of the catalogue, or the value itself where the catalogue has none."""
    return words(lang).get(f"{vocabulary}.{value}", value)
