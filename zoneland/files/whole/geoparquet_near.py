"""Of a large GeoParquet file only what lies near: row groups by statistics, then rows by shapes.

Statistics only say which row groups may be passed over. Where each shape lies is read off the
shape, and where that belies the statistics, none are believed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from zoneland.core.passing import passed
from zoneland.files.gdal import near
from zoneland.files.gdal.arrow import frame_of
from zoneland.files.limits import check_rows, check_unpacked
from zoneland.files.meeting import EVERYWHERE, boxes_of, boxes_of_shapes, meeting
from zoneland.files.store.groups import group_boxes
from zoneland.files.store.note import covering_of, row_column, without_own_columns
from zoneland.files.whole.geoparquet import crs_of, note_of, others_told, shapes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    import geopandas as gpd
    import pyproj
    from numpy.typing import NDArray

    from zoneland.core.problems import Problem
    from zoneland.files.gdal.near import Scope

BATCH_ROWS: Final = 16_384
"""Rows in memory at a time, of a row group of any size."""
BUFFER_BYTES: Final = 1 << 20
"""Read at a time of a column, which else is taken up whole."""
POLYGONAL: Final = frozenset(("Polygon", "MultiPolygon", "Polygon Z", "MultiPolygon Z"))
"""What a file must say that it holds for statistics to be asked: points and lines are told
wherever they lie."""


Found = tuple[pa.Table, "NDArray[np.object_]", "NDArray[np.int64]"]
"""Attributes of rows, their shapes and their numbers."""


class UntrueError(Exception):
    """A shape lies outside the box that statistics give its row group."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file says of itself."""

    shape: str
    encoding: str
    box: str | None
    """The column of boxes, if it may be asked."""
    row: str | None
    """The column of row numbers, where the file is a store of ours."""
    crs: pyproj.CRS | None
    fields: tuple[str, ...]
    rows: int
    problems: tuple[Problem, ...]


def read_near_in_geoparquet(
    path: Path, where: str, scope: Scope
) -> tuple[gpd.GeoDataFrame, list[Problem], Plan] | None:
    """Read of a large GeoParquet file what lies near.

    Parameters
    ----------
    path, where
        As for `zoneland.files.whole.geoparquet.read_geoparquet`.
    scope
        Which part is wanted.

    Returns
    -------
    tuple or None
        The frame, its index the rows' numbers from 0 as `read_geoparquet` counts them; problems
        as it tells them of these rows; and what the file says of itself. None where the file is
        small, or its CRS does not tell what is near.

    Raises
    ------
    InputError
        As `read_geoparquet`; what pyarrow and GEOS raise is left as it is.
    """
    with pq.ParquetFile(path, buffer_size=BUFFER_BYTES) as file:
        if file.metadata.num_rows < near.MANY_ROWS:
            return None
        plan = _plan(file, where)
        boxes = None if plan.crs is None else scope.boxes_in(plan.crs)
        if boxes is None:
            return None
        wanted = scope.columns_of(plan.fields)
        names = plan.fields if wanted is None else tuple(wanted)
        reader = _Reader(file, plan, names, boxes, where)
        table, shapes, rows = reader.read()
    frame, told = frame_of(table, shapes, names=names, crs=plan.crs, where=where, rows=rows)
    return frame, [*plan.problems, *told], plan


