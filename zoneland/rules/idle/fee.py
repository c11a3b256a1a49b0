"""土地闲置费: 闲置土地处置办法 article 14 (国土资源部令第53号, in force 2012-07-01)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from zoneland.rules.idle.exact import exact
from zoneland.rules.idle.standing import Status

if TYPE_CHECKING:
    from zoneland.rules.idle.standing import Standing
    from zoneland.rules.settings import IdleRule

CENT: Final = Decimal("0.01")


def fee_yuan(price_yuan: float | None, standing: Standing, *, rule: IdleRule) -> float | None:
    """Give the fee that article 14 charges for land not started for a year.

    There is none for land that may be taken back (two years) or that has stopped after its
    start, none where the government is the cause (article 8), and none without a price: what
    the ledger does not say is not guessed.

    Parameters
    ----------
    price_yuan
        What was paid for the land (出让或者划拨价款); None where the ledger is silent.
    standing
        How the plot stands.
    rule
        The share of the price.

    Returns
    -------
    float or None
        Yuan, to the cent, of the whole plot.

    Examples
    --------
    >>> from zoneland.rules.settings import IdleRule
    >>> from zoneland.rules.idle.standing import Standing
    >>> idle = Standing(Status.IDLE_1Y, is_government=False, due_on=None, months=12)
    >>> fee_yuan(10_000_000, idle, rule=IdleRule()), fee_yuan(None, idle, rule=IdleRule())
    (2000000.0, None)
    """
    is_charged = standing.status is Status.IDLE_1Y and not standing.is_government
    if not is_charged or price_yuan is None or price_yuan <= 0:
        return None
    fee = exact(price_yuan) * rule.fee_share
    cents = (Decimal(fee.numerator) / fee.denominator).quantize(CENT, ROUND_HALF_UP)
    return float(cents)
