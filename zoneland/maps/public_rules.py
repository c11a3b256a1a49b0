"""What the public profile leaves out: fields by name, each of which a workspace may settle."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import listed
from zoneland.core.problems import InputError, Problem
from zoneland.core.wording import words
from zoneland.rules.matrix import MATRIX

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoneland.core.problems import Lang

LAND: Final = ("survey", "plan")
LINES: Final = ("farmland", "redline", "growth", "flexible", "special")
PIECES: Final = tuple(f"findings.{kind}" for kind in MATRIX)
IDS: Final = ("zone_id", "plot_id", "project", "batch_id")
KIND_FIGURES: Final = tuple(f"{kind}_m2" for kind in MATRIX)
IDLE_FIGURES: Final = ("unsupplied_m2", "idle_m2", "plots")
FIGURE_COLUMNS: Final[dict[str, tuple[str, ...]]] = {
    "share": (
        *("share_low", "share_high"),
        *("to_convert_m2", "to_add_m2", "to_leave_m2", "detached_m2"),
    ),
    **{name: (name,) for name in KIND_FIGURES},
    "unsupplied_m2": (
        *("unsupplied_m2", "approved_m2", "supplied_m2", "used_m2", "lapsed_m2"),
        *("unsupplied_rate", "unsupplied_drawn_m2", "unsupplied_stated_m2", "unsupplied_gap_m2"),
    ),
    "idle_m2": ("idle_m2", "idle_rate", "government_m2"),
    "plots": ("plots", "cannot_tell_plots"),
}
"""The zones' columns that a figure stands for."""

FIGURES: Final = tuple(FIGURE_COLUMNS)
FIELDS: Final = (*LAND, *LINES, *PIECES, "idle", *IDS, "inputs", *FIGURES, "classes", "reasons")
"""All that may be dropped: layers, drawn pieces by kind, the list of plots, ids, the list of
files, the zones' figures, the classes summed by zone, and the sentences that tell why."""

SECRET_PIECES: Final = frozenset(f"findings.{kind}" for kind in MATRIX if kind != "zones")
"""Pieces whose outline is a control line's or a parcel's: all but where zones overlap."""

DROPPED: Final = frozenset({*LAND, *LINES, *SECRET_PIECES, "idle", *IDS, "inputs"})
GROUPS: Final[dict[str, frozenset[str]]] = {
    "land": frozenset(LAND),
    "lines": frozenset(LINES),
    "pieces": frozenset(PIECES),
    "secret_pieces": SECRET_PIECES,
    "idle": frozenset({"idle", "plot_id", "project", "batch_id"}),
    "figures": frozenset(FIGURES),
}
"""Fields that one word tells where all of them are dropped, the larger group first."""

GRID_DEG: Final = 1e-3
FINEST_DEG: Final = 1e-4
COARSEST_DEG: Final = 1e-2
METRES_A_DEGREE: Final = 100_000
"""So much, or a little more, in China: for saying how coarse the grid is."""
CLEAN: Final = 9
"""Decimals that free a multiple of the grid from what floats add to it."""

SETTING: Final = "zoneland.toml [maps.public]"


@dataclass(frozen=True, slots=True)
class PublicRule:
    """What the public profile leaves out, and how coarse it draws the rest.

    Raises
    ------
    InputError
        ZL465 for a field that is not one of `FIELDS`; ZL466 for a grid out of bounds.

    Examples
    --------
    >>> PublicRule(grid_deg=0.0005).decimals, "zone_id" in PublicRule().drop
    (4, True)
    """

    drop: frozenset[str] = DROPPED
    """Of `FIELDS`."""
    grid_deg: float = GRID_DEG
    """Step of the grid that coordinates stand on, in degrees: 0.0001 to 0.01."""

    def __post_init__(self) -> None:
        problems = [
            Problem(
                "ZL465", f"{SETTING} drop", {"field": name, "known": listed(FIELDS, len(FIELDS))}
            )
            for name in sorted(self.drop.difference(FIELDS))
        ]
        if not FINEST_DEG <= self.grid_deg <= COARSEST_DEG:
            bounds = {"least": f"{FINEST_DEG:g}", "most": f"{COARSEST_DEG:g}"}
            problems.append(
                Problem("ZL466", f"{SETTING} grid_deg", bounds | {"found": self.grid_deg})
            )
        if problems:
            raise InputError(problems)

    @property
    def decimals(self) -> int:
        """How many decimals a multiple of the grid may have."""
        return len(f"{self.grid_deg:.{CLEAN}f}".rstrip("0").partition(".")[2])

    @property
    def tells_why(self) -> bool:
        """Whether sentences may say why: they quote the figures that verdicts rest on."""
        return not self.drop & {"reasons", *FIGURES}

    def note(self, lang: Lang, *, approval: str) -> str:
        """Say in the page's language what was left out and how coarse the rest is."""
        said = words(lang)
        comma, stop = said["public_rules.comma"], said["public_rules.stop"]
        parts = [said["public_rules.generalised"]]
        if self.drop:
            parts.append(said["public_rules.without"].format(fields=comma.join(self._told(said))))
        if "classes" not in self.drop:
            parts.append(said["public_rules.classes"])
        metres = f"{self.grid_deg * METRES_A_DEGREE:g}"
        parts.append(said["public_rules.grid"].format(degrees=f"{self.grid_deg:g}", metres=metres))
        key = "public_rules.approved" if approval else "public_rules.review"
        return stop.join([*parts, said[key].format(number=approval)])

    def _told(self, said: Mapping[str, str]) -> Iterator[str]:
        """Name what was left out, many fields by one word where all of them were."""
        left = set(self.drop)
        for key, fields in GROUPS.items():
            if fields <= left:
                yield said[f"public_rules.group.{key}"]
                left -= fields
        yield from (_field_told(name, said) for name in FIELDS if name in left)


def _field_told(name: str, said: Mapping[str, str]) -> str:
    group, _, kind = name.rpartition(".")
    if group:
        return said["public_rules.piece"].format(kind=said[f"finding.{kind}"])
    if name in KIND_FIGURES:
        return said["public_rules.figure"].format(kind=said[f"finding.{name.removesuffix('_m2')}"])
    if name in (*LAND, *LINES):
        return said["public_rules.layer"].format(layer=said[f"role.{name}"])
    return said[f"public_rules.field.{name}"]
