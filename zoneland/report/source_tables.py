"""The tables of what a report rests on: the run at a glance, problems, inputs, clauses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from zoneland.core import crs
from zoneland.core.contracts import listed
from zoneland.core.figures import percent
from zoneland.core.naming import crs_in_words, reading_in_words
from zoneland.core.problems import Level, catalogue, count_by_level
from zoneland.core.verdicts import Verdict
from zoneland.core.wording import words
from zoneland.report import values
from zoneland.report.table import Column, Format, Table, from_columns

if TYPE_CHECKING:
    from zoneland.core.problems import Lang, Problem
    from zoneland.report.table import Value
    from zoneland.rules.assessment import Assessment

SHARES: Final = {
    "rules.industrial_share.minimum",
    "rules.idle_land.built_share",
    "rules.idle_land.invested_share",
}
"""Settings that are shares, 0 to 1."""

VOCABULARIES: Final = {"area": "area"} | dict.fromkeys(
    ("lang", "profile", "system"), "setting.value"
)
"""Where the words of a setting's value stand, by the last part of its key."""

WORST_FIRST: Final = {level: order for order, level in enumerate(Level)}


def overview_table(assessment: Assessment, lang: Lang) -> Table:
    """Give the run at a glance, as a record."""
    rule = assessment.rules.industrial_share
    stamp = assessment.stamp
    pairs: list[tuple[Column, Value]] = [
        (Column("title"), assessment.title),
        (Column("on", Format.DATE), assessment.on),
        *_given((Column("ran_on", Format.DATE), stamp.ran_on), (Column("data_on"), stamp.data_on)),
        (Column("run_verdict", Format.WORD, "verdict"), str(assessment.verdict)),
        *_zone_counts(assessment),
        (Column("minimum", Format.SHARE), rule.minimum),
        (Column("reading", Format.READING), rule.reading),
        (Column("area_kind", Format.WORD, "area"), assessment.area),
        (Column("crs"), _crs_name(assessment, lang)),
        *_given((Column("map_approval"), stamp.map_approval)),
        *_piece_counts(assessment),
        *_problem_counts(assessment),
        *_given((Column("run_sha256", Format.ID), stamp.sha256)),
        (Column("notice"), words(lang)["report.notice"]),
    ]
    return from_columns("overview", [(column, [value]) for column, value in pairs]).upright()


def problems_table(assessment: Assessment, lang: Lang) -> Table:
    """Give every problem of the inputs, worst first."""
    told = sorted(assessment.problems, key=_rank)
    return from_columns(
        "problems",
        [
            (Column("level", Format.WORD, "level"), [str(problem.level) for problem in told]),
            (Column("code", Format.ID), [problem.code for problem in told]),
            (Column("where"), [problem.where for problem in told]),
            (Column("said"), [problem.said(lang) for problem in told]),
            (Column("fix"), [problem.fix(lang) for problem in told]),
        ],
    )


def problem_counts_table(assessment: Assessment, lang: Lang) -> Table:
    """Give a row a problem code: how often it was met, and the first of its kind."""
    told = sorted(assessment.problems, key=_rank)
    counts = Counter(problem.code for problem in told)
    firsts = {problem.code: problem for problem in reversed(told)}
    codes = list(counts)
    return from_columns(
        "problem_counts",
        [
            (Column("level", Format.WORD, "level"), [str(firsts[code].level) for code in codes]),
            (Column("code", Format.ID), codes),
            (Column("problem_title"), [catalogue(lang)[code].title for code in codes]),
            (Column("count", Format.COUNT), [counts[code] for code in codes]),
            (Column("first_where"), [firsts[code].where for code in codes]),
            (Column("said"), [firsts[code].said(lang) for code in codes]),
            (Column("fix"), [firsts[code].fix(lang) for code in codes]),
        ],
    )


def inputs_table(assessment: Assessment) -> Table:
    """Give a row an input file, with the hash that tells whether it has changed since."""
    read = assessment.inputs
    return from_columns(
        "inputs",
        [
            (Column("role", Format.WORD, "role"), [one.role for one in read]),
            (Column("path"), [one.path for one in read]),
            (Column("layer"), [one.layer or None for one in read]),
            (Column("rows", Format.COUNT), [one.rows for one in read]),
            (Column("crs"), [one.crs or None for one in read]),
            (Column("encoding"), [one.encoding or None for one in read]),
            (Column("sha256", Format.ID), [one.sha256 for one in read]),
        ],
    )


