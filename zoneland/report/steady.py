"""Office files whose bytes depend on their content alone.

Both openpyxl and python-docx stamp the present time on the archive's members, and openpyxl on
the document's properties as well.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from typing import IO, TYPE_CHECKING, Final

from zoneland.files.writing.readback import expect_rows

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from openpyxl import Workbook

FIRST_DOS_DAY: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest date that a zip archive can hold."""

PROPERTIES: Final = "docProps/core.xml"
STAMP: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")


def save_streamed(book: Workbook, path: Path, on: date, *, rows: Mapping[str, int]) -> None:
    """Write a streamed workbook with fixed dates, and see that every row arrived.

    Its sheets lie in temporary files until it is saved, and a disk that fills up can cut them
    short without a word.

    Parameters
    ----------
    book
        The workbook, its sheets filled.
    path
        Where to write it.
    on
        The day that its properties name.
    rows
        How many were written to each sheet, in order.

    Raises
    ------
    NotWholeError
        If a sheet has other rows than were written to it.
    """
    made = io.BytesIO()
    book.save(made)
    repack(made, path, on)
    expect_rows(path, rows)


def repack(archive: IO[bytes], path: Path, on: date) -> None:
    """Write an office file again with fixed dates.

    Reading each member checks its length and checksum, so a file that its maker cut short
    without a word (openpyxl does, on a full disk) ends here with an error.

    Parameters
    ----------
    archive
        The file as its library wrote it.
    path
        Where to write it.
    on
        The day that the document's properties name.
    """
    with zipfile.ZipFile(archive) as made, zipfile.ZipFile(path, "w") as steady:
        for name in made.namelist():
            member = zipfile.ZipInfo(name, FIRST_DOS_DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            if name == PROPERTIES:
                steady.writestr(member, _stamped(made.read(name), on))
                continue
            with made.open(name) as source, steady.open(member, "w", force_zip64=False) as target:
                shutil.copyfileobj(source, target)


def _stamped(properties: bytes, on: date) -> bytes:
    return STAMP.sub(rb"\g<1>" + f"{on.isoformat()}T00:00:00Z".encode(), properties)
