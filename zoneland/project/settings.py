"""zoneland.toml: what lies where and which numbers the rules use; unknown keys are refused."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, ValidationError, field_validator

from zoneland.core import crs as systems
from zoneland.core.problems import InputError, Level, Problem
from zoneland.core.texts import as_text
from zoneland.files.formats import is_there
from zoneland.files.text.encoding import is_utf8
from zoneland.landuse.classes import CUSTOM, LEGENDS, SYSTEMS
from zoneland.project.settings_errors import one_of, plain_path, syntax_told, values_told
from zoneland.project.settings_kinds import Share, Table
from zoneland.project.settings_maps import MapTable
from zoneland.rules.matrix import MATRIX
from zoneland.rules.readings import READINGS
from zoneland.rules.settings import IdleRule, LinesRule, RuleSettings, ShareRule

if TYPE_CHECKING:
    from pathlib import Path

    import pyproj

FILE_NAME = "zoneland.toml"


def _as_table(value: object) -> object:
    """Let a bare string stand for ``{path = …}``."""
    return {"path": value} if isinstance(value, str) else value


class Source(Table):
    """Where one input lies."""

    path: str = ""
    """Relative to the workspace. Where it is not set, the place that such data usually has;
    set to nothing, there is none."""
    layer: str = ""
    """Layer or sheet; empty for the only one, or the one with a usual name."""
    crs: str = ""
    """CRS of a file that has none; it may not contradict one that has."""

    @field_validator("path")
    @classmethod
    def _is_plain(cls, value: str) -> str:
        return plain_path(value)

    @field_validator("crs")
    @classmethod
    def _is_crs(cls, value: str) -> str:
        is_known = not value or systems.parse(value) is not None
        return value if is_known else one_of(value, ("EPSG:4490", "EPSG:4513 … EPSG:4554"))

    @property
    def declared(self) -> pyproj.CRS | None:
        """The CRS of a file that has none."""
        return systems.parse(self.crs) if self.crs else None


class ZoneSource(Source):
    """The zones, and the fields of their id and name."""

    id: str = ""
    name: str = ""


class LandSource(Source):
    """Parcels, the field of their class, and the system it is from."""

    code: str = ""
    system: str = ""
    classes: str = ""
    """Table of a custom system: columns code, name, kind."""

    @field_validator("system")
    @classmethod
    def _known(cls, value: str) -> str:
        return one_of(value, ("", *SYSTEMS, CUSTOM))


class CoverSource(Source):
    """A land-cover raster and what its values mean."""

    legend: str = "clcd"
    year: int | None = Field(default=None, ge=1980, le=2100)
    """Year that the land was as it shows."""

    @field_validator("legend")
    @classmethod
    def _known(cls, value: str) -> str:
        return one_of(value, LEGENDS)


class Boundaries(Table):
    """``[boundaries]``: zones, control lines, and the plan's zoning."""

    zones: Annotated[ZoneSource, BeforeValidator(_as_table)] = ZoneSource()
    farmland: Annotated[Source, BeforeValidator(_as_table)] = Source()
    redline: Annotated[Source, BeforeValidator(_as_table)] = Source()
    growth: Annotated[Source, BeforeValidator(_as_table)] = Source()
    flexible: Annotated[Source, BeforeValidator(_as_table)] = Source()
    special: Annotated[Source, BeforeValidator(_as_table)] = Source()
    zoning: Annotated[Source, BeforeValidator(_as_table)] = Source()


class Landuse(Table):
    """``[landuse]``: parcels, land cover and ledgers."""

    survey: Annotated[LandSource, BeforeValidator(_as_table)] = LandSource()
    plan: Annotated[LandSource, BeforeValidator(_as_table)] = LandSource()
    cover: Annotated[CoverSource, BeforeValidator(_as_table)] = CoverSource()
    approvals: Annotated[Source, BeforeValidator(_as_table)] = Source()
    supply: Annotated[Source, BeforeValidator(_as_table)] = Source()


Codes = tuple[Annotated[str, BeforeValidator(as_text)], ...]


