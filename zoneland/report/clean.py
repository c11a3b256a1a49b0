"""Text from data, made fit for office files: no character that XML cannot carry."""

from __future__ import annotations

import re
from typing import Final

UNFIT: Final = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for: control characters, lone surrogates, noncharacters."""

REPLACEMENT: Final = "\ufffd"


def clean(text: str) -> str:
    r"""Replace what an office file cannot hold, visibly; line ends become one kind.

    Examples
    --------
    >>> clean("甲\x00乙\r\n丙\ud800") == "甲\ufffd乙\n丙\ufffd"
    True
    """
    return UNFIT.sub(REPLACEMENT, text.replace("\r\n", "\n").replace("\r", "\n"))
