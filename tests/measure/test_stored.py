"""Stored areas that a layer lacks, where they were asked for."""

import geopandas as gpd
import pandas as pd
import pytest

from tests.drawing import EAST, NORTH, PLANE, rectangle
from zoneland.measure.stored import lacking_stored
from zoneland.rules.assess import assess

SQUARE = rectangle(EAST, NORTH, 100, 100)


@pytest.mark.parametrize(
    ("stored_m2", "count"), [([1.0, 2.0], None), ([1.0, None], 1), ([None, None], 2)]
)
def test_parcels_without_a_stored_area_are_counted(
    stored_m2: list[float | None], count: int | None
) -> None:
    land = pd.DataFrame({"stored_m2": pd.Series(stored_m2, dtype="float64")})
    told = [(p.code, p.where, dict(p.values)) for p in lacking_stored(land, "plan")]
    assert told == ([("ZL299", "plan", {"count": count, "of": 2})] if count else [])


@pytest.mark.parametrize(
    ("area", "columns", "is_told"),
    [
        ("ledger", {}, True),
        ("ledger", {"stored_m2": [9_990.0]}, False),  # coefficients may lack: nothing to deduct
        ("ellipsoid", {}, False),
        ("plane", {}, False),
    ],
)
def test_ledger_areas_of_a_layer_that_stores_none_are_told(
    area: str, columns: dict[str, list[float]], *, is_told: bool
) -> None:
    zones = gpd.GeoDataFrame(
        {"zone_id": ["A"], "zone_name": ["东区"]}, geometry=[SQUARE], crs=PLANE
    )
    parcels = gpd.GeoDataFrame(
        {
            "class_code": ["0601"], "class_name": ["工业用地"], "class_system": ["sandiao"],
            "kind": ["industry"], "is_built": [True], **columns,
        },
        geometry=[SQUARE],
        crs=PLANE,
    )  # fmt: skip
    result = assess(zones, parcels, area=area, on="2026-10-31")  # type: ignore[arg-type]
    assert ("ZL299" in [p.code for p in result.problems]) == is_told
