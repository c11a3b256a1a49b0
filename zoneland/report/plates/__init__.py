"""Plates: static maps and charts for paper, as PNG and as PDF.

A plate shows parcels, control lines and plots, so it is for the office alone: every one is stamped
内部资料 不得公开, and there are none for the public. Matplotlib is imported when a plate is drawn.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from zoneland.files.writing.atomic import write_whole
from zoneland.files.writing.readback import expect_bytes

if TYPE_CHECKING:
    from zoneland.core.problems import Lang
    from zoneland.report.plates.render import Subject
    from zoneland.report.plates.sheet import Format
    from zoneland.rules.assessment import Assessment

__all__ = ["county_plate", "save_plate", "share_bar", "zone_plate"]


def zone_plate(assessment: Assessment, zone_id: str, *, lang: Lang | None = None) -> bytes:
    """Draw a zone's land, the lines around it and what was found in it, for internal use only.

    Parameters
    ----------
    assessment
        What one run found; land and lines are drawn where its layers hold them.
    zone_id
        The zone.
    lang
        Language of the plate; the assessment's own unless given. On a machine without a Chinese
        font (`zoneland.report.fonts.cjk_font` gives None) every plate is in English.

    Returns
    -------
    bytes
        A PNG of 16 cm by 10 cm at 200 dpi; the same assessment gives the same bytes.

    Raises
    ------
    KeyError
        If the assessment has no such zone.
    """
    from zoneland.report.plates.render import drawn  # noqa: PLC0415  matplotlib is slow to import

    return drawn("zone", assessment, zone_id, lang=lang)


def county_plate(assessment: Assessment, *, lang: Lang | None = None) -> bytes:
    """Draw all zones by verdict, with names that do not cover each other, for internal use only.

    Names that find no room on the map are numbered there and listed beside it.

    Parameters
    ----------
    assessment
        What one run found.
    lang
        As in `zone_plate`.

    Returns
    -------
    bytes
        A PNG of 16 cm by 10 cm at 200 dpi; the same assessment gives the same bytes.
    """
    from zoneland.report.plates.render import drawn  # noqa: PLC0415  matplotlib is slow to import

    return drawn("county", assessment, None, lang=lang)


def share_bar(
    assessment: Assessment, zone_id: str | None = None, *, lang: Lang | None = None
) -> bytes:
    """Draw the interval that a zone's industrial share lies in against the least that passes.

    Parameters
    ----------
    assessment
        What one run found; the reading is the one that it was judged by.
    zone_id
        The zone; all zones, a bar each, unless given.
    lang
        As in `zone_plate`.

    Returns
    -------
    bytes
        A PNG 16 cm wide at 200 dpi, a row a zone; the same assessment gives the same bytes.

    Raises
    ------
    KeyError
        If the assessment has no such zone.
    """
    from zoneland.report.plates.render import drawn  # noqa: PLC0415  matplotlib is slow to import

    return drawn("share", assessment, zone_id, lang=lang)


def save_plate(
    assessment: Assessment,
    path: Path | str,
    *,
    zone_id: str | None = None,
    kind: Literal["map", "share"] = "map",
    lang: Lang | None = None,
) -> None:
    """Write a plate as PNG or, with lines that stay sharp at any size, as PDF.

    Parameters
    ----------
    assessment
        What one run found.
    path
        Where to write it; its ending, ``.png`` or ``.pdf``, says how.
    zone_id
        The zone; all zones unless given.
    kind
        ``map`` for `zone_plate` or `county_plate`, ``share`` for `share_bar`.
    lang
        As in `zone_plate`.

    Raises
    ------
    ValueError
        If the path ends in something else.
    KeyError
        If the assessment has no such zone.
    OutputError
        ZL430 or ZL431 if the file could not be written.
    """
    from zoneland.report.plates.render import drawn  # noqa: PLC0415  matplotlib is slow to import

    form = Path(path).suffix.lower().removeprefix(".")
    if form not in {"png", "pdf"}:
        raise ValueError(f"{path}: a plate is written as .png or .pdf")
    subject: Subject = "share" if kind == "share" else "county" if zone_id is None else "zone"
    shape: Format = "pdf" if form == "pdf" else "png"
    content = drawn(subject, assessment, zone_id, lang=lang, form=shape)
    write_whole(path, partial(_write_bytes, content=content))


def _write_bytes(path: Path, *, content: bytes) -> None:
    path.write_bytes(content)
    expect_bytes(path, content)