def _plan(file: pq.ParquetFile, where: str) -> Plan:
    metadata, schema = file.metadata.metadata or {}, file.schema_arrow
    check_rows(file.metadata.num_rows, where)
    shape, columns = note_of(metadata, where)
    row, note = row_column(metadata, schema), columns[shape]
    plain = without_own_columns(schema.empty_table(), note, {}).column_names
    kinds = note.get("geometry_types")
    may_ask = row is not None or (isinstance(kinds, list) and kinds and POLYGONAL.issuperset(kinds))
    return Plan(
        shape=shape,
        encoding=str(note.get("encoding", "")),
        box=covering_of(note) if may_ask else None,
        row=row,
        crs=crs_of(note, where),
        fields=tuple(name for name in plain if name not in {*columns, row}),
        rows=file.metadata.num_rows,
        problems=tuple(others_told(shape, columns, where)),
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one file, a row group at a time."""

    file: pq.ParquetFile
    plan: Plan
    names: Sequence[str]
    boxes: NDArray[np.float64]
    where: str

    def read(self) -> Found:
        """Give what is near, in the order and under the numbers that all rows have."""
        everywhere = np.tile(EVERYWHERE, (self.file.metadata.num_row_groups, 1))
        try:
            table, shapes, rows = self._near(self._group_boxes(everywhere))
        except UntrueError:
            table, shapes, rows = self._near(everywhere)
        if self.plan.row is None:
            return table, shapes, rows
        numbers = self.file.read(columns=[self.plan.row]).column(self.plan.row)
        places = np.empty(self.plan.rows, np.int64)
        places[pc.sort_indices(numbers).to_numpy()] = np.arange(self.plan.rows)
        order = np.argsort(places[rows])
        if self.names:
            table = table.take(pa.array(order))
        return table, shapes[order], places[rows][order]

    def _group_boxes(self, everywhere: NDArray[np.float64]) -> NDArray[np.float64]:
        if self.plan.box is None:
            return everywhere
        try:
            return group_boxes(self.file.metadata, self.plan.box)
        except (KeyError, TypeError):  # no such columns, or none of numbers
            return everywhere

    def _near(self, groups: NDArray[np.float64]) -> Found:
        shapes, others, rows, first, size = [np.empty(0, object)], [], [np.empty(0, np.int64)], 0, 0
        may = set(meeting(groups, self.boxes).tolist())
        for group in range(len(groups)):
            count = self.file.metadata.row_group(group).num_rows
            if group in may or self._has_some_without(group):
                near, taken, taken_bytes = self._shapes(group, groups[group], first)
                kept = list(self._others(group, near)) if len(near) else []
                size += taken_bytes + sum(one.nbytes for one in kept)
                check_unpacked(size, self.where)
                shapes += taken
                others += kept
                rows.append(near + first)
            first += count
            passed(first, self.plan.rows)
        schema = pa.schema([self.file.schema_arrow.field(name) for name in self.names])
        table = pa.Table.from_batches(others, schema=schema)
        return table, np.concatenate(shapes), np.concatenate(rows)

    def _batches(self, group: int, columns: Sequence[str]) -> Iterator[tuple[int, pa.RecordBatch]]:
        """Yield a row group piece by piece, each with the number of its first row in the group."""
        first = 0
        for batch in self.file.iter_batches(BATCH_ROWS, row_groups=[group], columns=list(columns)):
            yield first, batch
            first += batch.num_rows
        if first != self.file.metadata.row_group(group).num_rows:
            raise ValueError(f"row group {group}: {first}")

    def _has_some_without(self, group: int) -> bool:
        """Tell whether some row of a group has a box that is no number: statistics pass over it."""
        side = f"{self.plan.box}.xmin"
        return any(
            pc.any(pc.is_nan(pc.struct_field(batch.column(0), "xmin"))).as_py()
            for _, batch in self._batches(group, [side])
        )

    def _shapes(
        self, group: int, whole: NDArray[np.float64], before: int
    ) -> tuple[NDArray[np.int64], list[NDArray[np.object_]], int]:
        """Give the numbers in their group of the rows that are near, their shapes, and bytes."""
        rows, taken, size = [np.empty(0, np.int64)], [], 0
        for first, batch in self._batches(group, [self.plan.shape]):
            column = batch.column(self.plan.shape)
            found = self._boxes(column)
            _refuse_outside(found, whole)
            at = meeting(found, self.boxes)
            rows.append(at + first)
            near = column.take(pa.array(at))
            size += near.nbytes
            taken.append(shapes_of(pa.chunked_array([near]), self.plan.encoding, self.where))
            passed(before + first + len(found), self.plan.rows)
        return np.concatenate(rows), taken, size

    def _boxes(self, column: pa.Array) -> NDArray[np.float64]:
        if self.plan.encoding == "WKB":
            return boxes_of(column)
        shapes = shapes_of(pa.chunked_array([column]), self.plan.encoding, self.where)
        return boxes_of_shapes(shapes)

    def _others(self, group: int, near: NDArray[np.int64]) -> Iterator[pa.RecordBatch]:
        """Yield the attributes of some rows of a group."""
        if not self.names:
            return
        for first, batch in self._batches(group, self.names):
            low, high = np.searchsorted(near, (first, first + batch.num_rows))
            if low < high:
                yield batch.select(list(self.names)).take(pa.array(near[low:high] - first))


def _refuse_outside(found: NDArray[np.float64], whole: NDArray[np.float64]) -> None:
    """Refuse statistics that a shape belies; what is everywhere has no place to belie them."""
    has_place = np.isfinite(found[:, 0])
    outside = (found[:, :2] < whole[:2]) | (found[:, 2:] > whole[2:])
    if (outside.any(axis=1) & has_place).any():
        raise UntrueError