def settings_table(assessment: Assessment, lang: Lang) -> Table:
    """Give the workspace's settings in full, a row a key: in words, and as zoneland.toml has it."""
    flat = list(_flat(assessment.settings))
    return from_columns(
        "settings",
        [
            (Column("setting"), [_label(key, lang) for key, _ in flat]),
            (Column("setting_key", Format.ID), [key for key, _ in flat]),
            (Column("value"), [_said(key, value, lang) for key, value in flat]),
        ],
    )


def clauses_table(assessment: Assessment) -> Table:
    """Give what each rule rests on."""
    pairs = [(rule, clause) for rule, clauses in assessment.clauses.items() for clause in clauses]
    return from_columns(
        "clauses",
        [
            (Column("rule", Format.WORD, "rule"), [rule for rule, _ in pairs]),
            (Column("document"), [clause.title for _, clause in pairs]),
            (Column("dated_on"), [clause.dated_on or None for _, clause in pairs]),
            (Column("clause_text"), [clause.text for _, clause in pairs]),
        ],
    )


def _given(*pairs: tuple[Column, Value]) -> Iterator[tuple[Column, Value]]:
    """Keep what is told; a run outside a workspace has no stamp."""
    yield from (pair for pair in pairs if pair[1])


def _zone_counts(assessment: Assessment) -> Iterator[tuple[Column, int]]:
    counts = Counter(values.texts(assessment.zones, "verdict"))
    yield Column("zones", Format.COUNT), len(assessment.zones)
    for verdict in Verdict:
        yield Column(f"zones_{verdict}", Format.COUNT), counts[str(verdict)]


def _piece_counts(assessment: Assessment) -> Iterator[tuple[Column, int]]:
    levels = Counter(values.texts(assessment.findings, "level"))
    for level in Level:
        yield Column(f"pieces_{level}", Format.COUNT), levels[str(level)]
    # a plot in two zones has two rows, and is one plot
    plots = assessment.idle.drop_duplicates(["kind", "plot_id", "where"])
    kinds = Counter(values.texts(plots, "kind"))
    for kind in ("unsupplied", "used"):
        yield Column(f"plots_{kind}", Format.COUNT), kinds[kind]
    idle = values.marks(plots, "is_idle", "idle")
    yield Column("plots_idle", Format.COUNT), sum(mark is not None for mark in idle)


def _problem_counts(assessment: Assessment) -> Iterator[tuple[Column, int]]:
    for level, count in count_by_level(assessment.problems).items():
        yield Column(f"problems_{level}", Format.COUNT), count


def _crs_name(assessment: Assessment, lang: Lang) -> str | None:
    found = crs.parse(assessment.zones.crs)
    return None if found is None else crs_in_words(found, lang=lang)


def _rank(problem: Problem) -> tuple[int, str, str]:
    return WORST_FIRST[problem.level], problem.code, problem.where


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, object]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _label(key: str, lang: Lang) -> str:
    """Call a setting by its name; an input's by the input and the field, else by its key."""
    texts = words(lang)
    _, _, rest = key.partition(".")
    role, _, field = rest.partition(".")
    if f"setting.{key}" in texts:
        return texts[f"setting.{key}"]
    named = (texts.get(f"role.{role}"), texts.get(f"setting.source.{field}"))
    return f"{named[0]}{texts['report.colon']}{named[1]}" if all(named) else key


def _said(key: str, value: object, lang: Lang) -> str | None:
    """Say a setting's value in words where it has them."""
    texts = words(lang)
    if isinstance(value, bool):
        return texts["setting.yes" if value else "setting.no"]
    if key.endswith(".reading"):
        return reading_in_words(str(value), lang=lang)
    if key in SHARES:
        share = Fraction(str(value)).limit_denominator(10_000)
        return percent(share.numerator, share.denominator)
    vocabulary = VOCABULARIES.get(key.rpartition(".")[2], "")
    return texts.get(f"{vocabulary}.{value}") or _plain(value)


def _plain(value: object) -> str | None:
    if isinstance(value, set | frozenset):
        value = sorted(map(str, value))
    if isinstance(value, list | tuple):
        return listed(value, most=len(value)) if value else None
    return None if value is None else str(value) or None
