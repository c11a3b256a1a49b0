"""The floor: bytes into Arrow batches, and nothing done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pyogrio.raw

from tests.bench.counties import CLASS_FIELD, LAYER

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench.counties import County


def gpkg(county: County) -> Callable[[], list[object]]:
    """Read class and shape of every row."""
    return lambda: _streamed(county, [CLASS_FIELD])


def gpkg_all(county: County) -> Callable[[], list[object]]:
    """Read every field of every row."""
    return lambda: _streamed(county, None)


def _streamed(county: County, columns: list[str] | None) -> list[object]:
    with pyogrio.raw.open_arrow(county.gpkg, layer=LAYER, columns=columns, use_pyarrow=True) as (
        _,
        reader,
    ):
        for _batch in reader:
            pass
    return []


def parquet(county: County) -> Callable[[], list[object]]:
    """Read class and shape of every row, row group by row group."""

    def work() -> list[object]:
        with pq.ParquetFile(county.parquet) as file:
            for _batch in file.iter_batches(columns=[CLASS_FIELD, "geometry"]):
                pass
        return []

    return work
