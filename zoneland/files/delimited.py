"""Tables in text files: comma, tab or semicolon between the cells."""

from __future__ import annotations

import csv
import io
from typing import Final

from zoneland.core.problems import InputError, Problem
from zoneland.files.sheet import Row, Sheet, is_blank

DELIMITERS: Final = (",", "\t", ";")
LOOKED_AT: Final = 10
"""Lines that decide which delimiter it is."""

UTF16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


def decode(content: bytes, where: str) -> tuple[str, str]:
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
    >>> decode("面积".encode("gbk"), "a.csv"), decode("面积".encode("utf-8-sig"), "a.csv")
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
    text, codec = decode(content, where)
    lines = text.splitlines()[:LOOKED_AT]
    delimiter = max(DELIMITERS, key=lambda mark: sum(line.count(mark) for line in lines))
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise InputError([Problem("ZL131", where, {"reason": str(error)})]) from error
    rows = tuple(
        Row(number, tuple(record))
        for number, record in enumerate(records, start=1)
        if not all(is_blank(cell) for cell in record)
    )
    return Sheet("", rows), codec
