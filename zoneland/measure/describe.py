"""Say of measured classes what they are; contested and uncovered land is of no known kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zoneland.core.contracts import AREAS
from zoneland.core.kinds import Kind

if TYPE_CHECKING:
    import pandas as pd


def described(areas: pd.DataFrame, classes: pd.DataFrame) -> pd.DataFrame:
    """Add name, kind and whether it is construction land to each measured class.

    Parameters
    ----------
    areas
        ``zone_id, status, class_code, area_dm2``.
    classes
        By class code, as far as they are known: ``class_name``, ``kind``, ``is_built``.

    Returns
    -------
    DataFrame
        Columns of `zoneland.core.contracts.AREAS`; a code without a class is of unknown kind.
    """
    is_known = areas["status"] == "known"
    told = areas.copy()
    for name, default in (("class_name", ""), ("kind", str(Kind.UNKNOWN)), ("is_built", False)):
        by_code = classes[name].dropna().to_dict() if name in classes else {}
        told[name] = [
            by_code.get(code, default) if known else default
            for code, known in zip(areas["class_code"], is_known, strict=True)
        ]
    types = {"is_built": "bool", "area_dm2": "int64"}
    return told.astype(types)[[column.name for column in AREAS.columns]].reset_index(drop=True)
