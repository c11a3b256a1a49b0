"""What everything on maps and plates looks like: data shared by drawings and their legends."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Pattern = Literal["", "hatch", "back", "cross", "dots"]

PARCEL_STROKE: Final = "#ffffff"
PARCEL_WIDTH_PX: Final = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Brush:
    """How one kind of polygon is filled and outlined."""

    fill: str = ""
    """Colour as ``#rrggbb``; empty for no fill."""
    stroke: str = PARCEL_STROKE
    width: float = PARCEL_WIDTH_PX
    """Of the outline, in pixels."""
    dash: tuple[float, ...] = ()
    """Pixels on, off, on …; empty for a solid outline."""
    pattern: Pattern = ""
    """Drawn over the fill in the outline's colour."""
    alpha: float = 0.72
    """Of the fill, 0 to 1."""


@cache
def _raw() -> Mapping[str, Any]:
    page = files("zoneland.core").joinpath("style.toml").read_text(encoding="utf-8")
    return MappingProxyType(tomllib.loads(page))


@cache
def brushes(group: str) -> Mapping[str, Brush]:
    """Give a group's brushes by key, in the legend's order.

    Parameters
    ----------
    group
        ``zone``, ``finding``, ``sliver``, ``idle``, ``line`` or ``kind``.

    Examples
    --------
    >>> brushes("kind")["storage"].fill, brushes("line")["growth"].dash
    ('#a58bd6', (12, 4, 2, 4))
    """
    found = {
        key: Brush(**{**page, "dash": tuple(page.get("dash", ()))})
        for key, page in _raw()[group].items()
    }
    return MappingProxyType(found)


def sign(verdict: str) -> str:
    """Give the sign that tells a verdict without colour.

    Examples
    --------
    >>> sign("pass"), sign("fail"), sign("cannot_tell")
    ('✓', '✗', '?')
    """
    return str(_raw()["sign"][verdict])
