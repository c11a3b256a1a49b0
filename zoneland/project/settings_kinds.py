"""What tables of zoneland.toml are made of: strict about their keys, exact about shares."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, PlainSerializer


class Table(BaseModel):
    """A table of zoneland.toml: frozen, and strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def _as_fraction(value: object) -> object:
    """Take 0.60 as three fifths exactly: TOML's decimals are read as decimals, not floats."""
    if not isinstance(value, (Decimal, int, float, str)):
        return value
    try:
        return Fraction(str(value))
    except (ValueError, ZeroDivisionError) as error:
        raise ValueError("0.60") from error


def _as_share(value: Fraction) -> Fraction:
    if not 0 < value <= 1:
        raise ValueError("0.60")
    return value


def _plainly(value: Fraction) -> float | str:
    """Write a share so that it is read back as the same number: a third is no decimal."""
    near = float(value)
    return near if Fraction(str(near)) == value else str(value)


Share = Annotated[
    Fraction,
    BeforeValidator(_as_fraction),
    AfterValidator(_as_share),
    PlainSerializer(_plainly),
]
"""More than nothing and at most all; written "1/3" or as a decimal."""
