from __future__ import annotations

import pytest

from zoneland.core.dms import dms


@pytest.mark.parametrize(
    ("degrees", "letters", "written"),
    [
        (114.0, "EW", "114°00′00.00″E"),
        (34.5, "NS", "34°30′00.00″N"),
        (113 + 59 / 60 + 59.99 / 3600, "EW", "113°59′59.99″E"),
        (113 + 59 / 60 + 59.996 / 3600, "EW", "114°00′00.00″E"),  # seconds carry over twice
        (0.01 / 3600, "NS", "0°00′00.01″N"),
        (-113.25, "EW", "113°15′00.00″W"),
    ],
)
def test_an_angle_is_written_to_the_hundredth_of_a_second(
    degrees: float, letters: str, written: str
) -> None:
    assert dms(degrees, letters) == written
