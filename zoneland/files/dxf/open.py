"""Open a drawing by ezdxf: strictly, else recovered; nothing drawn may be lost on the way."""

from __future__ import annotations

import logging
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Final

from ezdxf import recover
from ezdxf.document import Drawing
from ezdxf.entities.polyline import Polyline
from ezdxf.lldxf.const import DXFError
from ezdxf.lldxf.tagger import tag_compiler

from zoneland.core.contracts import listed
from zoneland.core.problems import InputError, Problem
from zoneland.files.dxf.tags import Tags, damaged, read_tags

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ezdxf.lldxf.types import DXFTag

MOST_BYTES: Final = 100_000_000
"""Takes some ten seconds, and ten times its size in memory; a province's zones are smaller."""
LIBRARY_ERRORS: Final = (
    DXFError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What ezdxf raises for drawings that are not what it takes them for."""
MUST_BE_KEPT: Final = frozenset(
    ("LWPOLYLINE", "POLYLINE", "VERTEX", "CIRCLE", "ELLIPSE", "SPLINE", "INSERT", "HATCH")
)
ASCII_END: Final = 128


@dataclass(frozen=True, slots=True)
class Opened:
    """A drawing, and how it was opened."""

    drawing: Drawing
    tags: Tags
    problems: tuple[Problem, ...]


def open_drawing(path: Path, where: str) -> Opened:
    """Open a drawing.

    Parameters
    ----------
    path
        ASCII or binary DXF of any release.
    where
        How the file is named in problems.

    Returns
    -------
    Opened
        With ZL262 if its text is not in the encoding that it declares, ZL264 for what had to be
        recovered.

    Raises
    ------
    InputError
        ZL103 if the file is too large, cut short or otherwise no DXF, or if entities would be
        lost in recovering it.
    """
    if path.stat().st_size > MOST_BYTES:
        raise damaged(where, f"> {MOST_BYTES // 10**6} MB")
    tags = read_tags(path.read_bytes(), where)
    with _heard() as said:
        drawing, mended = _opened(tags)
    _refuse_losses(drawing, tags)
    problems = []
    if tags.has_wide_text and tags.believed != tags.encoding:
        values = {"declared": tags.declared or "—", "encoding": tags.encoding}
        problems.append(Problem("ZL262", where, values))
    told = list(dict.fromkeys((*mended, *said)))
    if told:
        problems.append(Problem("ZL264", where, {"count": len(told), "said": listed(told)}))
    return Opened(drawing, tags, tuple(problems))


def _opened(tags: Tags) -> tuple[Drawing, list[str]]:
    """Open strictly; else by the recovering reader, with what that one says."""
    try:
        return Drawing.from_tags(_compiled(tags)), []
    except InputError:
        raise
    except LIBRARY_ERRORS as error:
        said = [str(error) or type(error).__name__]
    try:
        drawing, auditor = recover.read(BytesIO(_in_ascii(tags)))
    except InputError:
        raise
    except LIBRARY_ERRORS as error:
        raise damaged(tags.where, error) from error
    return drawing, [*said, *(entry.message for entry in (*auditor.fixes, *auditor.errors))]


def _compiled(tags: Tags) -> Iterator[DXFTag]:
    """Give the pairs with numbers for numbers.

    Raises
    ------
    InputError
        ZL103 where a number or half a point is missing: the recovering reader would put
        another number in its place, or leave the corner out.
    """
    try:
        yield from tag_compiler(tags.sound())
    except (DXFError, OverflowError) as error:
        raise damaged(tags.where, error) from error


def _in_ascii(tags: Tags) -> bytes:
    """Write the pairs so that the recovering reader has no encoding to guess."""
    return b"".join(f"{code}\n{_escaped(value)}\n".encode() for code, value in tags.sound())


def _escaped(value: str) -> str:
    r"""Write what is not ASCII as a DXF does, by the halves of UTF-16.

    Examples
    --------
    >>> _escaped("A区")
    'A\\U+533A'
    """
    if value.isascii():
        return value
    units = value.encode("utf-16-be", "replace")
    pairs = (int.from_bytes(units[at : at + 2]) for at in range(0, len(units), 2))
    return "".join(chr(unit) if unit < ASCII_END else f"\\U+{unit:04X}" for unit in pairs)


def _refuse_losses(drawing: Drawing, tags: Tags) -> None:
    """Hold what was read against what the file has, kind by kind."""
    found = Counter[str]()
    for block in drawing.blocks:
        for entity in block:
            found[entity.dxftype()] += 1
            found["VERTEX"] += len(entity.vertices) if isinstance(entity, Polyline) else 0
    for kind in MUST_BE_KEPT:
        if found[kind] != tags.drawn[kind]:
            raise damaged(tags.where, f"{kind}: {tags.drawn[kind]:,} → {found[kind]:,}")


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collect what ezdxf logs as a warning, which would else go to standard error."""
    logger, said = logging.getLogger("ezdxf"), list[str]()
    listener = logging.Handler(logging.WARNING)
    listener.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    was = logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        yield said
    finally:
        logger.removeHandler(listener)
        logger.propagate = was
