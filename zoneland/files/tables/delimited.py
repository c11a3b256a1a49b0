"""Tables in text files: comma, tab or semicolon between the cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from typing import Final

from zoneland.core.problems import InputError, Problem
from zoneland.files.tables.headings import is_blank
from zoneland.files.tables.sheet import Row, Sheet

DELIMITERS: Final = (",", "\t", ";")
LOOKED_AT: Final = 40
"""Lines that decide which delimiter it is."""

UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def decode_file(content: bytes, where: str) -> tuple[str, str]:
    """Decode a text file: by its mark, else UTF-8 if it is that, else GB 18030.

    Parameters
    ----------
    content
        The file's bytes.
    where
        The file, as problems shall name it.

    Returns
    -------
    tuple of str
        The text and the codec's name.

    Raises
    ------
    InputError
        ZL131 for bytes that are neither.

    Examples
    --------
    >>> decode_file("面积".encode("gbk"), "a.csv"), decode_file("面积".encode("utf-8-sig"), "a.csv")
    (('面积', 'gb18030'), ('面积', 'utf-8-sig'))
    """
    marked = ("utf-16",) if content.startswith(UTF16_MARKS) else ()
    signed = ("utf-8-sig",) if content.startswith(b"\xef\xbb\xbf") else ()
    for codec in (*marked, *signed, "utf-8", "gb18030"):
        try:
            return content.decode(codec), codec
        except UnicodeDecodeError:
            continue
    raise InputError([Problem("ZL131", where, {"reason": "UnicodeDecodeError"})])


def read_delimited(content: bytes, where: str) -> tuple[Sheet, str]:
    r"""Read a text table as one nameless sheet.

    Parameters
    ----------
    content
        The file's bytes.
    where
        The file, as problems shall name it.

    Returns
    -------
    tuple
        The sheet, every cell as text, and the codec's name.

    Raises
    ------
    InputError
        ZL131 if it is not text or cannot be taken apart.

    Examples
    --------
    >>> sheet, codec = read_delimited("宗地号;面积\n\nA-1;2,5\n".encode(), "a.csv")
    >>> sheet.rows[-1], codec
    (Row(number=3, cells=('A-1', '2,5')), 'utf-8')
    """
    text, codec = decode_file(content, where)
    lines = text.splitlines()[:LOOKED_AT]
    try:
        delimiter = max(DELIMITERS, key=lambda mark: _evenness(lines, mark))
        records = _records(text, delimiter)
    except csv.Error as error:
        raise InputError([Problem("ZL131", where, {"reason": str(error)})]) from error
    rows = tuple(
        Row(number, tuple(record))
        for number, record in enumerate(records, start=1)
        if not all(is_blank(cell) for cell in record)
    )
    return Sheet("", rows), codec


def _evenness(lines: list[str], mark: str) -> tuple[int, int]:
    """Count the lines that a delimiter parts into the same number of cells, and those cells.

    Commas stand in addresses and in numbers, so that the most frequent mark may be none.
    """
    widths = Counter(len(record) for record in csv.reader(lines, delimiter=mark) if len(record) > 1)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return count, width


def _records(text: str, delimiter: str) -> list[list[str]]:
    """Take a text apart; refuse one whose quote is never closed, for it swallows the rows below.

    A stray quote inside a cell is no such thing, so the strict reading alone does not decide.
    """
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
