"""From an assessment to a plate's bytes; the one place where matplotlib begins."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from zoneland.report.plates.bar import draw_shares
from zoneland.report.plates.county import draw_county
from zoneland.report.plates.sheet import steady
from zoneland.report.plates.zone import draw_zone

if TYPE_CHECKING:
    from zoneland.core.problems import Lang
    from zoneland.report.plates.sheet import Format, Sheet
    from zoneland.rules.assessment import Assessment

Subject = Literal["zone", "county", "share"]


def drawn(
    subject: Subject,
    assessment: Assessment,
    zone_id: str | None,
    *,
    lang: Lang | None,
    form: Format = "png",
) -> bytes:
    """Draw a plate and give its file's bytes.

    Parameters
    ----------
    subject
        What to draw.
    assessment
        What one run found.
    zone_id
        The zone; None for all, where the subject allows it.
    lang
        Language of the plate; the assessment's own if None.
    form
        ``png`` or ``pdf``.
    """
    with steady():
        return _sheet(subject, assessment, zone_id, lang).saved(form)


def _sheet(
    subject: Subject, assessment: Assessment, zone_id: str | None, lang: Lang | None
) -> Sheet:
    if subject == "share":
        return draw_shares(assessment, zone_id, lang=lang)
    if subject == "county" or zone_id is None:
        return draw_county(assessment, lang=lang)
    return draw_zone(assessment, zone_id, lang=lang)
