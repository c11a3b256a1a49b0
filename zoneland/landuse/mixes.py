"""The mixed codes of a layer: their shares where they can be used, and every doubt told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.texts import as_text
from zoneland.landuse.classes import SYSTEMS, is_mixed
from zoneland.landuse.mixed import mix_text, read_mix, states_shares

if TYPE_CHECKING:
    import geopandas as gpd


def with_mix(
    codes: pd.Series,
    parcels: gpd.GeoDataFrame,
    table: pd.DataFrame | None,
    where: str,
    *,
    system: str,
) -> tuple[pd.Series, pd.Series, list[Problem]]:
    """Read the shares of mixed codes, each pair of code and stated shares once.

    Parameters
    ----------
    codes
        Written in order.
    parcels
        With ``mix`` as found, if the layer has a field of shares.
    table
        The class system, in which a code with a mark of its own is not mixed.
    where
        How the layer is named in problems.
    system
        Its name. Shares are used for the published systems only, whose parts can be looked up
        again when areas are split.

    Returns
    -------
    tuple
        The codes, with the shares of a field of their own written behind them, so that one code
        is one mix; the shares as of `zoneland.landuse.mixed.mix_text`; and problems ZL163 for
        codes without shares and ZL344 for shares that cannot be used.
    """
    known = set() if table is None else set(table.index)
    of_several = {code for code in codes.unique() if is_mixed(code) and code not in known}
    mixed = codes.isin(of_several)
    mix = pd.Series("", codes.index, dtype="str")
    if table is None or not mixed.any():
        return codes, mix, []
    stated = parcels["mix"].map(as_text) if "mix" in parcels else mix
    pairs = pd.DataFrame({"code": codes[mixed], "stated": stated[mixed]})
    no_shares: list[str] = []
    unusable: list[str] = []
    codes, count = codes.copy(), {"ZL163": 0, "ZL344": 0}
    for pair, some in pairs.groupby(["code", "stated"], sort=False):
        code, share = (str(cell) for cell in pair)
        shares = read_mix(code, share) if system in SYSTEMS else None
        if shares is not None:
            mix[some.index] = mix_text(shares)
            codes[some.index] = code if read_mix(code) else f"{code}({share})"
        elif system in SYSTEMS and states_shares(code, share):
            unusable.append(f"{code} {share}".strip())
            count["ZL344"] += len(some)
        else:
            no_shares.append(code)
            count["ZL163"] += len(some)
    told = {"ZL163": no_shares, "ZL344": unusable}
    return (
        codes,
        mix,
        [
            Problem(
                name, where, {"count": count[name], "examples": listed(dict.fromkeys(examples))}
            )
            for name, examples in told.items()
            if examples
        ],
    )
