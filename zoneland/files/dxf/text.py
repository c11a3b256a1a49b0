"""Text of a drawing as it is meant: escapes decoded, nothing in it but what can be shown."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from ezdxf.lldxf.encoding import decode_mif_to_unicode

from zoneland.files.text.characters import joined_halves

ESCAPED: Final = re.compile(r"\\U\+([0-9A-Fa-f]{4})")
UNSHOWN: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
"""Unicode's control, formatting (as the marks that turn the direction of writing), surrogate,
private and unassigned characters."""


def unescaped(text: str) -> str:
    r"""Decode the escapes of characters, ``\U+`` and four digits, or ``\M+`` and five.

    Examples
    --------
    >>> unescaped(r"\U+5F00\U+53D1区")
    '开发区'

    A character beyond the first 65,536, in two halves as UTF-16 writes it.

    >>> unescaped(r"\U+D840\U+DC0B") == chr(0x2000B)
    True
    """
    if "\\" in text:
        text = ESCAPED.sub(lambda found: chr(int(found[1], 16)), decode_mif_to_unicode(text))
    return joined_halves(text)


def clean(text: str) -> str:
    r"""Decode a text, and leave out what cannot be shown; blanks and line ends become one blank.

    Examples
    --------
    >>> clean("\u202e甲\x00区\r\n 二期 ")
    '甲区 二期'
    """
    words = unescaped(text).split()
    return " ".join(filter(None, ("".join(filter(_is_shown, word)) for word in words)))


def _is_shown(sign: str) -> bool:
    return unicodedata.category(sign) not in UNSHOWN
