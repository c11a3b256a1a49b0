"""土地闲置费: a fifth of the price, where article 14 charges it and the ledger has the price."""

import math
from datetime import date
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest

from zoneland.rules.idle.supply import judge_supply
from zoneland.rules.settings import IdleRule

ON = date(2026, 10, 31)
A_YEAR, TWO_YEARS, LATE = date(2025, 10, 31), date(2024, 10, 31), date(2025, 11, 1)
PRICE = {"price_yuan": 10_000_000.0}
"""1,000 万元."""


def fee(rule: IdleRule | None = None, **said: Any) -> float:
    supply = pd.DataFrame([{"agreed_start_on": A_YEAR, "started_on": None} | PRICE | said])
    return float(judge_supply(supply, on=ON, rule=rule or IdleRule())["fee_yuan"].iloc[0])


def test_a_fifth_of_a_thousand_wan() -> None:
    assert fee() == 2_000_000


def test_a_fee_is_exact_to_the_cent() -> None:
    assert fee(price_yuan=0.1 * 3) == 0.06
    assert fee(price_yuan=1.02) == 0.2
    assert fee(rule=IdleRule(fee_share=Fraction(1, 3)), price_yuan=100.0) == 33.33


@pytest.mark.parametrize(
    "said",
    [
        {"agreed_start_on": LATE},  # a year less a day
        {"agreed_start_on": TWO_YEARS},  # may be taken back instead
        {"cause": "政府原因"},
        {"cause": "不可抗力"},
        {"agreed_delivery_on": date(2024, 1, 1), "delivered_on": date(2024, 1, 2)},
        {"price_yuan": None},
        {"price_yuan": 0.0},
        {"started_on": A_YEAR, "stopped_on": A_YEAR, "built_m2": 0.0, "to_build_m2": 9.0},
    ],
)
def test_no_fee(said: dict[str, Any]) -> None:
    assert math.isnan(fee(**said))


def test_no_column_of_prices_no_fee() -> None:
    supply = pd.DataFrame([{"agreed_start_on": A_YEAR, "started_on": None}])
    assert judge_supply(supply, on=ON, rule=IdleRule())["fee_yuan"].isna().all()
