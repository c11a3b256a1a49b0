"""Which encoding text is in, by evidence: what the file says of itself against what it holds.

Most bureaus' Shapefiles are GBK without a .cpg, and GDAL then reads mojibake without a word.
GB18030 holds all of GBK and GB 2312, so it is the one that is tried; likewise cp950 for Big5.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from zoneland.files.text.characters import everyday_share

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LANGUAGE_IDS: Final = {0x4D: "gb18030", 0x7A: "gb18030", 0x4F: "cp950", 0x78: "cp950"}
"""Byte 29 of a dBase table, where it names a Chinese encoding."""
CANDIDATES: Final = ("utf-8", "gb18030", "cp950")
NAMES: Final = {
    **dict.fromkeys(("936", "gbk", "gb2312", "gb18030", "euccn"), "gb18030"),
    **dict.fromkeys(("950", "big5", "big5eten"), "cp950"),
    **dict.fromkeys(("65001", "utf8"), "utf-8"),
}
ASCII: Final = bytes(range(32, 127))
PAGE_BYTES: Final = 64
"""A .cpg holds one word."""

DECLARED_WEIGHT: Final = 0.4
LANGUAGE_WEIGHT: Final = 0.3
UTF8_WEIGHT: Final = 0.3
"""Text in another encoding is hardly ever valid UTF-8 by chance."""
FAILED_WEIGHT: Final = 3.0


class Text(NamedTuple):
    """Bytes of one text of a table of fixed widths."""

    raw: bytes
    is_full: bool
    """It fills its width, so its last character may have been cut."""


class Told(NamedTuple):
    """A text as it reads in an encoding."""

    text: str
    is_cut: bool
    """Half a character at its end was left out."""
    failed: bool
    """It has bytes that the encoding does not know, shown as U+FFFD."""


def best_encoding(texts: Sequence[Text], *, declared: str = "", language_id: int = 0) -> str:
    """Name the encoding in which the texts of a table read best.

    What the file declares is believed unless its texts read clearly better otherwise.

    Parameters
    ----------
    texts
        Texts that are not plain ASCII.
    declared
        Codec that a .cpg declares; empty without one.
    language_id
        Byte 29 of the dBase table.

    Returns
    -------
    str
        A Python codec's name; what is declared, or ``utf-8``, where there is no such text.

    Examples
    --------
    >>> best_encoding([Text("住宅區".encode("cp950"), False)])
    'cp950'

    A .cpg that is wrong.

    >>> best_encoding([Text("住宅区".encode("gbk"), False)], declared="utf-8")
    'gb18030'
    """
    believed = LANGUAGE_IDS.get(language_id, "")
    if not texts:
        return declared or believed or "utf-8"
    weights = dict.fromkeys(CANDIDATES, 0.0)
    weights["utf-8"] = UTF8_WEIGHT
    for codec, weight in ((believed, LANGUAGE_WEIGHT), (declared, DECLARED_WEIGHT)):
        if codec:
            weights[codec] = weights.get(codec, 0.0) + weight
    return max(weights, key=lambda codec: weights[codec] + _standing(texts, codec))


def decode(text: Text, codec: str) -> Told:
    """Read a text in an encoding; half a character at the end of a full width is left out.

    Examples
    --------
    >>> decode(Text("都市計畫".encode()[:10], True), "utf-8")
    Told(text='都市計', is_cut=True, failed=False)
    """
    try:
        return Told(text.raw.decode(codec), is_cut=False, failed=False)
    except UnicodeDecodeError:
        told = _without_its_end(text.raw, codec) if text.is_full else None
    if told is not None:
        return Told(told, is_cut=True, failed=False)
    return Told(text.raw.decode(codec, "replace"), is_cut=False, failed=True)


def declared_encoding(page: Path | None) -> str:
    """Name the codec that a .cpg declares; empty without one, or where it names none we know."""
    if page is None:
        return ""
    with page.open("rb") as stream:
        said = stream.read(PAGE_BYTES).decode("utf-8-sig", "replace")
    name = re.sub(r"^(?:ansi|cp|oem|windows)(?=\d)", "", _bare(said))
    name = NAMES.get(name) or re.sub(r"^(?:iso)?8859(\d+)$", r"iso8859-\1", name)
    return name if _keeps_ascii(name) else ""


def is_utf8(path: Path) -> bool:
    """Tell whether a whole text file is UTF-8, as GeoJSON must be."""
    try:
        with path.open(encoding="utf-8-sig") as stream:
            while stream.read(1 << 20):
                pass
    except UnicodeDecodeError:
        return False
    return True


def _bare(said: str) -> str:
    return re.sub(r"[\s_.:-]", "", said.casefold())


def _keeps_ascii(codec: str) -> bool:
    """Tell whether there is such a codec, and one that a dBase table could be in."""
    try:
        return ASCII.decode(codec) == ASCII.decode("ascii")
    except (LookupError, ValueError):
        return False


def _standing(texts: Sequence[Text], codec: str) -> float:
    """Weigh how well texts read in a codec; 1 if all is everyday Chinese."""
    told = [decode(text, codec) for text in texts]
    failed = sum(one.failed for one in told) / len(told)
    return everyday_share("".join(one.text for one in told)) - FAILED_WEIGHT * failed


def _without_its_end(raw: bytes, codec: str) -> str | None:
    """Decode all but the half character at the end; None if anything else is wrong."""
    reader = codecs.getincrementaldecoder(codec)()
    try:
        return reader.decode(raw)
    except UnicodeDecodeError:
        return None
