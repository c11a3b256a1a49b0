"""What a FileGDB says of its fields beyond their names: aliases, and domains of coded values.

GDAL gives neither through pyogrio or fiona. Both are written, as XML, in a table of the
geodatabase that is itself a layer (GDB_Items).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from xml.parsers.expat import ExpatError

import pyogrio

from zoneland.core.contracts import PARCELS, ZONES, listed
from zoneland.core.problems import Problem
from zoneland.core.spelling import plain
from zoneland.files.text.xml_tree import tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from xml.etree.ElementTree import Element

    import geopandas as gpd

ITEMS: Final = "GDB_Items"
DOMAIN: Final = "GPCodedValueDomain2"
MOST_EXAMPLES: Final = 4
KNOWN: Final = frozenset(
    plain(name)
    for contract in (ZONES, PARCELS)
    for column in contract.columns
    for name in (column.name, *column.aliases)
)
"""Names that our tables look for, as compared."""


@dataclass(frozen=True, slots=True)
class Fields:
    """What is said of a layer's fields."""

    aliases: dict[str, str] = field(default_factory=dict)
    """Alias of each field that has another than its name."""
    domains: dict[str, dict[str, str]] = field(default_factory=dict)
    """Meaning of each code, of each field whose values are codes."""


def fields_of(path: Path, layer: str) -> Fields:
    """Read what a FileGDB says of a layer's fields.

    Parameters
    ----------
    path
        The folder, as lent by `zoneland.files.gdal.lead.opened`.
    layer
        Name of the layer, in a feature dataset or not.
    """
    _, table = pyogrio.read_arrow(
        path,
        layer=ITEMS,
        columns=["Name", "Definition"],
        read_geometry=False,
        LIST_ALL_TABLES="YES",
    )
    named = {row["Name"]: row["Definition"] for row in table.to_pylist() if row["Definition"]}
    return told_by(named.get(layer, ""), named.values())


def told_by(definition: str, definitions: Iterable[str]) -> Fields:
    """Read the fields of a layer's definition, with the domains that the others define.

    Examples
    --------
    >>> layer = '''<DEFeatureClassInfo><GPFieldInfoExs><GPFieldInfoEx><Name>F1</Name>
    ... <AliasName>地类编码</AliasName><DomainName>D</DomainName></GPFieldInfoEx></GPFieldInfoExs>
    ... </DEFeatureClassInfo>'''
    >>> domain = '''<GPCodedValueDomain2><DomainName>D</DomainName><CodedValues><CodedValue>
    ... <Name>工业用地</Name><Code>0601</Code></CodedValue></CodedValues></GPCodedValueDomain2>'''
    >>> told_by(layer, [domain, "no XML"])
    Fields(aliases={'F1': '地类编码'}, domains={'F1': {'0601': '工业用地'}})
    """
    domains = {_text(root, "DomainName"): _codes(root) for root in _roots(definitions)}
    told = Fields()
    for root in _roots([definition], wanted=""):
        for info in root.iter("GPFieldInfoEx"):
            name, alias = _text(info, "Name"), _text(info, "AliasName")
            if alias and alias != name:
                told.aliases[name] = alias
            if codes := domains.get(_text(info, "DomainName")):
                told.domains[name] = codes
    return told


def by_alias(
    frame: gpd.GeoDataFrame, told: Fields, where: str
) -> tuple[gpd.GeoDataFrame, list[Problem]]:
    """Add columns under the alias, where it is a name we look for and the field's own is none.

    Returns
    -------
    tuple
        The frame; ZL274 for each column added, ZL275 for each field whose values are codes.
    """
    problems = []
    taken = {plain(name) for name in frame.columns}
    for name, alias in told.aliases.items():
        is_wanted = plain(alias) in KNOWN and plain(name) not in KNOWN and plain(alias) not in taken
        if name in frame.columns and is_wanted:
            frame = frame.assign(**{alias: frame[name]})
            problems.append(Problem("ZL274", where, {"column": name, "alias": alias}))
    for name, codes in told.domains.items():
        if name in frame.columns:
            shown = listed((f"{code} = {text}" for code, text in codes.items()), MOST_EXAMPLES)
            values = {"column": name, "count": len(codes), "examples": shown}
            problems.append(Problem("ZL275", where, values))
    return frame, problems


def _roots(definitions: Iterable[str], wanted: str = DOMAIN) -> Iterator[Element]:
    """Parse what can be parsed: a definition that cannot is of no use, and does no harm."""
    for definition in definitions:
        if wanted in definition:
            try:
                root = tree(definition)
            except (ExpatError, ValueError):
                continue
            if wanted in {"", root.tag}:
                yield root


def _text(element: Element, tag: str) -> str:
    return (element.findtext(tag) or "").strip()


def _codes(root: Element) -> dict[str, str]:
    return {_text(value, "Code"): _text(value, "Name") for value in root.iter("CodedValue")}
