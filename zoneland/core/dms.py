"""Degrees, minutes and seconds, as coordinates are written on paper."""

from __future__ import annotations

from typing import Final

HUNDREDTHS_A_DEGREE: Final = 360_000
HUNDREDTHS_A_MINUTE: Final = 6_000


def dms(degrees: float, letters: str) -> str:
    """Write an angle with hundredths of a second, which carry over into minutes and degrees.

    Parameters
    ----------
    degrees
        Decimal degrees; finite.
    letters
        The letter of angles from 0 up, then that of angles below: ``EW`` or ``NS``.

    Examples
    --------
    A second is some 30 m, its hundredth 0.3 m. What rounds to zero has no side but the first.

    >>> dms(113.9999999, "EW"), dms(-0.5, "NS"), dms(-1e-9, "NS")
    ('114°00′00.00″E', '0°30′00.00″S', '0°00′00.00″N')
    """
    hundredths = round(degrees * HUNDREDTHS_A_DEGREE)
    letter = letters[0] if hundredths >= 0 else letters[1]
    whole, rest = divmod(abs(hundredths), HUNDREDTHS_A_DEGREE)
    minutes, seconds = divmod(rest, HUNDREDTHS_A_MINUTE)
    return f"{whole}°{minutes:02d}′{seconds // 100:02d}.{seconds % 100:02d}″{letter}"
