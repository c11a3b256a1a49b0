"""Cells as text: ids and class names as the table writes them, whatever type GDAL made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


def as_text(value: object) -> str:
    """Write a cell as text; nothing becomes empty, and whole floats lose their ``.0``.

    A column of whole numbers with one blank arrives as floats.

    Examples
    --------
    >>> as_text(1.0), as_text("  M1 "), as_text(None), as_text(float("nan")), as_text(0.5)
    ('1', 'M1', '', '', '0.5')
    """
    if value is None or _is_missing(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _is_missing(value: object) -> bool:
    """Tell NaN, NaT and pandas' NA: none of them equals itself for certain."""
    try:
        return not bool(value == value)  # noqa: PLR0124  that is the test
    except TypeError:
        return True


def text_column(column: pd.Series) -> pd.Series:
    """Write each cell of a column as `as_text` does; a column of texts at one go.

    Examples
    --------
    >>> text_column(pd.Series(["  M1 ", None], dtype="str")).tolist()
    ['M1', '']
    >>> text_column(pd.Series([1.0, None])).tolist()
    ['1', '']
    """
    if isinstance(column.dtype, pd.StringDtype):
        return column.str.strip().fillna("")
    return pd.Series(each_value(column, as_text), column.index, dtype="str")


def each_value(column: pd.Series, function: Callable[[Any], object]) -> NDArray[np.object_]:
    """Apply a function to each distinct value of a column, once.

    Examples
    --------
    >>> each_value(pd.Series(["0601", None, "0601"]), as_text).tolist()
    ['0601', '', '0601']
    """
    number, values = pd.factorize(column, use_na_sentinel=False)
    found = np.empty(len(values), dtype=object)
    found[:] = [function(value) for value in np.asarray(values, dtype=object)]
    return found[number]
