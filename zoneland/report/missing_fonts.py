"""Whether this machine can show what the office files and plates say: a font with Chinese letters.

The files themselves name fonts and carry none, so that they are whole without one; what is drawn
or looked at on this machine is not.
"""

from __future__ import annotations

from zoneland.core.problems import Problem
from zoneland.report.fonts import cjk_font


def missing_fonts(where: str = "") -> tuple[Problem, ...]:
    """Tell that no Chinese font was found, and how to install one: ZL470.

    Parameters
    ----------
    where
        The files that suffer, as a planner would find them.
    """
    return () if cjk_font() else (Problem("ZL470", where),)
