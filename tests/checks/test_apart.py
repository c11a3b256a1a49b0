"""What is known of a layer's shapes: of the same shapes alone, and no longer than they live."""

from __future__ import annotations

import gc

import geopandas as gpd
import numpy as np
import pytest
from shapely import box

from zoneland.checks import apart
from zoneland.checks.apart import keep_known, known_of, known_shapes
from zoneland.checks.overlaps import overlapping_pairs


def strip(count: int) -> gpd.GeoDataFrame:
    """Squares in a row, of which the first two lie over one another."""
    west = np.arange(count, dtype=float)
    west[1] = 0.5
    return gpd.GeoDataFrame(geometry=box(west, 0, west + 1, 1), crs=4547)


def doubt(count: int) -> np.ndarray:
    return np.arange(count) < 2


def test_few_of_the_shapes_are_known_in_any_order() -> None:
    layer = strip(9)
    keep_known(layer, known_shapes(layer.geometry.to_numpy(), doubt(9)))
    again = layer.assign(code="0601").iloc[[7, 1, 4]]  # other frames, the same shapes
    known = known_of(again.geometry.to_numpy())
    assert known is not None
    assert known.tolist() == [False, True, False]


@pytest.mark.parametrize("change", ["moved", "one more", "one drawn anew"])
def test_of_other_shapes_nothing_is_known(change: str) -> None:
    layer = strip(9)
    keep_known(layer, known_shapes(layer.geometry.to_numpy(), doubt(9)))
    shapes = layer.geometry.to_numpy().copy()
    if change == "moved":
        shapes = layer.translate(0, 0).to_numpy()
    elif change == "one more":
        shapes = np.append(shapes, box(5, 0, 6, 1))
    else:
        shapes[4] = box(0, 0, 9, 1)
    assert known_of(shapes) is None


def test_a_shape_put_in_place_of_another_is_compared_with_all() -> None:
    layer = strip(9)
    keep_known(layer, known_shapes(layer.geometry.to_numpy(), doubt(9)))
    layer.loc[4, "geometry"] = box(6, 0, 8, 1)
    pairs = overlapping_pairs(layer.geometry.to_numpy()).tolist()
    assert pairs == [[0, 1], [4, 6], [4, 7]]


def test_what_is_known_is_not_looked_for_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(_: object) -> None:
        raise AssertionError

    layer = strip(9)
    keep_known(layer, known_shapes(layer.geometry.to_numpy(), doubt(9)))
    monkeypatch.setattr("zoneland.checks.overlaps.fabric_of", never)
    assert overlapping_pairs(layer.geometry.to_numpy()).tolist() == [[0, 1]]
    assert overlapping_pairs(layer.geometry.to_numpy()[3:]).tolist() == []


def test_nothing_is_kept_longer_than_the_layer() -> None:
    before = len(apart._KNOWN)  # noqa: SLF001  nothing else tells what is kept
    layer = strip(9)
    keep_known(layer, known_shapes(layer.geometry.to_numpy(), doubt(9)))
    keep_known(layer, known_shapes(layer.geometry.to_numpy(), doubt(9)))
    assert len(apart._KNOWN) == before + 1  # noqa: SLF001
    del layer
    gc.collect()
    assert len(apart._KNOWN) == before  # noqa: SLF001


def test_of_what_was_not_compared_nothing_is_known() -> None:
    layer = strip(9)
    close = layer.geometry.to_numpy()[:4]
    keep_known(layer, known_shapes(close, doubt(4)))
    assert known_of(close[2:]) is not None
    assert known_of(layer.geometry.to_numpy()[3:5]) is None
