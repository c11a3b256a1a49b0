"""产业用地不得低于60%: the industrial share of a zone, as an interval and under every reading.

The clause is of 河南省2022年开发区工作要点 (2022-04-30), which does not say what counts.

Land that nobody classed (uncovered, contested, undecided, unknown) may or may not be
industrial, so a zone has a lowest and a highest possible share. The threshold is met for
certain, missed for certain, or the data cannot tell. Areas are whole 0.01 m² and compared as
whole numbers: in floats, exactly 60 % falls below 60 % in four cases of ten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

import pandas as pd

from zoneland.core.problems import Problem
from zoneland.core.verdicts import Clause, Judgement, Verdict
from zoneland.core.wording import Term, Terms
from zoneland.rules.bounds import SIZES, bounds, readings_of
from zoneland.rules.listed import as_told, unmatched, with_built
from zoneland.rules.readings import definition_of, lacking
from zoneland.rules.remedy import NOTHING, Remedy, remedies
from zoneland.rules.settings import ShareRule
from zoneland.rules.towns import detached_dm2, urban_built

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

__all__ = [
    "CLAUSES",
    "DECIDING",
    "as_told",
    "industrial_share",
    "judge_industrial_share",
    "unmatched",
    "verdict_of",
    "with_built",
]

Basis = Literal["measured", "screening", "bound"]
"""What a share rests on: land classes; a land-cover product's industrial class; or land cover
that does not tell industry apart, which gives an upper bound alone."""

CLAUSES: Final = (
    Clause(
        "河南省2022年开发区工作要点",
        "2022-04-30",
        "落实三区三线划定成果，按照产业用地不得低于60%的标准，稳妥推进开发区四至边界划定。",
    ),
)
DECIDING: Final = ("plan", "survey", "cover")
"""规划 decides where it is given, for the rule is on drawing boundaries; then 现状, then cover."""


def verdict_of(certain_dm2: int, possible_dm2: int, whole_dm2: int, minimum: Fraction) -> Verdict:
    """Compare a share's interval with the least that passes.

    Parameters
    ----------
    certain_dm2, possible_dm2, whole_dm2
        Least and most industrial land, and the land it is a share of; whole 0.01 m².
    minimum
        Least share that passes; exactly this much passes.

    Examples
    --------
    >>> from fractions import Fraction
    >>> [str(verdict_of(a, b, 100_000, Fraction(3, 5))) for a, b in
    ...  ((60_000, 60_000), (59_996, 59_999), (59_996, 60_000))]
    ['pass', 'fail', 'cannot_tell']
    >>> str(verdict_of(0, 0, 0, Fraction(3, 5)))
    'cannot_tell'
    """
    if whole_dm2 <= 0:
        return Verdict.CANNOT_TELL
    needed = minimum * int(whole_dm2)
    if int(certain_dm2) >= needed:
        return Verdict.PASS
    return Verdict.FAIL if int(possible_dm2) < needed else Verdict.CANNOT_TELL


def industrial_share(
    areas: pd.DataFrame,
    *,
    rule: ShareRule | None = None,
    grounds: Mapping[str, pd.DataFrame] | None = None,
    basis: Basis = "measured",
) -> pd.DataFrame:
    """Compute the industrial share of each zone under every reading that the data allow.

    With certain industrial land I, unsettled land U and settled construction land B, the share
    of the zone Z lies between I / Z and (I + U) / Z; that of construction land between
    I / (B + U) and (I + U) / (B + U), for unsettled land may be built and not industrial.

    Parameters
    ----------
    areas
        Columns of `zoneland.core.contracts.AREAS`, of one land use.
    rule
        The threshold, 60 % if None; its reading is always among the rows.
    grounds
        The land that forms the denominators ``town`` (`zoneland.rules.towns.town_land`) and
        ``buildable`` (`zoneland.rules.buildable.buildable_land`), as far as they are known.
    basis
        ``measured``; ``screening``, which never judges and says in ``screening`` what it would;
        ``bound``, which may fail and never passes.

    Returns
    -------
    DataFrame
        A row a zone and reading: ``zone_id, reading, definition`` (numbers of the definitions it
        carries out), ``basis, certain_dm2, possible_dm2, whole_dm2`` (whole 0.01 m²), ``low,
        high`` (0 to 1), ``verdict, screening``; what it would take, each alone, ``to_convert_dm2,
        to_add_dm2, to_leave_dm2`` (0 if the share is reached, NA if that way is closed); and
        ``detached_dm2`` (独立工业用地, NA if not known).

    Examples
    --------
    >>> areas = pd.DataFrame({"zone_id": "A", "status": ["known", "known", "uncovered"],
    ...     "kind": ["industry", "residential", "unknown"], "is_built": [True, True, False],
    ...     "area_dm2": [55, 35, 10]})
    >>> industrial_share(areas, rule=ShareRule())[["reading", "low", "high", "verdict"]].tail(2)
                                    reading   low  high      verdict
    4         industry_storage/construction  0.55  0.65  cannot_tell
    5  industry_storage_mining/construction  0.55  0.65  cannot_tell
    """
    rule, given = rule or ShareRule(), dict(grounds or {})
    town = given.get("town")
    if town is not None and "town_code" in town:
        given["town"] = urban_built(town)
    names = readings_of(areas, asked=rule.reading, grounds=given)
    tables = [
        bounds(areas, name, given.get(name.split("/")[1])).reset_index().assign(reading=name)
        for name in names
    ]
    zone_ids = pd.Index(areas["zone_id"].unique())
    table = pd.concat(tables, ignore_index=True)
    place = zone_ids.get_indexer(table["zone_id"])
    table = table.iloc[place.argsort(kind="stable")].reset_index(drop=True)
    table["definition"] = table["reading"].map(
        {name: definition_of(name, _land_use(areas)) for name in names}
    )
    table["detached_dm2"] = detached_dm2(town, table["zone_id"])
    table["basis"] = str(basis)
    return _with_remedies(_with_verdicts(table, rule.minimum), areas, rule.minimum)[SHARE_COLUMNS]


REMEDIES: Final = ["to_convert_dm2", "to_add_dm2", "to_leave_dm2"]
SHARE_COLUMNS: Final = [
    "zone_id", "reading", "definition", "basis", *SIZES, "low", "high", "verdict", "screening",
    *REMEDIES, "detached_dm2",
]  # fmt: skip


def _land_use(areas: pd.DataFrame) -> str:
    uses = areas["land_use"].unique().tolist() if "land_use" in areas else []
    return str(uses[0]) if len(uses) == 1 else ""


def _with_verdicts(table: pd.DataFrame, minimum: Fraction) -> pd.DataFrame:
    """Judge each row; of a screening the word is kept apart, and the verdict stays open."""
    whole = table["whole_dm2"].where(table["whole_dm2"] > 0)
    sizes = table[SIZES].to_numpy().tolist()
    judged = [str(verdict_of(low, high, size, minimum)) for low, high, size in sizes]
    verdict = pd.Series(judged, dtype="str")
    is_screened = table["basis"].eq("screening")
    is_open = is_screened | (table["basis"].eq("bound") & verdict.eq(str(Verdict.PASS)))
    return table.assign(
        low=table["certain_dm2"] / whole,
        high=table["possible_dm2"] / whole,
        verdict=verdict.mask(is_open, str(Verdict.CANNOT_TELL)),
        screening=verdict.where(is_screened, ""),
    )


def _with_remedies(table: pd.DataFrame, areas: pd.DataFrame, minimum: Fraction) -> pd.DataFrame:
    """Say what each share would take; an upper bound knows of no industry, so of no remedy."""
    zone_dm2 = areas.groupby("zone_id")["area_dm2"].sum().to_dict()
    found: list[Remedy] = []
    for row in table.to_dict("records"):
        bottom = row["reading"].split("/")[1]
        room = zone_dm2[row["zone_id"]] - row["whole_dm2"] if bottom == "construction" else None
        found.append(
            NOTHING
            if row["basis"] == "bound"
            else remedies(
                row["certain_dm2"],
                row["whole_dm2"],
                minimum=minimum,
                denominator=bottom,
                room_dm2=room,
            )
        )
    ways = {name: [getattr(one, name) for one in found] for name in REMEDIES}
    return table.assign(**{name: pd.array(ways[name], dtype="Int64") for name in REMEDIES})


def judge_industrial_share(
    readings: Mapping[str, pd.DataFrame], zone_ids: Iterable[str], *, rule: ShareRule
) -> Judgement:
    """Judge each zone by the land use that decides, under the reading that is set.

    Parameters
    ----------
    readings
        What `industrial_share` gives, by land use: ``plan``, ``survey``, ``cover``.
    zone_ids
        All zones, in order.
    rule
        Threshold and reading.

    Returns
    -------
    Judgement
        Its table has the columns of `industrial_share` but ``zone_id``, of the reading that is
        set; ``land_use``; ``depends_on_reading``: whether some reading passes and another fails;
        and ``passing, failing``: the readings that do, joined by 、. Problems: ZL330 for the
        readings that the data do not allow, ZL331 for a screening.
    """
    land_use = next((use for use in DECIDING if use in readings), None)
    index = pd.Index(list(zone_ids), name="zone_id")
    if land_use is None:
        table = pd.DataFrame(columns=SHARE_COLUMNS[1:], index=index)
        table = table.astype(
            {"low": float, "high": float} | dict.fromkeys([*REMEDIES, "detached_dm2"], "Int64")
        )
        return Judgement("industrial_share", CLAUSES, _filled(table, rule).assign(land_use=None))
    every = readings[land_use]
    table = every[every["reading"] == rule.reading].set_index("zone_id").reindex(index)
    for column, verdict in {"passing": Verdict.PASS, "failing": Verdict.FAIL}.items():
        said = every[every["verdict"] == str(verdict)]
        table[column] = said.groupby("zone_id")["reading"].agg("、".join).reindex(index)
    table["detached_dm2"] = _detached(readings, index)
    table = _filled(table, rule).assign(land_use=land_use)
    told = tuple(_told(every, land_use))
    return Judgement("industrial_share", CLAUSES, table, problems=told)


def _filled(table: pd.DataFrame, rule: ShareRule) -> pd.DataFrame:
    """Fill in what is said of a zone without figures, and whether a zone's readings disagree."""
    blank = {"passing": "", "failing": "", "screening": "", "definition": "", "basis": ""}
    blank |= {"verdict": str(Verdict.CANNOT_TELL), "reading": rule.reading}
    for column, value in blank.items():
        cells = table[column] if column in table else pd.Series(None, index=table.index)
        table[column] = cells.astype(object).where(cells.notna(), value).astype(str)
    return table.assign(depends_on_reading=table["passing"].ne("") & table["failing"].ne(""))


def _detached(readings: Mapping[str, pd.DataFrame], index: pd.Index) -> pd.Series:
    """Give each zone's 独立工业用地 from whatever land use knows it: it is side evidence to all."""
    found = pd.Series(pd.NA, index=index, dtype="Int64")
    for table in readings.values():
        known = table.dropna(subset="detached_dm2").groupby("zone_id")["detached_dm2"].first()
        found = found.fillna(known.astype("Int64").reindex(index))
    return found


def _told(every: pd.DataFrame, land_use: str) -> Iterable[Problem]:
    """Say which readings the data do not allow, and that a screening judges nothing."""
    if every["basis"].eq("screening").any():
        yield Problem("ZL331", land_use, {})
    elif every["basis"].eq("measured").any() and land_use != "cover":
        keys = lacking(every["reading"])
        lacks = Terms(tuple(Term(f"reading_lacks.{key}") for key in keys))
        yield Problem("ZL330", land_use, {"lacks": lacks})
