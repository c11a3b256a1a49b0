"""FlatGeobuf, held against its own head and index before GDAL opens it.

After the mark come a head with the count of features, a packed tree of boxes whose leaves are the
features in order, and the features, each after its length in bytes.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.core.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    Content = bytes | mmap.mmap

MARK_BYTES: Final = 8
SIZE_BYTES: Final = 4
NODE: Final = np.dtype([("box", "<f8", 4), ("offset", "<u8")])
COUNT_FIELD: Final = 8
NODE_SIZE_FIELD: Final = 9
USUAL_NODE_SIZE: Final = 16


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the parts of a file lie, by its head."""

    count: int
    """Features that the head names; 0 if it leaves that open."""
    node_size: int
    """Children of a node of the tree; 0 without a tree."""
    tree_at: int
    features_at: int


def faults(path: Path, where: str) -> Iterator[Problem]:
    """Look through a FlatGeobuf file: ZL290 for a head that cannot be, ZL291 for the rest."""
    if path.stat().st_size <= MARK_BYTES + SIZE_BYTES:
        yield Problem("ZL290", where, {"reason": f"{path.stat().st_size} B"})
        return
    with (
        path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        try:
            plan = _plan(content)
            starts, end = _features(content, plan)
        except (struct.error, ValueError, IndexError, OverflowError) as error:
            yield Problem("ZL290", where, {"reason": error})
            return
        yield from _told(where, "bytes", end, len(content))
        if plan.count:
            yield from _told(where, "features_count", plan.count, len(starts))
        if plan.node_size and plan.count == len(starts):
            yield from _tree_faults(_nodes(content, plan), starts, plan, where)


def boxes(path: Path) -> NDArray[np.float64] | None:
    """Give the box of each feature by the tree: west, south, east, north; None without a tree."""
    with (
        path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        plan = _plan(content)
        if not (plan.node_size and plan.count):
            return None
        found: NDArray[np.float64] = _nodes(content, plan)["box"][-plan.count :].copy()
        return found


def _told(where: str, entry: str, stated: object, found: object) -> Iterator[Problem]:
    if stated != found:
        yield Problem("ZL291", where, {"entry": entry, "stated": stated, "found": found})


def _plan(content: Content) -> Plan:
    (size,) = struct.unpack_from("<I", content, MARK_BYTES)
    tree_at = MARK_BYTES + SIZE_BYTES + size
    if tree_at > len(content):
        raise ValueError(f"header {size} B")
    head = content[MARK_BYTES + SIZE_BYTES : tree_at]
    count = _entry(head, COUNT_FIELD, "<Q", 0)
    node_size = _entry(head, NODE_SIZE_FIELD, "<H", USUAL_NODE_SIZE)
    levels = _levels(count, node_size, len(content)) if count and node_size else []
    return Plan(count, node_size, tree_at, tree_at + sum(levels) * NODE.itemsize)


def _entry(head: bytes, number: int, form: str, default: int) -> int:
    """Read a number of the head."""
    place = _place(head, number)
    return int(struct.unpack_from(form, head, place)[0]) if place else default


def _place(head: bytes | bytearray, number: int) -> int:
    """Find an entry of the head, which is one table of a FlatBuffer; 0 if it is left out."""
    (table,) = struct.unpack_from("<I", head, 0)
    (back,) = struct.unpack_from("<i", head, table)
    list_at = table - back
    (list_bytes,) = struct.unpack_from("<H", head, list_at)
    entry = 4 + 2 * number
    offset = struct.unpack_from("<H", head, list_at + entry)[0] if entry < list_bytes else 0
    return int(table + offset) if offset else 0


def _levels(count: int, node_size: int, most_bytes: int) -> list[int]:
    """Count the nodes of each level of the tree, from the root to the leaves."""
    if node_size < 2 or count * NODE.itemsize > most_bytes:  # noqa: PLR2004  else it never ends
        raise ValueError(f"features_count {count}, index_node_size {node_size}")
    levels = [-(-count // node_size), count]  # a root even over a single leaf
    while levels[0] > 1:
        levels.insert(0, -(-levels[0] // node_size))
    return levels


def _nodes(content: Content, plan: Plan) -> NDArray[np.void]:
    return np.frombuffer(content[plan.tree_at : plan.features_at], NODE)


def _features(content: Content, plan: Plan) -> tuple[NDArray[np.int64], int]:
    """Give where each feature begins, by their lengths, and where the last ends."""
    found = _told_by_tree(content, plan)
    if found is not None:
        return found
    starts, at = [], plan.features_at
    while at + SIZE_BYTES <= len(content):
        starts.append(at - plan.features_at)
        at += SIZE_BYTES + struct.unpack_from("<I", content, at)[0]
    return np.array(starts, np.int64), at


def _told_by_tree(content: Content, plan: Plan) -> tuple[NDArray[np.int64], int] | None:
    """Give what a walk over the features would, if the tree leads from each to the next."""
    if not (plan.node_size and plan.count):
        return None
    room = len(content) - plan.features_at
    starts = _nodes(content, plan)["offset"][-plan.count :]
    if starts[0] != 0 or starts.max() > room - SIZE_BYTES:
        return None
    starts = starts.astype(np.int64)
    sizes = _sizes(content, starts + plan.features_at)
    ends = starts + SIZE_BYTES + sizes
    is_a_walk = ends[-1] > room - SIZE_BYTES and (starts[1:] == ends[:-1]).all()
    return (starts, int(ends[-1]) + plan.features_at) if is_a_walk else None


def _sizes(content: Content, at: NDArray[np.int64]) -> NDArray[np.int64]:
    view = np.frombuffer(content, np.uint8)
    digits = (view[at + place].astype(np.int64) << 8 * place for place in range(SIZE_BYTES))
    return np.asarray(np.sum(list(digits), axis=0))


def _tree_faults(
    nodes: NDArray[np.void], starts: NDArray[np.int64], plan: Plan, where: str
) -> Iterator[Problem]:
    """Hold the leaves against the features, and every box against those within it."""
    leaves = nodes[-plan.count :]
    wrong = np.flatnonzero(leaves["offset"] != starts.astype("<u8"))
    if len(wrong):
        at = int(wrong[0])
        entry = f"index #{at + 1}"
        yield from _told(where, entry, int(leaves["offset"][at]), int(starts[at]))
    first = 0
    for level, below in pairwise(_levels(plan.count, plan.node_size, most_bytes=nodes.nbytes)):
        boxes = nodes["box"][first : first + level]
        first += level
        wholes = _wholes(nodes["box"][first : first + below], plan.node_size)
        wrong = np.flatnonzero((boxes != wholes).any(axis=1))
        if len(wrong):
            at = int(wrong[0])
            entry = f"index node {first - level + at}"
            yield from _told(where, entry, boxes[at].tolist(), wholes[at].tolist())
            return


def _wholes(boxes: NDArray[np.float64], node_size: int) -> NDArray[np.float64]:
    """Give the box around the children of each node."""
    first = np.arange(0, len(boxes), node_size)
    lows = np.minimum.reduceat(boxes[:, :2], first, axis=0)
    return np.hstack([lows, np.maximum.reduceat(boxes[:, 2:], first, axis=0)])


def part_of(path: Path, to: Path, rows: NDArray[np.int64]) -> None:
    """Write some features of a file as a file of its own, byte by byte.

    GDAL's own way to read what is near gives 65,536 empty rows where nothing is. The tree of the
    part is left blank: nobody asks it anything.

    Parameters
    ----------
    path
        The file, which has a tree, and in which `faults` finds none.
    to
        What to write.
    rows
        Numbers of the features, from 0, ascending; one at least.
    """
    with (
        path.open("rb") as stream,
        mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as content,
        to.open("wb") as part,
    ):
        plan = _plan(content)
        starts = _nodes(content, plan)["offset"][-plan.count :][rows].astype(np.int64)
        starts += plan.features_at
        ends = starts + SIZE_BYTES + _sizes(content, starts)
        head = bytearray(content[: plan.tree_at])
        place = _place(head[MARK_BYTES + SIZE_BYTES :], COUNT_FIELD)
        struct.pack_into("<Q", head, MARK_BYTES + SIZE_BYTES + place, len(rows))
        part.write(head)
        part.write(bytes(sum(_levels(len(rows), plan.node_size, len(content))) * NODE.itemsize))
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            part.write(content[start:end])
