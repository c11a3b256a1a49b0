"""Binary DXF: the same pairs of group code and value, in bytes instead of lines.

The layout is that of Autodesk's DXF reference, "Binary DXF Files"; a group code is one byte up to
release 12 (255 announces a longer one) and two from release 13 on.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final, TypeAlias

from ezdxf.lldxf.types import BINARY_DATA, BYTES, DOUBLE, INT16, INT32, INT64

if TYPE_CHECKING:
    from collections.abc import Iterator

Pair: TypeAlias = tuple[int, bytes]
"""A group code, and its value as ASCII DXF would write it, in the file's own encoding."""

SENTINEL: Final = b"AutoCAD Binary DXF\r\n\x1a\x00"
LONG_CODE: Final = 255
NUMBERS: Final = {
    **dict.fromkeys(INT16, struct.Struct("<h")),
    **dict.fromkeys(INT32, struct.Struct("<i")),
    **dict.fromkeys(INT64, struct.Struct("<q")),
    **dict.fromkeys(DOUBLE, struct.Struct("<d")),
    **dict.fromkeys(BYTES, struct.Struct("<B")),
}
FIRST_CODE: Final = len(SENTINEL)
SHORT: Final = struct.Struct("<H")


def binary_pairs(content: bytes) -> Iterator[Pair]:
    r"""Read the pairs of a binary drawing, as far as the mark of its end.

    Raises
    ------
    ValueError
        Saying at which byte, if the file ends inside a value.

    Examples
    --------
    >>> from struct import pack
    >>> made = SENTINEL + b"\x00SECTION\x00" + bytes([10]) + pack("<d", 0.1) + b"\x00EOF\x00"
    >>> list(binary_pairs(made))
    [(0, b'SECTION'), (10, b'0.1'), (0, b'EOF')]
    """
    at, is_short = FIRST_CODE, content[FIRST_CODE + 1 : FIRST_CODE + 2] != b"\x00"
    while at < len(content):
        start = at
        try:
            code, at = _code(content, at, is_short=is_short)
            value, at = _value(content, at, code)
        except (struct.error, IndexError, ValueError) as error:
            raise ValueError(f"byte {start:,}: {error}") from error
        yield code, value
        if code == 0 and value == b"EOF":
            return


def _code(content: bytes, at: int, *, is_short: bool) -> tuple[int, int]:
    if is_short and content[at] != LONG_CODE:
        return content[at], at + 1
    start = at + 1 if is_short else at
    return SHORT.unpack_from(content, start)[0], start + SHORT.size


def _value(content: bytes, at: int, code: int) -> tuple[bytes, int]:
    if code in BINARY_DATA:
        end = at + 1 + content[at]
        return content[at + 1 : end].hex().upper().encode("ascii"), end
    number = NUMBERS.get(code)
    if number is not None:
        return repr(number.unpack_from(content, at)[0]).encode("ascii"), at + number.size
    end = content.index(b"\x00", at)
    return content[at:end], end + 1
