"""The two ledgers of land supply, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was approved and what was supplied; None where a ledger is not given."""

    approvals: pd.DataFrame | None = None
    """批文: a row a plot; with polygons where the ledger has them."""
    supply: pd.DataFrame | None = None
    """供地: a row a supplied plot; with polygons where the ledger has them."""
