"""A drawing as pairs of group code and value: read, decoded by evidence, and counted.

What a DXF says of its encoding is often wrong: CAD programs copy the code page of a template and
write the bytes of the machine. So the texts themselves are weighed against it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Final

from ezdxf.lldxf.types import DXFTag

from zoneland.core.problems import InputError, Problem
from zoneland.files.dxf.binary import SENTINEL, binary_pairs
from zoneland.files.dxf.marks import is_modern, marked, presented
from zoneland.files.text.encoding import Text, best_encoding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from zoneland.files.dxf.binary import Pair

COMMENT: Final = 999
MOST_WEIGHED: Final = 20_000
MOST_PAIRS: Final = 8_000_000
MOST_ENTITIES: Final = 500_000
"""At some 2 kB each; a corner of an old polyline is one."""
FIRST_IN_UTF8: Final = "AC1021"
"""Release 2007 and what came after it."""
UNTOLD_RELEASE: Final = "AC1009"
COUNTS: Final = {
    "LWPOLYLINE": {90: (10,)},
    "SPLINE": {72: (40,), 73: (10,), 74: (11,)},
}
"""Group codes that say how many of another code follow."""
SECTIONS: Final = frozenset(
    ("HEADER", "CLASSES", "TABLES", "BLOCKS", "ENTITIES", "OBJECTS", "THUMBNAILIMAGE", "ACDSDATA")
)
DRAWN_IN: Final = frozenset(("ENTITIES", "BLOCKS"))
PAGE: Final = re.compile(r"(?:ansi_?|dos|cp)?(\d{3,5})", re.IGNORECASE)
PAGES: Final = {
    "936": "gb18030",
    "950": "cp950",
    "932": "cp932",
    "949": "cp949",
    "874": "cp874",
    "65001": "utf-8",
    **{str(page): f"cp{page}" for page in range(1250, 1259)},
    **dict.fromkeys(("gb2312", "gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("utf8", "utf-8"), "utf-8"),
    "big5": "cp950",
}


@dataclass(slots=True)
class Tags:
    """The pairs of one drawing, and what was counted on the last way through them."""

    content: bytes
    where: str
    declared: str
    """Code page, or release, that the header declares; empty without one."""
    believed: str
    """Codec that goes with it."""
    encoding: str
    """Codec in which the texts read best."""
    has_wide_text: bool
    is_old: bool
    """Of release 12 or before, or of none by its own word, and has what is newer."""
    has_header: bool
    drawn: Counter[str] = field(default_factory=Counter)
    """Entities of each kind in the sections that hold drawings."""

    def sound(self) -> Iterator[DXFTag]:
        """Give the pairs with their text decoded, and with what old drawings leave out.

        Raises
        ------
        InputError
            ZL103 at the end of a file that was cut short, in a section that there is none of,
            where a curve has fewer corners than
            it says, and beyond the limits.
        """
        tags = self._decoded()
        return marked(presented(tags, has_header=self.has_header) if self.is_old else tags)

    def _decoded(self) -> Iterator[DXFTag]:
        self.drawn = Counter()
        section, entity, has_ended = "", _Entity(""), False
        for number, (code, raw) in enumerate(_sound_pairs(self.content, self.where)):
            if number == MOST_PAIRS:
                raise damaged(self.where, f"> {MOST_PAIRS:,}")
            value = raw.decode("ascii") if raw.isascii() else raw.decode(self.encoding, "replace")
            if code == 0:
                self._check(entity)
                entity = _Entity(value.strip())
                has_ended = entity.kind == "EOF"
                section = "" if entity.kind in {"SECTION", "ENDSEC"} else section
                self.drawn[entity.kind] += section in DRAWN_IN
                if self.drawn.total() > MOST_ENTITIES:
                    raise damaged(self.where, f"> {MOST_ENTITIES:,}")
            elif entity.kind == "SECTION" and not section and code == 2:  # noqa: PLR2004  the code of a name
                section = value.strip()
                if section not in SECTIONS:
                    raise damaged(self.where, f"SECTION {section[:20]!r}")
            entity.take(code, value)
            yield DXFTag(code, value)
        if not has_ended:
            raise damaged(self.where, "EOF?")

    def _check(self, entity: _Entity) -> None:
        for said, counted in COUNTS.get(entity.kind, {}).items():
            found = sum(entity.counts[code] for code in counted)
            declared = entity.declared.get(said)
            if declared is not None and declared != str(found):
                raise damaged(self.where, f"{entity.kind} {entity.handle}: {declared} ≠ {found}")


@dataclass(slots=True)
class _Entity:
    """What is counted of one entity."""

    kind: str
    handle: str = ""
    declared: dict[int, str] = field(default_factory=dict)
    counts: Counter[int] = field(default_factory=Counter)

    def take(self, code: int, value: str) -> None:
        if self.kind not in COUNTS:
            return
        self.counts[code] += 1
        if code == 5:  # noqa: PLR2004  the code of a handle
            self.handle = value.strip()
        elif code in COUNTS[self.kind]:
            self.declared[code] = value.strip()


def damaged(where: str, reason: object) -> InputError:
    """Give the error for a drawing that cannot be read."""
    return InputError([Problem("ZL103", where, {"reason": f"DXF: {reason}"})])


def read_tags(content: bytes, where: str) -> Tags:
    """Look through a drawing for what it declares and which encoding its texts are in.

    Parameters
    ----------
    content
        The whole file, ASCII or binary DXF.
    where
        How the file is named in problems.

    Raises
    ------
    InputError
        ZL103 with the line, or byte, where it is no DXF any more.
    """
    release, page, has_header = _declared(_sound_pairs(content, where))
    is_in_utf8 = release >= FIRST_IN_UTF8
    believed = "utf-8" if is_in_utf8 else _codec(page)
    wide = list(islice(_wide_texts(content, where), MOST_WEIGHED))
    encoding = best_encoding(wide, declared=believed)
    declared = release if is_in_utf8 else page
    is_old = release <= UNTOLD_RELEASE and any(
        is_modern(*pair) for pair in _sound_pairs(content, where)
    )
    return Tags(
        content=content,
        where=where,
        declared=declared,
        believed=believed,
        encoding=encoding,
        has_wide_text=bool(wide),
        is_old=is_old,
        has_header=has_header,
    )


def _sound_pairs(content: bytes, where: str) -> Iterator[Pair]:
    """Give the pairs but for comments; what is no pair ends in ZL103."""
    pairs = binary_pairs(content) if content.startswith(SENTINEL) else _lines(content)
    try:
        yield from pairs
    except ValueError as error:
        raise damaged(where, error) from error


def _lines(content: bytes) -> Iterator[Pair]:
    readline = BytesIO(content.removeprefix(b"\xef\xbb\xbf")).readline
    line = 1
    while raw := readline():
        try:
            code = int(raw)
        except ValueError as error:
            raise ValueError(f"line {line:,}: {raw[:20]!r}") from error
        value = readline()
        if not value:
            raise ValueError(f"line {line:,}: EOF?")
        value = value.rstrip(b"\r\n")
        line += 2
        if code != COMMENT:
            yield code, value
        if code == 0 and value.strip() == b"EOF":
            return


def _declared(pairs: Iterable[Pair]) -> tuple[str, str, bool]:
    """Give release and code page by the header, and whether there is a header."""
    found = {b"$ACADVER": UNTOLD_RELEASE, b"$DWGCODEPAGE": ""}
    variable, has_header = b"", False
    for code, value in pairs:
        has_header |= (code, value.strip()) == (2, b"HEADER")
        if code == 9:  # noqa: PLR2004  the code of a header variable
            variable = value.strip()
        elif variable in found:
            found[variable] = value.decode("ascii", "replace").strip()
            variable = b""
        elif code == 0 and value.strip() == b"ENDSEC":
            break  # the header comes first, if at all
    return found[b"$ACADVER"], found[b"$DWGCODEPAGE"], has_header


def _codec(page: str) -> str:
    """Name the codec of a code page.

    Examples
    --------
    >>> _codec("ANSI_936"), _codec("gb2312"), _codec("ANSI_1200")
    ('gb18030', 'gb18030', '')
    """
    number = PAGE.fullmatch(page)
    return PAGES.get(number[1] if number else page.lower(), "")


def _wide_texts(content: bytes, where: str) -> Iterator[Text]:
    """Give each text once that is not plain ASCII; of text files, whole lines are as good."""
    is_binary = content.startswith(SENTINEL)
    pairs = (raw for _, raw in _sound_pairs(content, where))
    seen = set()
    for raw in pairs if is_binary else BytesIO(content):
        if not raw.isascii() and raw not in seen:
            seen.add(raw)
            yield Text(raw, is_full=False)
