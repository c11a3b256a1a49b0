"""The scale of areas: of many places by a polynomial, and the same as place by place."""

from __future__ import annotations

import numpy as np
import pyproj
import pytest
import shapely

from zoneland.landuse import ground
from zoneland.landuse.ground import areal_scale


def squares(count: int, *, side_m: float, east: float = 38_482_000.0) -> np.ndarray:
    x, y = np.random.default_rng(1).uniform(0, side_m, (2, count))
    return shapely.box(east + x, 3_835_000 + y, east + x + 50, 3_835_000 + y + 50)


@pytest.mark.parametrize("side_m", [0.0, 3e3, 4e4, 4e5])
@pytest.mark.parametrize("crs", ["EPSG:4526", "EPSG:3857", "EPSG:3035"])
def test_the_polynomial_gives_what_proj_gives(side_m: float, crs: str) -> None:
    east = 38_482_000.0 if crs == "EPSG:4526" else 4_000_000.0
    many = squares(ground.MANY, side_m=side_m, east=east)
    plane = pyproj.CRS(crs)
    one_by_one = np.concatenate([areal_scale(many[at : at + 100], plane) for at in (0, 700)])
    assert areal_scale(many, plane)[[*range(100), *range(700, 800)]] == pytest.approx(
        one_by_one, abs=1e-9
    )


def test_where_no_polynomial_is_close_proj_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ground, "NODES", 2)
    many = squares(ground.MANY, side_m=4e5)
    plane = pyproj.CRS("EPSG:4526")
    assert areal_scale(many, plane)[:9] == pytest.approx(areal_scale(many[:9], plane), abs=1e-12)


def test_proj_is_asked_at_few_places_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    plain = ground._scale_at  # noqa: SLF001  to count what it is asked

    def counted(plane: pyproj.Proj, xy: np.ndarray) -> np.ndarray:
        asked.append(len(xy))
        return plain(plane, xy)

    monkeypatch.setattr(ground, "_scale_at", counted)
    areal_scale(squares(ground.MANY, side_m=4e4), pyproj.CRS("EPSG:4526"))
    assert sum(asked) < 250
