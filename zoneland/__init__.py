"""zoneland: check development-zone boundaries (开发区四至边界) and show what was found.

Every name below is imported when it is first used, so that ``zoneland --help`` does not wait
for the heavy libraries.

>>> import zoneland as zl
>>> zl.industrial_share.__module__
'zoneland.rules.share'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zoneland.boundaries.lines import read_lines
    from zoneland.boundaries.zones import read_zones
    from zoneland.boundaries.zoning import read_zoning
    from zoneland.core.problems import InputError, Problem, ProblemWarning
    from zoneland.core.verdicts import Verdict
    from zoneland.landuse.cover import read_cover
    from zoneland.landuse.crosswalk import crosswalk
    from zoneland.landuse.ledger_sources import read_ledger
    from zoneland.landuse.parcels import read_parcels
    from zoneland.maps.page import build_map as map  # noqa: A004  zl.map is what users type
    from zoneland.measure.tabulate import tabulate
    from zoneland.project.cluster import assess
    from zoneland.project.partition import partition
    from zoneland.project.publish import write_map
    from zoneland.project.run import run
    from zoneland.project.stored import tabulate_store
    from zoneland.project.verify import verify
    from zoneland.report.excel import write_excel
    from zoneland.report.plates import county_plate, save_plate, share_bar, zone_plate
    from zoneland.report.word import write_word
    from zoneland.rules.assessment import Assessment
    from zoneland.rules.idle.land import idle_land
    from zoneland.rules.lines import line_overlap
    from zoneland.rules.settings import IdleRule, LinesRule, RuleSettings, ShareRule
    from zoneland.rules.share import industrial_share

_HOMES = {
    "Assessment": "rules.assessment",
    "IdleRule": "rules.settings",
    "InputError": "core.problems",
    "LinesRule": "rules.settings",
    "Problem": "core.problems",
    "ProblemWarning": "core.problems",
    "RuleSettings": "rules.settings",
    "ShareRule": "rules.settings",
    "Verdict": "core.verdicts",
    "assess": "project.cluster",
    "county_plate": "report.plates",
    "crosswalk": "landuse.crosswalk",
    "idle_land": "rules.idle.land",
    "industrial_share": "rules.share",
    "line_overlap": "rules.lines",
    "map": "maps.page:build_map",
    "partition": "project.partition",
    "read_cover": "landuse.cover",
    "read_ledger": "landuse.ledger_sources",
    "read_lines": "boundaries.lines",
    "read_parcels": "landuse.parcels",
    "read_zones": "boundaries.zones",
    "read_zoning": "boundaries.zoning",
    "run": "project.run",
    "save_plate": "report.plates",
    "share_bar": "report.plates",
    "tabulate": "measure.tabulate",
    "tabulate_store": "project.stored",
    "verify": "project.verify",
    "write_excel": "report.excel",
    "write_map": "project.publish",
    "write_word": "report.word",
    "zone_plate": "report.plates",
}
__all__ = [
    "Assessment", "IdleRule", "InputError", "LinesRule", "Problem", "ProblemWarning",
    "RuleSettings", "ShareRule", "Verdict", "assess", "county_plate", "crosswalk", "idle_land",
    "industrial_share", "line_overlap", "map", "partition", "read_cover", "read_ledger",
    "read_lines", "read_parcels", "read_zones", "read_zoning", "run", "save_plate", "share_bar",
    "tabulate", "tabulate_store", "verify", "write_excel", "write_map", "write_word",
    "zone_plate",
]  # fmt: skip


def __getattr__(name: str) -> Any:  # noqa: ANN401  a module's names are of any type
    """Import a public name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _HOMES[name].partition(":")
    return getattr(import_module(f"{__name__}.{module}"), attribute or name)


def __dir__() -> list[str]:
    return sorted(__all__)
