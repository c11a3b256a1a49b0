"""The marks of subclasses that release 13 brought, put where a program left them out.

Small programs write the newer kinds of line into drawings of an old release, or of none, with
marks or without. ezdxf then refuses the line or, worse, misses its layer and its flag of closing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ezdxf.lldxf.types import DXFTag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARK: Final = 100
VARIABLE: Final = 9
NAME: Final = 2
EXTENDED: Final = 1000
"""Codes from here on are extended data, which come last."""
MARKED: Final = {"LWPOLYLINE": "AcDbPolyline", "SPLINE": "AcDbSpline", "MTEXT": "AcDbMText"}
MODERN: Final = frozenset((*MARKED, "ELLIPSE", "HATCH", "REGION", "MLINE", "IMAGE", "LEADER"))
PRESENTED: Final = "AC1015"
"""Release 2000."""


def is_modern(code: int, value: bytes) -> bool:
    """Tell whether a pair is one that release 12 does not have."""
    return code == MARK or (code == 0 and value.strip().decode("ascii", "replace") in MODERN)


def presented(tags: Iterable[DXFTag], *, has_header: bool) -> Iterator[DXFTag]:
    """Give the pairs of an old drawing as those of release 2000.

    Parameters
    ----------
    tags
        Decoded, of a drawing that says release 12 or none.
    has_header
        Whether it has a header, to which the release is added.
    """
    release = (DXFTag(VARIABLE, "$ACADVER"), DXFTag(1, PRESENTED))
    if not has_header:
        yield from (DXFTag(0, "SECTION"), DXFTag(NAME, "HEADER"), *release, DXFTag(0, "ENDSEC"))
    variable = ""
    for tag in tags:
        if variable == "$ACADVER":
            variable = ""
            continue
        if tag.code == VARIABLE:
            variable = tag.value.strip()
            if variable == "$ACADVER":
                continue
        yield tag
        if has_header and tag.code == NAME and tag.value.strip() == "HEADER":
            yield from release
            has_header = False


def marked(tags: Iterable[DXFTag]) -> Iterator[DXFTag]:
    """Give the pairs, with marks for the entities that need them and have none.

    Examples
    --------
    >>> line = [DXFTag(0, "LWPOLYLINE"), DXFTag(8, "A"), DXFTag(70, "1"), DXFTag(0, "EOF")]
    >>> [tag.code for tag in marked(line)]
    [0, 8, 70, 100, 100, 8, 70, 0]
    """
    held: list[DXFTag] = []
    for tag in tags:
        if tag.code == 0:
            yield from _with_marks(held)
            held = []
        if held or (tag.code == 0 and tag.value.strip() in MARKED):
            held.append(tag)
        else:
            yield tag
    yield from _with_marks(held)


def _with_marks(entity: list[DXFTag]) -> list[DXFTag]:
    """Give an entity's pairs once as common to all kinds, and once more under its own mark."""
    if not entity or any(tag.code == MARK for tag in entity):
        return entity
    plain = [tag for tag in entity if tag.code < EXTENDED]
    extended = [tag for tag in entity if tag.code >= EXTENDED]
    marks = (DXFTag(MARK, "AcDbEntity"), DXFTag(MARK, MARKED[entity[0].value.strip()]))
    return [*plain, *marks, *plain[1:], *extended]
