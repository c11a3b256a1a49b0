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
            starts, end = _features(content, plan.features_at)
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
    """Read a number of the head, which is one table of a FlatBuffer."""
    (table,) = struct.unpack_from("<I", head, 0)
    (back,) = struct.unpack_from("<i", head, table)
    list_at = table - back
    (list_bytes,) = struct.unpack_from("<H", head, list_at)
    place = 4 + 2 * number
    offset = struct.unpack_from("<H", head, list_at + place)[0] if place < list_bytes else 0
    return int(struct.unpack_from(form, head, table + offset)[0]) if offset else default


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


def _features(content: Content, at: int) -> tuple[list[int], int]:
    """Walk over the features by their lengths: where each begins, and where the last ends."""
    starts, first = [], at
    while at + SIZE_BYTES <= len(content):
        starts.append(at - first)
        at += SIZE_BYTES + struct.unpack_from("<I", content, at)[0]
    return starts, at


def _tree_faults(
    nodes: NDArray[np.void], starts: list[int], plan: Plan, where: str
) -> Iterator[Problem]:
    """Hold the leaves against the features, and every box against those within it."""
    leaves = nodes[-plan.count :]
    wrong = np.flatnonzero(leaves["offset"] != np.array(starts, "<u8"))
    if len(wrong):
        at = int(wrong[0])
        entry = f"index #{at + 1}"
        yield from _told(where, entry, int(leaves["offset"][at]), starts[at])
    for parent, children in _families(plan.count, plan.node_size):
        around = nodes["box"][children]
        whole = [*around[:, :2].min(axis=0), *around[:, 2:].max(axis=0)]
        box = nodes["box"][parent].tolist()
        if box != [float(one) for one in whole]:
            yield from _told(where, f"index node {parent}", box, whole)
            return


def _families(count: int, node_size: int) -> Iterator[tuple[int, slice]]:
    """Give each node of the tree that is no leaf, with its children."""
    levels = _levels(count, node_size, most_bytes=count * NODE.itemsize)
    first = 0
    for level, below in pairwise(levels):
        for at in range(level):
            start = first + level + at * node_size
            yield first + at, slice(start, min(start + node_size, first + level + below))
        first += level
