"""Which encoding a Shapefile's text is in, by evidence in this order: .cpg, language id, bytes.

Most bureaus' Shapefiles are GBK without a .cpg, and GDAL then reads mojibake without a word.
GB18030 holds all of GBK and GB 2312, so it is the one that is tried.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

LANGUAGE_IDS: Final = {0x4D: ("gb18030",), 0x4F: ("big5",)}
CANDIDATES: Final = ("utf-8", "gb18030", "big5")
GB_NAMES: Final = {"936", "cp936", "gbk", "gb2312", "gb18030", "euc-cn"}
FIELD_BYTES: Final = 32
MOST_ROWS: Final = 20_000
"""Rows looked at: evidence enough, and a province's table is not read twice."""


def shapefile_encoding(path: Path) -> str:
    """Name the encoding of a Shapefile's attribute table.

    Parameters
    ----------
    path
        The .shp file.

    Returns
    -------
    str
        A Python codec's name; ``utf-8`` where the table is missing or has no text.
    """
    table = _beside(path, ".dbf")
    content = table.read_bytes() if table else b""
    declared = declared_encoding(path)
    if declared and _decodes(content, declared):
        return declared
    language_id = content[29] if len(content) > FIELD_BYTES else 0
    order = (*LANGUAGE_IDS.get(language_id, ()), *CANDIDATES)
    return next((codec for codec in order if _decodes(content, codec)), "gb18030")


def declared_encoding(path: Path) -> str:
    """Name the encoding that a Shapefile's .cpg declares; empty without one."""
    page = _beside(path, ".cpg")
    return _codec(page.read_text("ascii", "replace").strip()) if page else ""


def is_utf8(path: Path) -> bool:
    """Tell whether a whole text file is UTF-8, as GeoJSON must be."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            while stream.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _codec(name: str) -> str:
    lower = name.casefold()
    if lower in GB_NAMES:
        return "gb18030"
    return {"950": "big5", "cp950": "big5", "65001": "utf-8"}.get(lower, lower)


def _beside(path: Path, suffix: str) -> Path | None:
    """Find a side file whatever the case of its ending."""
    same = (part for part in path.parent.iterdir() if part.stem == path.stem)
    return next((part for part in same if part.suffix.lower() == suffix), None)


def _decodes(table: bytes, codec: str) -> bool:
    """Tell whether every text of a dBase table reads in a codec.

    Texts are cut at their field's width, maybe inside a character, so one cut character at a
    text's end is forgiven.
    """
    try:
        return all(_reads(text, codec) for text in _texts(table))
    except LookupError:
        return False


def _reads(text: bytes, codec: str) -> bool:
    for cut in range(min(3, len(text)) + 1):
        try:
            text[: len(text) - cut].decode(codec)
        except UnicodeDecodeError:
            continue
        return True
    return False


def _texts(table: bytes) -> list[bytes]:
    """Give the field names and the text cells of a dBase table that are not plain ASCII."""
    if len(table) <= FIELD_BYTES:
        return []
    rows, header, width = struct.unpack("<IHH", table[4:12])
    names, fields, at = [], [], 1
    for start in range(FIELD_BYTES, header - 1, FIELD_BYTES):
        field = table[start : start + FIELD_BYTES]
        names.append(field[:11].split(b"\0")[0])
        if field[11:12] == b"C":
            fields.append((at, field[16]))
        at += field[16]
    cells = [
        table[header + row * width + first : header + row * width + first + length].rstrip(b" \0")
        for row in range(min(rows, MOST_ROWS))
        for first, length in fields
    ]
    return [text for text in (*names, *cells) if not text.isascii()]
