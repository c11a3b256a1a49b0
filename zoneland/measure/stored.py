"""Areas of record from the parcel table: stored 图斑面积 in proportion, less what is deducted.

Practice of the yearly survey (TBDLMJ = TBMJ - KCMJ, KCMJ = TBMJ × KCXS):
a field ridge inside a cropland parcel is not drawn but deducted by a coefficient and counted
under its own class (KCDLBM, 1203 田坎).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray


def stored_areas(
    drawn_m2: NDArray[np.float64], parcel_m2: NDArray[np.float64], land: pd.DataFrame
) -> pd.DataFrame:
    """Share out stored areas among pieces of parcels.

    Parameters
    ----------
    drawn_m2
        Measured area of each piece.
    parcel_m2
        Measured area of the parcel that each piece is of.
    land
        ``class_code``, ``stored_m2``, ``deduct_share`` and ``deduct_code`` of that parcel, a
        row a piece; missing stored areas are replaced by the measured one.

    Returns
    -------
    DataFrame
        ``piece`` (position), ``class_code`` and ``area_m2``: a row for the class itself and one
        for what is deducted, where something is.

    Examples
    --------
    Half of a parcel stored as 100 m², a tenth of it ridges.

    >>> land = pd.DataFrame({"class_code": ["0103"], "stored_m2": [100.0],
    ...                      "deduct_share": [0.1], "deduct_code": ["1203"]})
    >>> stored_areas(np.array([49.0]), np.array([98.0]), land)
       piece class_code  area_m2
    0      0       0103     45.0
    1      0       1203      5.0
    """
    stored_m2 = land["stored_m2"].to_numpy(dtype=float)
    gross_m2 = np.where(np.isnan(stored_m2), drawn_m2, stored_m2 * drawn_m2 / parcel_m2)
    share = np.zeros(len(land))
    if "deduct_share" in land:  # plans deduct nothing
        share = np.nan_to_num(land["deduct_share"].to_numpy(dtype=float))
    piece = np.arange(len(land))
    net = pd.DataFrame(
        {
            "piece": piece,
            "class_code": land["class_code"].to_numpy(),
            "area_m2": gross_m2 * (1 - share),
        }
    )
    if not share.any():
        return net
    deducted = net.assign(class_code=land["deduct_code"].to_numpy(), area_m2=gross_m2 * share)
    return pd.concat([net, deducted[share > 0]], ignore_index=True)
