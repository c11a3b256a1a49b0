"""What a store says of itself: where its shapes and their boxes are, and how rows are numbered."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import numpy as np
    import pyproj
    from numpy.typing import NDArray

GEO: Final = b"geo"
OWN: Final = b"zoneland"
SIDES: Final = ("xmin", "ymin", "xmax", "ymax")
BOX: Final = pa.struct([pa.field(side, pa.float64()) for side in SIDES])


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the columns that a store has beside the attributes."""

    shape: str
    box: str
    row: str
    """Holds the number of each row in the source, from 1: what problems name it by."""


def free_names(taken: Iterable[str]) -> Names:
    """Choose names that no attribute has.

    Examples
    --------
    >>> free_names(["DLBM", "BBox"])
    Names(shape='geometry', box='bbox_1', row='source_row')
    """
    used = {name.casefold() for name in taken}

    def free(name: str) -> str:
        numbered = (f"{name}_{number}" for number in range(1, len(used) + 2))
        return next(one for one in (name, *numbered) if one not in used)

    return Names(free("geometry"), free("bbox"), free("source_row"))


def notes(
    names: Names, crs: pyproj.CRS | None, bounds: NDArray[np.float64] | None
) -> dict[bytes, bytes]:
    """Write the notes of a store: those of GeoParquet 1.1, and our own.

    Parameters
    ----------
    names
        Of the store's columns.
    crs
        Of the shapes; None if it is not known.
    bounds
        West, south, east and north of them all; None if none has a place.
    """
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": [],
        "crs": None if crs is None else crs.to_json_dict(),
        "covering": {"bbox": {side: [names.box, side] for side in SIDES}},
    }
    if bounds is not None:
        column["bbox"] = bounds.tolist()
    geo = {"version": "1.1.0", "primary_column": names.shape, "columns": {names.shape: column}}
    return {GEO: json.dumps(geo).encode(), OWN: json.dumps({"row_column": names.row}).encode()}


def covering_of(column: Mapping[str, Any]) -> str | None:
    """Give the column of boxes that a GeoParquet note names, if it does as the standard says.

    Examples
    --------
    >>> covering_of({"covering": {"bbox": {side: ["bbox", side] for side in SIDES}}})
    'bbox'
    >>> covering_of({"covering": {"bbox": {"xmin": ["a", "b", "c"]}}})
    """
    covering = column.get("covering")
    boxes = covering.get("bbox") if isinstance(covering, dict) else None
    if not isinstance(boxes, dict):
        return None
    name = next((path[0] for path in boxes.values() if isinstance(path, list) and path), None)
    is_plain = isinstance(name, str) and all(boxes.get(side) == [name, side] for side in SIDES)
    return str(name) if is_plain else None


def row_column(metadata: Mapping[bytes, bytes], schema: pa.Schema) -> str | None:
    """Give the column of row numbers, if a table says that it is a store and has one."""
    try:
        name = json.loads(metadata[OWN])["row_column"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    is_there = isinstance(name, str) and schema.names.count(name) == 1
    return name if is_there and schema.field(name).type == pa.int64() else None


def without_own_columns(
    table: pa.Table, column: Mapping[str, Any], metadata: Mapping[bytes, bytes]
) -> pa.Table:
    """Give a table as its source had it: rows in the source's order, no boxes, no numbers.

    A table that is no store only loses the column of boxes that its note names: by the
    standard that is no attribute.
    """
    boxes, numbers = covering_of(column), row_column(metadata, table.schema)
    if boxes in table.column_names and pa.types.is_struct(table.schema.field(boxes).type):
        table = table.drop_columns([boxes])
    if numbers is None:
        return table
    return table.sort_by(numbers).drop_columns([numbers])
