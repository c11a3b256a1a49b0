"""XML without entities, document types or depth beyond reason: a tree, and nothing fetched."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

DEEPEST: Final = 200


def tree(text: str) -> Element:
    """Build the tree of elements, their names without prefixes.

    Raises
    ------
    ExpatError
        For what is no well-formed XML.
    ValueError
        For a document type, by which entities would come in, and for depth beyond reason.

    Examples
    --------
    >>> [child.tag for child in tree('<k:kml xmlns:k="x"><k:Placemark/></k:kml>')]
    ['Placemark']
    """
    parser, builder = expat.ParserCreate(), TreeBuilder()
    depth = 0

    def refuse(*_: object) -> None:
        raise ValueError("<!DOCTYPE>")

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise ValueError(f"> {DEEPEST} <…>")
        builder.start(_local(tag), attributes)

    def end(tag: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(tag))

    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.Parse(text, True)
    return builder.close()


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]
