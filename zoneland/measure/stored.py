"""Areas of record from the parcel table: stored 图斑面积 in proportion, less what is deducted.

Practice of the yearly survey (TBDLMJ = TBMJ - KCMJ, KCMJ = TBMJ × KCXS):
a field ridge inside a cropland parcel is not drawn but deducted by a coefficient and counted
under its own class (KCDLBM, 1203 田坎).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from zoneland.core.problems import Problem

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
        ``stored_m2`` and ``deduct_share`` of that parcel, a row a piece, as far as it has them:
        where there is no stored area the measured one stands, and no deduction is none.

    Returns
    -------
    DataFrame
        ``piece`` (position), ``is_deducted`` and ``area_m2``: a row for what is left to the
        class itself, and one for what is deducted where something is.

    Examples
    --------
    Half of a parcel stored as 100 m², a tenth of it ridges.

    >>> land = pd.DataFrame({"stored_m2": [100.0], "deduct_share": [0.1]})
    >>> stored_areas(np.array([49.0]), np.array([98.0]), land)
       piece  is_deducted  area_m2
    0      0        False     45.0
    1      0         True      5.0
    """
    stored_m2 = _numbers(land, "stored_m2", np.nan)
    share = np.nan_to_num(_numbers(land, "deduct_share", 0.0))
    gross_m2 = np.where(np.isnan(stored_m2), drawn_m2, stored_m2 * drawn_m2 / parcel_m2)
    piece = np.arange(len(land))
    net = pd.DataFrame({"piece": piece, "is_deducted": False, "area_m2": gross_m2 * (1 - share)})
    deducted = net.assign(is_deducted=True, area_m2=gross_m2 * share)
    return pd.concat([net, deducted[share > 0]], ignore_index=True)


def lacking_stored(land: pd.DataFrame, use: str) -> list[Problem]:
    """Tell of parcels without a stored area, for which the measured one stands: ZL299.

    Parameters
    ----------
    land
        Parcels, ``stored_m2`` as far as they have it.
    use
        What the layer is for, as problems shall name it.

    Examples
    --------
    >>> told, = lacking_stored(pd.DataFrame({"stored_m2": [100.0, np.nan]}), "survey")
    >>> told.code, told.values["count"], told.values["of"]
    ('ZL299', 1, 2)
    """
    count = int(np.isnan(_numbers(land, "stored_m2", np.nan)).sum())
    return [Problem("ZL299", use, {"count": count, "of": len(land)})] if count else []


def _numbers(land: pd.DataFrame, name: str, default: float) -> NDArray[np.float64]:
    if name not in land:
        return np.full(len(land), default)
    return land[name].to_numpy(dtype=float)
