"""Of a large Shapefile only what lies near: its records are copied out, byte by byte.

What is read then is a small Shapefile, and goes through all that a Shapefile goes through.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zoneland.files.meeting import meeting
from zoneland.files.shapefile.dbase import Table, cells_of, is_live
from zoneland.files.shapefile.frame import unlike_boxes
from zoneland.files.shapefile.shapes import HEAD_BYTES, NULL, RECORD_HEAD_BYTES, RINGS, Shapes

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from zoneland.files.shapefile.parts import Shapefile


def part_of(
    shapefile: Shapefile, boxes: NDArray[np.float64], folder: Path
) -> tuple[Shapefile, NDArray[np.int64]] | None:
    """Copy the records near some boxes, and those without a shape, into a Shapefile of their own.

    Where a shape lies is told by its points; the box that its record says to fill is held
    against them, for every record.

    Parameters
    ----------
    shapefile
        As `zoneland.files.shapefile.parts.inspect` found it.
    boxes
        West, south, east and north in its CRS, shape (n, 4).
    folder
        Where to write; the copy is of use as long as it stands.

    Returns
    -------
    tuple or None
        The copy, without rows marked as deleted; and the rows' numbers among those that are not,
        from 0. None where the whole is to be read: nothing is near or everything is, it holds no
        polygons, or a record is not as it says.
    """
    shapes = shapefile.shapes
    found = _boxes(shapefile) if shapes.kind in RINGS else None
    if found is None or unlike_boxes(found, shapes, np.arange(len(found))).any():
        return None
    near = np.zeros(len(found), dtype=bool)
    near[meeting(found, boxes)] = True
    live = is_live(shapefile.table)
    rows = np.flatnonzero(near & live)
    if not 0 < len(rows) < live.sum():
        return None
    return _copied(shapefile, rows, folder), (np.cumsum(live) - 1)[rows]


def _boxes(shapefile: Shapefile) -> NDArray[np.float64] | None:
    try:
        from zoneland.core import shp  # noqa: PLC0415  brings the compiler
    except ImportError:
        return None
    content = np.asarray(np.memmap(shapefile.path, np.uint8, "r"))
    return shp.boxes(content, shapefile.shapes.starts, shapefile.shapes.kinds == NULL)


def _copied(shapefile: Shapefile, rows: NDArray[np.int64], folder: Path) -> Shapefile:
    shapes, path = shapefile.shapes, folder / "part.shp"
    lengths = shapes.lengths[rows]
    ends = np.cumsum(lengths + RECORD_HEAD_BYTES)
    starts = HEAD_BYTES + np.concatenate([[0], ends[:-1]])
    _copy_shapes(shapefile, rows, path)
    table = _copy_table(shapefile.table, rows, path.with_suffix(".dbf"))
    return replace(
        shapefile,
        path=path,
        parts={**_without_index(shapefile.parts), ".dbf": table.path},
        entries=np.column_stack([starts, lengths]),
        shapes=Shapes(
            kind=shapes.kind,
            starts=starts + RECORD_HEAD_BYTES,
            lengths=lengths,
            kinds=shapes.kinds[rows],
            boxes=shapes.boxes[rows],
        ),
        table=table,
    )


def _without_index(parts: dict[str, Path]) -> dict[str, Path]:
    """Leave the index out, so that one is made anew."""
    return {ending: part for ending, part in parts.items() if ending != ".shx"}


def _copy_shapes(shapefile: Shapefile, rows: NDArray[np.int64], to: Path) -> None:
    content = np.memmap(shapefile.path, np.uint8, "r")
    starts, lengths = shapefile.shapes.starts[rows], shapefile.shapes.lengths[rows]
    heads = np.column_stack([np.arange(1, len(rows) + 1), lengths // 2]).astype(">i4")
    size = HEAD_BYTES + int((lengths + RECORD_HEAD_BYTES).sum())
    with to.open("wb") as stream:
        head = bytearray(content[:HEAD_BYTES])
        head[24:28] = (size // 2).to_bytes(4, "big")
        stream.write(head)
        for record, start, length in zip(heads, starts.tolist(), lengths.tolist(), strict=True):
            stream.write(record.tobytes())
            stream.write(content[start : start + length].data)


def _copy_table(table: Table, rows: NDArray[np.int64], to: Path) -> Table:
    with table.path.open("rb") as stream:
        head = bytearray(stream.read(table.head_bytes))
    head[4:8] = len(rows).to_bytes(4, "little")
    to.write_bytes(bytes(head) + cells_of(table)[rows].tobytes() + b"\x1a")
    return replace(table, path=to, rows=len(rows))
