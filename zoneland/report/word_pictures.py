"""Pictures of the Word report: plates in the middle of the page, with words for who cannot see."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from zoneland.report.clean import clean

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell


def add_picture(into: Document | _Cell, png: bytes, *, told: str, width_cm: float) -> None:
    """Add a PNG in a paragraph of its own, which stays with what follows it.

    Parameters
    ----------
    into
        The report, or a cell of it.
    png
        The picture.
    told
        What it shows, for readers who have it read out.
    width_cm
        How wide it stands on the paper.
    """
    line = into.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(1)
    line.paragraph_format.keep_with_next = True
    drawn = line.add_run().add_picture(io.BytesIO(png), width=Cm(width_cm))
    drawn._inline.docPr.set("descr", clean(told))  # noqa: SLF001  not in its API
