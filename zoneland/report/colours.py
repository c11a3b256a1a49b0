"""Colours of the office files: verdicts told apart by colour-blind readers and in grey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from zoneland.core.verdicts import Verdict


@dataclass(frozen=True, slots=True)
class Tint:
    """Colours of a verdict, RGB in hexadecimal."""

    fill: str
    ink: str


TINTS: Final[dict[Verdict, Tint]] = {
    Verdict.PASS: Tint("DDEBF7", "1F4E79"),
    Verdict.FAIL: Tint("F8CBAD", "7F1D00"),
    Verdict.CANNOT_TELL: Tint("FFF2CC", "7F6000"),
}
"""Blue, orange and yellow: red beside green is what most colour-blind readers cannot tell."""

TINTED: Final[dict[str, dict[str, Verdict]]] = {
    "verdict": {str(verdict): verdict for verdict in Verdict},
    "level": {"error": Verdict.FAIL, "warning": Verdict.CANNOT_TELL},
    "report.mark": {"depends": Verdict.CANNOT_TELL, "used": Verdict.PASS},
}
"""Which words of which vocabulary are tinted like which verdict."""

HEADING: Final = Tint("1F3864", "FFFFFF")
QUIET: Final = Tint("F2F2F2", "404040")
NOTICE_INK: Final = "C00000"
