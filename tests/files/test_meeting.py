from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from zoneland.core import meet
from zoneland.files import meeting
from zoneland.files.meeting import boxes_of

SIDE = st.one_of(
    st.integers(-3, 3).map(float), st.floats(-5, 5), st.sampled_from([np.nan, np.inf, -np.inf])
)
BOXES = st.lists(st.tuples(SIDE, SIDE, SIDE, SIDE), max_size=12).map(
    lambda rows: np.array(rows, dtype=float).reshape(-1, 4)
)


@given(found=BOXES, boxes=BOXES)
@example(found=np.array([[0.0, 0.0, -0.03125, 0.0]]), boxes=np.array([[-2.0, 0.0, 0.0, 0.0]]))
@settings(max_examples=500, deadline=None)
def test_a_raster_gives_what_one_by_one_gives(found: np.ndarray, boxes: np.ndarray) -> None:
    sound = boxes[~np.isnan(boxes).any(axis=1)]
    sound = sound[(sound[:, 0] <= sound[:, 2]) & (sound[:, 1] <= sound[:, 3])]
    expected = meeting._one_by_one(found, sound)  # noqa: SLF001  without the compiler
    assert meet.meeting(found, sound).tolist() == expected.tolist()


def test_touching_is_meeting_on_every_side() -> None:
    around = [(0, 1, 1, 2), (2, 1, 3, 2), (1, 0, 2, 1), (1, 2, 2, 3), (2, 2, 3, 3), (2.1, 1, 3, 2)]
    boxes = np.array([(1.0, 1, 2, 2), (1e6, 1e6, 1e6 + 1, 1e6 + 1)])
    many = np.repeat(np.array(around, dtype=float), meeting.MANY, axis=0)
    assert len(meeting.meeting(many, boxes)) == 5 * meeting.MANY
    assert meeting.meeting(np.array(around, dtype=float), boxes).tolist() == [0, 1, 2, 3, 4]


TWO = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(5, 5, 6, 6)])


@given(cut=st.integers(0, 2**16), turned=st.integers(0, 2**16), to=st.integers(0, 255))
@settings(max_examples=300, deadline=None)
def test_broken_bytes_are_everywhere_or_somewhere_but_read_nothing_beyond(
    cut: int, turned: int, to: int
) -> None:
    raw = bytearray(shapely.to_wkb(TWO))
    raw[turned % len(raw)] = to
    short = bytes(raw[: cut % len(raw)])
    beyond = np.full(64, np.nan).tobytes()
    found = boxes_of(pa.array([short, shapely.to_wkb(TWO), beyond], type=pa.binary()))
    everywhere = [-np.inf, -np.inf, np.inf, np.inf]
    assert found[1].tolist() == [0, 0, 6, 6]
    assert found[2].tolist() == everywhere
    if raw == shapely.to_wkb(TWO):
        assert found[0].tolist() == everywhere


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.binary_view()])
def test_every_kind_of_bytes_will_do(kind: pa.DataType) -> None:
    column = pa.array([None, shapely.to_wkb(TWO), shapely.to_wkb(shapely.Point(1, 1))], type=kind)
    everywhere = [-np.inf, -np.inf, np.inf, np.inf]
    assert boxes_of(column).tolist() == [everywhere, [0, 0, 6, 6], everywhere]
    assert boxes_of(column.slice(1, 1)).tolist() == [[0, 0, 6, 6]]
