"""The shapes of a Shapefile: whether .shp and .shx are whole and agree with each other.

GDAL gives a null geometry for a record that it cannot reach, and follows an offset wherever it
points. So every record is held against the index, and its counts against its length, first.
All records are looked at together, as columns of numbers taken out of the mapped file.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from zoneland.core.problems import InputError
from zoneland.files.shapefile.faults import strange, wrong_length

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from zoneland.core.problems import Problem

    Bytes = NDArray[np.uint8]
    Numbers = NDArray[np.int64]

HEAD_BYTES: Final = 100
FILE_CODE: Final = 9994
VERSION: Final = 1000
RECORD_HEAD_BYTES: Final = 8
ENTRY_BYTES: Final = 8
NULL: Final = 0
NULL_BYTES: Final = 4
POINTS: Final = {1: (20,), 11: (28, 36), 21: (28,)}
"""Types of one point a record, and how long its content may be in bytes."""
MANY: Final = {8: "", 28: "m", 18: "z", 3: "", 23: "m", 13: "z", 5: "", 25: "m", 15: "z"}
"""Types of many points a record, and what they carry besides east and north."""
WITHOUT_PARTS: Final = {8, 18, 28}
RINGS: Final = {5, 15, 25}
POINT_BYTES: Final = 16


@dataclass(frozen=True, slots=True)
class Shapes:
    """The records of a .shp: where each begins, what it is and the box it says to fill."""

    kind: int
    starts: Numbers
    """Where the contents begin, in bytes."""
    lengths: Numbers
    """How long the contents are, in bytes."""
    kinds: Numbers
    boxes: NDArray[np.float64]
    """West, south, east, north; NaN for a null shape or a single point."""


def check_length(path: Path, where: str) -> list[Problem]:
    """Hold the head of a .shp or .shx against its size: ZL175 for length, ZL177 for the rest."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    if len(head) < HEAD_BYTES:
        return [wrong_length(where, HEAD_BYTES, size)]
    code, words = struct.unpack(">I20xI", head[:28])
    version, kind = struct.unpack("<II", head[28:36])
    if code != FILE_CODE:
        return [strange(where, "File Code", code, FILE_CODE)]
    if 2 * words != size:
        return [wrong_length(where, 2 * words, size)]
    if version != VERSION:
        return [strange(where, "Version", version, VERSION)]
    if kind != NULL and kind not in POINTS and kind not in MANY:
        return [strange(where, "Shape Type", kind, "、".join(map(str, sorted(POINTS | MANY))))]
    return []


def shape_type(path: Path) -> int:
    """Give the type of shapes that the head of a .shp or .shx names."""
    with path.open("rb") as stream:
        return int(struct.unpack("<I", stream.read(36)[32:])[0])


def index_entries(path: Path) -> Numbers:
    """Read a .shx: start of the record and length of its content, in bytes, a row each."""
    raw = np.fromfile(path, np.uint8, offset=HEAD_BYTES)
    whole = len(raw) // ENTRY_BYTES * ENTRY_BYTES
    return 2 * raw[:whole].view(">i4").reshape(-1, 2).astype(np.int64)


def walk(path: Path, where: str) -> Numbers:
    """Find the records of a .shp without its index, one after another to the end of the file.

    Raises
    ------
    InputError
        ZL177 at the first record that does not follow the one before.
    """
    content: Any = np.memmap(path, np.uint8, "r")
    size, at = len(content), HEAD_BYTES
    found: list[tuple[int, int]] = []
    while at + RECORD_HEAD_BYTES <= size:
        number, words = struct.unpack_from(">ii", content, at)
        if number != len(found) + 1 or 2 * words < NULL_BYTES:
            break
        found.append((at, 2 * words))
        at += RECORD_HEAD_BYTES + 2 * words
    if at != size:
        raise InputError([strange(f"{where} #{len(found) + 1}", "Record Header", at, size)])
    return np.array(found, np.int64).reshape(-1, 2)


def read_shapes(path: Path, entries: Numbers, where: str) -> Shapes:
    """Read what the records say of themselves, and check it.

    Parameters
    ----------
    path
        The .shp.
    entries
        Start of the record and length of its content, in bytes, a row each.
    where
        How the .shp is named in problems.

    Raises
    ------
    InputError
        ZL177 for the first record whose place, number, length, type, parts or points cannot be.
    """
    content = np.memmap(path, np.uint8, "r")
    claims = Claims(where)
    _check_places(entries, content, claims)
    starts, lengths = entries[:, 0] + RECORD_HEAD_BYTES, entries[:, 1]
    shapes = Shapes(
        kind=shape_type(path),
        starts=starts,
        lengths=lengths,
        kinds=_integers(content, starts),
        boxes=np.full((len(starts), 4), np.nan),
    )
    claims.hold("Shape Type", shapes.kinds, np.where(shapes.kinds == NULL, NULL, shapes.kind))
    null = np.where(shapes.kinds == NULL, NULL_BYTES, lengths)
    claims.hold("Content Length", lengths, null)
    if shapes.kind in POINTS:
        lengths_of_points = POINTS[shapes.kind]
        claims.hold_any("Content Length", lengths, lengths_of_points, shapes.kinds != NULL)
    elif shapes.kind in MANY:
        _check_contents(shapes, content, claims)
    return shapes