class ShareTable(Table):
    """``[rules.industrial_share]``."""

    minimum: Share = Field(default=ShareRule().minimum)
    reading: str = ShareRule().reading
    industrial: Codes = ()
    built_also: Codes = ()
    built_not: Codes = ()

    @field_validator("reading")
    @classmethod
    def _known(cls, value: str) -> str:
        return one_of(value, READINGS)


class LinesTable(Table):
    """``[rules.control_lines]``; sizes in m², widths in m."""

    strict: bool = LinesRule().strict
    noise_m2: float = Field(default=LinesRule().noise_m2, ge=0)
    noise_width_m: float = Field(default=LinesRule().noise_width_m, ge=0)
    sliver_m2: float = Field(default=LinesRule().sliver_m2, ge=0)
    sliver_width_m: float = Field(default=LinesRule().sliver_width_m, ge=0)
    levels: dict[str, Literal["error", "warning", "info"]] = Field(default_factory=dict)

    @field_validator("levels")
    @classmethod
    def _known(cls, value: dict[str, str]) -> dict[str, str]:
        for kind in value:
            one_of(kind, tuple(MATRIX))
        return value


class IdleTable(Table):
    """``[rules.idle_land]``."""

    idle_years: int = Field(default=IdleRule().idle_years, ge=1)
    forfeit_years: int = Field(default=IdleRule().forfeit_years, ge=1)
    lapse_years: int = Field(default=IdleRule().lapse_years, ge=1)
    built_share: Share = Field(default=IdleRule().built_share)
    invested_share: Share = Field(default=IdleRule().invested_share)
    fee_share: Share = Field(default=IdleRule().fee_share)
    clock_from_delivery: bool = IdleRule().clock_from_delivery
    sliver_m2: float = Field(default=IdleRule().sliver_m2, ge=0)
    sliver_width_m: float = Field(default=IdleRule().sliver_width_m, ge=0)


class RuleTables(Table):
    """``[rules]``."""

    industrial_share: ShareTable = ShareTable()
    control_lines: LinesTable = LinesTable()
    idle_land: IdleTable = IdleTable()

    def settings(self) -> RuleSettings:
        """Give the numbers to the rules."""
        share = self.industrial_share
        levels = {kind: Level(level) for kind, level in self.control_lines.levels.items()}
        return RuleSettings(
            industrial_share=ShareRule(
                minimum=share.minimum,
                reading=share.reading,
                industrial=frozenset(share.industrial),
                built_also=frozenset(share.built_also),
                built_not=frozenset(share.built_not),
            ),
            control_lines=LinesRule(**{**self.control_lines.model_dump(), "levels": levels}),
            idle_land=IdleRule(**dict(self.idle_land)),
        )


class Settings(Table):
    """The whole of zoneland.toml."""

    title: str = ""
    crs: str = ""
    area: Literal["ellipsoid", "plane", "ledger"] = "ellipsoid"
    lang: Literal["zh", "en"] = "zh"
    boundaries: Boundaries = Boundaries()
    landuse: Landuse = Landuse()
    rules: RuleTables = RuleTables()
    maps: MapTable = MapTable()

    @field_validator("crs")
    @classmethod
    def _is_projected(cls, value: str) -> str:
        found = systems.parse(value) if value else None
        if value and (found is None or not systems.is_plane(found)):
            raise ValueError("EPSG:4525 … EPSG:4554")
        return value


def load_settings(folder: Path) -> Settings:
    """Read a workspace's zoneland.toml; without one, everything has its default.

    Raises
    ------
    InputError
        ZL111 for TOML that cannot be read, ZL124 if it is not UTF-8, ZL112 for each unknown
        key, naming the nearest known one, ZL113 for each value that will not do; ZL465 and ZL466
        for what the public map can neither leave out nor be drawn on.
    """
    path = folder / FILE_NAME
    if not is_there(path, FILE_NAME) or not path.is_file():
        return Settings()
    if not is_utf8(path):
        raise InputError([Problem("ZL124", FILE_NAME)])
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InputError([syntax_told(error, FILE_NAME)]) from error
    try:
        found = Settings.model_validate(raw)
    except ValidationError as error:
        raise InputError(list(values_told(error, Settings, FILE_NAME))) from error
    found.maps.public.rule()  # refuses what it cannot leave out
    return found
