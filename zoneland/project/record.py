"""run.json: what a run rests on and every figure it found, so that anyone can compute it again."""

from __future__ import annotations

import json
import math
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Final

from zoneland.core import crs as systems
from zoneland.core.wording import told
from zoneland.project.kept import terms_kept
from zoneland.project.versions import versions
from zoneland.rules.matrix import MATRIX
from zoneland.rules.spaces import COLUMNS as SPACES
from zoneland.rules.summary import AREA_COLUMNS, IDLE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from zoneland.core.problems import Lang, Problem
    from zoneland.core.stamp import Stamp
    from zoneland.rules.assessment import Assessment

Json = dict[str, Any]

SHARE_AREAS: Final = tuple(f"{name}_m2" for name in AREA_COLUMNS)

LONE: Final = re.compile("[\ud800-\udfff]")
"""Half of a pair, as broken names of files and fields hold it; UTF-8 has no place for it."""


def as_json(record: Json) -> str:
    r"""Write a record as JSON that can be read by eye, and by any program.

    Raises
    ------
    ValueError
        For NaN and infinity, which JSON does not have.

    Examples
    --------
    >>> as_json({"zone_name": "东\ud800区"}) == '{\n "zone_name": "东\\ud800区"\n}\n'
    True
    """
    text = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return LONE.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def to_record(assessment: Assessment, *, seconds: Mapping[str, float]) -> Json:
    """Write an assessment as the plain values of run.json.

    Parameters
    ----------
    assessment
        What a run found.
    seconds
        How long each stage took.

    Returns
    -------
    dict
        Areas in m² with two decimals, or ``_dm2``: whole 0.01 m²; shares 0 to 1; what is not
        known is None.
    """
    found = versions()
    return {
        "zoneland": found["zoneland"],
        "on": assessment.on.isoformat(),
        "title": assessment.title,
        "verdict": str(assessment.verdict),
        "area": assessment.area,
        "cover_year": assessment.cover_year,
        "lang": assessment.lang,
        "crs": systems.name(assessment.zones.crs),
        "inputs": [asdict(source) for source in assessment.inputs],
        "settings": dict(assessment.settings),
        "versions": found,
        "seconds": {name: round(value, 3) for name, value in seconds.items()},
        "zones": [_zone(row, assessment) for row in _rows(assessment.zones)],
        "findings": _rows(assessment.findings),
        "idle_plots": _rows(assessment.idle),
        "areas": _rows(assessment.areas),
        "readings": _rows(assessment.readings),
        "batches": _rows(assessment.batches),
        "clauses": {
            rule: [asdict(clause) for clause in clauses]
            for rule, clauses in assessment.clauses.items()
        },
        "problems": [problem_record(item, assessment.lang) for item in assessment.problems],
        "stamp": stamp_record(assessment.stamp),
    }


def stamp_record(stamp: Stamp) -> Json:
    """Write a stamp; what is not known of it is None or empty."""
    return {**asdict(stamp), "ran_on": stamp.ran_on.isoformat() if stamp.ran_on else None}


def problem_record(problem: Problem, lang: Lang) -> Json:
    """Write a problem in one language, its terms beside, so that it can be told in the other."""
    terms = terms_kept(problem.values)
    return {
        "code": problem.code,
        "level": str(problem.level),
        "where": problem.where,
        "said": problem.said(lang),
        "fix": problem.fix(lang),
        "point": problem.point_told,
        "row": problem.row,
        "values": {key: plain_value(value) for key, value in told(problem.values, lang).items()},
        **({"terms": terms} if terms else {}),
    }


def _zone(zone: Json, assessment: Assessment) -> Json:
    readings = assessment.readings
    own = readings[readings["zone_id"] == zone["zone_id"]]
    by_land_use = {
        str(use): {row["reading"]: _reading(row) for row in _rows(some)}
        for use, some in own.groupby("land_use", sort=False)
    }
    return {
        "zone_id": zone["zone_id"],
        "zone_name": zone["zone_name"],
        "area_m2": zone["area_m2"],
        "verdict": zone["verdict"],
        "industrial_share": {
            "verdict": zone["share_verdict"],
            "low": zone["share_low"],
            "high": zone["share_high"],
            "reading": assessment.rules.industrial_share.reading,
            "minimum": float(assessment.rules.industrial_share.minimum),
            "land_use": zone["land_use"],
            "depends_on_reading": zone["depends_on_reading"],
            "basis": zone["share_basis"],
            "screening": zone["share_screening"],
            **{name: zone[name] for name in SHARE_AREAS},
            "by_reading": by_land_use.get(zone["land_use"], {}),
            "by_land_use": by_land_use,
        },
        "control_lines": {
            "verdict": zone["lines_verdict"],
            **{name: zone[name] for name in (*(f"{kind}_m2" for kind in MATRIX), *SPACES)},
        },
        "idle_land": {
            "verdict": zone["idle_verdict"],
            **{name: zone[name] for name in IDLE_COLUMNS},
        },
    }


def _reading(row: Json) -> Json:
    return {name: row[name] for name in row if name not in {"zone_id", "land_use", "reading"}}


def _rows(frame: pd.DataFrame) -> list[Json]:
    """Write a table's rows as plain values, without geometry."""
    table = frame.drop(columns="geometry", errors="ignore")
    return [
        {str(name): plain_value(value) for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def plain_value(value: Any) -> Any:  # noqa: ANN401  whatever a table holds
    """Turn what tables hold into what JSON holds; what is missing becomes None.

    Examples
    --------
    >>> import datetime, numpy as np, pandas as pd
    >>> [plain_value(v) for v in (np.float64("nan"), np.int64(3), pd.NaT)]
    [None, 3, None]
    """
    if hasattr(value, "item"):
        value = value.item()
    if value is None or value != value or (isinstance(value, float) and math.isinf(value)):  # noqa: PLR0124  NaN and NaT
        return None
    if isinstance(value, (bool, int, float, str)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