@dataclass(frozen=True, slots=True)
class Claims:
    """Holds columns of numbers to what they must be, and names the first record that fails."""

    where: str

    def hold(self, entry: str, found: Any, wanted: Any) -> None:  # noqa: ANN401 - arrays
        """Refuse the first record where `found` is not `wanted`."""
        self.hold_true(entry, found == wanted, found, wanted)

    def hold_any(self, entry: str, found: Numbers, wanted: tuple[int, ...], among: Any) -> None:  # noqa: ANN401 - arrays
        """Refuse the first record among some where `found` is none of `wanted`."""
        held = np.isin(found, wanted) | ~among
        self.hold_true(entry, held, found, "、".join(map(str, wanted)))

    def hold_true(self, entry: str, held: Any, found: Any, wanted: Any) -> None:  # noqa: ANN401 - arrays
        """Refuse the first record where something does not hold."""
        failed = np.flatnonzero(~held)
        if not len(failed):
            return
        first = int(failed[0])
        should = wanted[first] if isinstance(wanted, np.ndarray) else wanted
        raise InputError([strange(f"{self.where} #{first + 1}", entry, found[first], should)])


def _check_places(entries: Numbers, content: Bytes, claims: Claims) -> None:
    """Check that records lie in the file, apart from each other, where the index says."""
    starts, lengths = entries[:, 0], entries[:, 1]
    ends = starts + RECORD_HEAD_BYTES + lengths
    inside = (starts >= HEAD_BYTES) & (lengths >= NULL_BYTES) & (ends <= len(content))
    claims.hold_true("Offset", inside, starts, f"{HEAD_BYTES}–{len(content)}")
    claims.hold("Record Number", _integers(content, starts, ">i4"), 1 + np.arange(len(starts)))
    claims.hold("Content Length", lengths, 2 * _integers(content, starts + 4, ">i4"))
    order = np.argsort(starts)
    apart = np.ones(len(starts), np.bool_)
    apart[order[1:]] = starts[order[1:]] >= ends[order[:-1]]
    claims.hold_true("Offset", apart, starts, "≥ Offset + Content Length")


def _check_contents(shapes: Shapes, content: Bytes, claims: Claims) -> None:
    """Check counts of parts and points against the length, and parts against the points."""
    drawn = np.flatnonzero(shapes.kinds != NULL)
    starts, lengths = shapes.starts[drawn], shapes.lengths[drawn]
    every = np.ones(len(shapes.starts), np.bool_)
    has_parts = shapes.kind not in WITHOUT_PARTS
    least = 44 if has_parts else 40
    every[drawn] = lengths >= least
    claims.hold_true("Content Length", every, shapes.lengths, f"≥ {least}")
    shapes.boxes[drawn] = _take(content, starts + 4, 32).view("<f8")
    parts = _integers(content, starts + 36) if has_parts else np.ones(len(drawn), np.int64)
    points = _integers(content, starts + (40 if has_parts else 36))
    every[drawn] = (parts >= 1) & (points >= parts)
    counts = np.zeros(len(shapes.starts), np.int64)
    counts[drawn] = points
    claims.hold_true("NumPoints", every, counts, "≥ NumParts ≥ 1")
    plain = least + (4 * parts if has_parts else 0) + 16 * points
    more = 16 + 8 * points
    may = {"": (0,), "m": (0, 1), "z": (1, 2)}[MANY[shapes.kind]]
    every[drawn] = np.any([lengths == plain + times * more for times in may], axis=0)
    claims.hold_true("Content Length", every, shapes.lengths, "NumParts, NumPoints")
    if not has_parts:
        return
    record, begins, nexts = _parts(content, starts + 44, parts, points)
    every[drawn] = _holds_in_all(record, begins < nexts) & (begins[np.cumsum(parts) - parts] == 0)
    claims.hold_true("Parts", every, counts, "0 = Parts[0] < Parts[1] < … < NumPoints")
    if shapes.kind in RINGS:
        first_point = (starts + 44 + 4 * parts)[record]
        first = _take(content, first_point + POINT_BYTES * begins, POINT_BYTES)
        last = _take(content, first_point + POINT_BYTES * (nexts - 1), POINT_BYTES)
        every[drawn] = _holds_in_all(record, (first == last).all(axis=1))
        claims.hold_true("Points", every, counts, "Ring[0] = Ring[-1]")


def _parts(
    content: Bytes, starts: Numbers, parts: Numbers, points: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Give each part's record, first point, and the first point after it."""
    record = np.repeat(np.arange(len(parts)), parts)
    nth = np.arange(len(record)) - (np.cumsum(parts) - parts)[record]
    begins = _integers(content, starts[record] + 4 * nth)
    is_last = nth == parts[record] - 1
    nexts = np.where(is_last, points[record], np.append(begins[1:], 0))
    return record, begins, nexts


def _holds_in_all(record: Numbers, held: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell of each record whether something holds for all of its parts."""
    failed = np.bincount(record[~held], minlength=int(record[-1]) + 1 if len(record) else 0)
    return np.asarray(failed == 0)


def _integers(content: Bytes, at: Numbers, order: str = "<i4") -> Numbers:
    return np.asarray(_take(content, at, 4).view(order)[:, 0].astype(np.int64))


def _take(content: Bytes, at: Numbers, width: int) -> Bytes:
    """Take so many bytes at each place, a row each."""
    if not len(at):
        return np.empty((0, width), np.uint8)
    places = len(content) - width + 1
    pieces = np.ndarray(places, f"V{width}", buffer=content.data, strides=(1,))
    return np.asarray(pieces[at].view(np.uint8).reshape(-1, width))
