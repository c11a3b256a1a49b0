"""``[maps]``: how results are shown; nothing here changes a figure."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator

from zoneland.maps.public_rules import DROPPED, GRID_DEG, GROUPS, PublicRule
from zoneland.project.settings_errors import plain_line
from zoneland.project.settings_kinds import Table


def _as_day(value: object) -> object:
    """Take a year or a day without quotes as the text that it is written as."""
    is_plain = isinstance(value, int | date) and not isinstance(value, bool)
    return str(value) if is_plain else value


class PublicTable(Table):
    """``[maps.public]``: what the public map leaves out, and how coarse it is."""

    drop: tuple[str, ...] = ()
    """Left out besides the usual: fields of `zoneland.maps.public_rules.FIELDS`, or `GROUPS`."""
    keep: tuple[str, ...] = ()
    """Of the usual, what is not left out; a field that is in `drop` as well is."""
    grid_deg: float = Field(default=GRID_DEG, allow_inf_nan=False)
    """Step of the grid that coordinates stand on, in degrees."""

    def rule(self) -> PublicRule:
        """Give the rule of the public map.

        Raises
        ------
        InputError
            ZL465 for each field that is not known, ZL466 for a grid out of bounds.

        Examples
        --------
        >>> rule = PublicTable(drop=("share", "idle"), keep=("zone_id", "lines")).rule()
        >>> [name in rule.drop for name in ("share", "plot_id", "farmland", "zone_id", "plan")]
        [True, True, False, False, True]
        """
        drop, keep = _fields(self.drop), _fields(self.keep)
        PublicRule(drop=drop | keep, grid_deg=self.grid_deg)  # refuses a name in either
        return PublicRule(drop=(DROPPED - keep) | drop, grid_deg=self.grid_deg)


def _fields(names: tuple[str, ...]) -> frozenset[str]:
    """Give fields by name, those of a group by the group's."""
    return frozenset().union(*(GROUPS.get(name, {name}) for name in names))


class MapTable(Table):
    """``[maps]``."""

    profile: Literal["internal", "public"] = "internal"
    """``public``: a public map beside the internal results, in a folder of its own."""
    data_on: Annotated[str, BeforeValidator(_as_day)] = ""
    """Day or year of the data."""
    approval: str = ""
    """审图号 of the map authority."""
    base: str = ""
    """Base map under the internal map, by name; none where it is not set."""
    public: PublicTable = PublicTable()

    @field_validator("data_on", "approval", "base")
    @classmethod
    def _is_line(cls, value: str) -> str:
        return plain_line(value)
