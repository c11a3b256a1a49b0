"""What the verbs print: tables, problems and progress, in the run's language.

Results go to standard output, progress and problems to standard error, so that a script can
read the one without the other.
"""

from __future__ import annotations

import json
import sys
import tempfile
import traceback
import unicodedata
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from zoneland.console_rows import RowsToldOf
from zoneland.core.contracts import listed
from zoneland.core.passing import listening
from zoneland.core.problems import Level, catalogue, count_by_level, grouped
from zoneland.core.wording import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from zoneland.core.inputs import Input
    from zoneland.core.problems import Group, Lang, Problem
    from zoneland.project.doctor import Health
    from zoneland.project.gather import Gathered
    from zoneland.rules.assessment import Assessment

STYLES = {"pass": "green", "fail": "bold red", "cannot_tell": "yellow"}
LEVEL_STYLES = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.INFO: "cyan"}


def _out() -> Console:
    return Console(soft_wrap=True)


def _err() -> Console:
    return Console(stderr=True, soft_wrap=True)


def _typed(value: object, style: str = "") -> Text:
    r"""Give text from data as typed: no markup, and nothing that steers a terminal or turns a line.

    Examples
    --------
    >>> _typed("[/x] \x1b[2J\u202eA").plain
    '[/x] �[2J�A'
    """
    kinds = {"Cc", "Cf"}
    plain = ("�" if unicodedata.category(char) in kinds else char for char in str(value))
    return Text("".join(plain), style=style)


def say(key: str, lang: Lang, **values: object) -> None:
    """Say one sentence of the catalogue, on standard error."""
    _err().print(_typed(words(lang)[key].format(**values)))


def show_line(said: str) -> None:
    """Print one line, on standard output."""
    _out().print(_typed(said))


@contextmanager
def progress(lang: Lang) -> Iterator[Callable[[str], None]]:
    """Show the stage at work and the time since it began, on standard error.

    On a terminal also how far the reading of a large layer is.
    """
    rows = RowsToldOf(lang)
    bar = Progress(
        SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn(),
        console=_err(), transient=True,
    )  # fmt: skip
    task = bar.add_task("", total=None)

    def tell(stage: str) -> None:
        text = words(lang).get(f"stage.{stage}", stage)
        rows.begin(text)
        bar.update(task, description=text)
        if not bar.console.is_terminal:
            bar.console.print(_typed(text))

    def tell_rows(done: int, known: int) -> None:
        bar.update(task, description=rows.text(done, known))

    with bar, listening(tell_rows):
        yield tell


@contextmanager
def progress_bar(lang: Lang) -> Iterator[Callable[[float, str], None]]:
    """Show how far a long piece of work is, on standard error."""
    bar = Progress(
        TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn(),
        console=_err(), transient=True,
    )  # fmt: skip
    with bar:
        task = bar.add_task("", total=1.0)

        def tell(share: float, stage: str) -> None:
            bar.update(task, completed=share, description=words(lang).get(stage, stage))

        yield tell


def show_result(result: Assessment) -> None:
    """Print a line a zone: its verdicts and its share; then the reasons, zone by zone."""
    text = words(result.lang)
    table = Table(title=_typed(result.title or text["cli.title"]))
    for key in ("cli.zone", "cli.verdict", "cli.share", "cli.lines", "cli.idle"):
        table.add_column(text[key], overflow="fold")
    for zone, share in zip(result.zones.to_dict("records"), result.shares(), strict=True):
        verdicts = (zone["share_verdict"], zone["lines_verdict"], zone["idle_verdict"])
        cells = [Text(text[f"verdict.{verdict}"], style=STYLES[verdict]) for verdict in verdicts]
        depends = text["cli.depends"] if zone["depends_on_reading"] else ""
        cells[0].append(f" {share}{depends}", style="default")
        overall = zone["verdict"]
        table.add_row(
            _typed(zone["zone_name"]),
            Text(text[f"verdict.{overall}"], style=STYLES[overall]),
            *cells,
        )
    _out().print(table)
    _show_reasons(result)


def _show_reasons(result: Assessment) -> None:
    """Print why, one line a zone; nothing for a zone that passes without more to say."""
    from zoneland.rules.reasons import reasons  # noqa: PLC0415  brings pandas

    text, console, told = words(result.lang), _out(), reasons(result)
    for zone in result.zones.to_dict("records"):
        if told[zone["zone_id"]]:
            line = _typed(f"{zone['zone_name']}{text['report.colon']}")
            line.append(text["reason.stop"].join(told[zone["zone_id"]]))
            console.print(line)


def show_inputs(inputs: Sequence[Input], lang: Lang) -> None:
    """Print what was read: file, layer, rows, fields where it has them, CRS and encoding."""
    text = words(lang)
    table = Table(title=_typed(text["cli.inputs"]))
    for key in ("role", "path", "layer", "rows", "fields", "crs", "encoding"):
        table.add_column(text[f"cli.{key}"], overflow="fold")
    for item in inputs:
        count = "" if item.fields is None else item.fields
        cells = (item.path, item.layer, f"{item.rows:,}", count, item.crs, item.encoding)
        table.add_row(text[f"role.{item.role}"], *map(_typed, cells))
    _out().print(table)


def show_problems(problems: Sequence[Problem], lang: Lang, *, most: int | None = None) -> None:
    """Print problems, worst first and the many of a kind as one, on standard error."""
    console = _err()
    for group in grouped(problems)[:most]:
        console.print(_typed(_group_line(group, lang), style=LEVEL_STYLES[group.level]))
    _show_counts(problems, lang)


def _group_line(group: Group, lang: Lang) -> str:
    first = group.examples[0]
    if group.count == 1:
        return first.line(lang)
    examples = listed(dict.fromkeys(problem.where for problem in group.examples))
    many = words(lang)["cli.many"].format(count=f"{group.count:,}", examples=examples)
    return f"{first.code} {group.place}: {many} {first.said(lang)} {first.fix(lang)}"


def show_problem_tables(problems: Sequence[Problem], lang: Lang) -> None:
    """Print a table of problems a level, the many of a kind in one row, on standard error."""
    groups = grouped(problems)
    for level in Level:
        rows = [group for group in groups if group.level is level]
        if rows:
            _err().print(_problem_table(rows, level, lang))
    _show_counts(problems, lang)


def _problem_table(groups: Iterable[Group], level: Level, lang: Lang) -> Table:
    text = words(lang)
    table = Table(title=Text(text[f"level.{level}"], style=LEVEL_STYLES[level]), show_lines=True)
    table.add_column(text["cli.code"], no_wrap=True)
    table.add_column(text["cli.where"], overflow="fold", ratio=2)
    table.add_column(text["cli.count"], justify="right", no_wrap=True)
    table.add_column(text["cli.found"], overflow="fold", ratio=3)
    for group in groups:
        first = group.examples[0]
        places = dict.fromkeys((group.place, *(problem.where for problem in group.examples)))
        told = dict.fromkeys(problem.said(lang) for problem in group.examples)
        said = told if len(places) == 1 else [first.said(lang)]
        table.add_row(
            first.code,
            _lines(places),
            f"{group.count:,}",
            _lines([*said, f"→{first.fix(lang)}"]),
        )
    return table


def _lines(texts: Iterable[str]) -> Text:
    return Text("\n").join(map(_typed, texts))


def _show_counts(problems: Sequence[Problem], lang: Lang) -> None:
    text = words(lang)
    counts = {str(level): count for level, count in count_by_level(problems).items()}
    told = text["cli.problem_counts"].format(**counts) if problems else text["cli.no_problems"]
    _err().print(Text(told))


def show_page(code: str, lang: Lang) -> bool:
    """Print the page of a problem code; tell whether there is one."""
    entry = catalogue(lang).get(code)
    if entry is None:
        return False
    text = words(lang)
    console = _out()
    heading = text["cli.page_heading"].format(
        code=entry.code, title=entry.title, level=text[f"level.{entry.level}"]
    )
    console.print(Text(heading, style=LEVEL_STYLES[entry.level]))
    for key, said in (("found", entry.said), ("fix", entry.fix), ("why", entry.why)):
        console.print(Text(f"{text[f'cli.{key}']}{text['report.colon']}{said}"))
    return True


def show_health(health: Health, lang: Lang) -> None:
    """Print versions, fonts and room on the disk."""
    text = words(lang)
    console = _out()
    for name, number in health.versions.items():
        console.print(Text(f"{name}: {number}"))
    fonts = ", ".join(health.fonts) if health.fonts else text["cli.no_fonts"]
    console.print(Text(f"{text['cli.fonts']}: {fonts}"))
    console.print(Text(f"{text['cli.disk']}: {health.free_gb:.1f}"))
    for problem in health.problems:
        console.print(Text(problem.line(lang)))


def problems_record(problems: Sequence[Problem], lang: Lang) -> dict[str, Any]:
    """Give problems as plain values."""
    return {
        "problems": [
            {
                "code": problem.code,
                "level": str(problem.level),
                "where": problem.where,
                "said": problem.said(lang),
                "fix": problem.fix(lang),
                "point": problem.point_told,
                "row": problem.row,
            }
            for problem in problems
        ]
    }


def print_json(record: dict[str, Any]) -> None:
    """Print one JSON object on standard output."""
    sys.stdout.write(json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def write_log() -> Path | None:
    """Write what went wrong where a planner can find it, if the disk has room."""
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="zoneland-", suffix=".log", delete=False, encoding="utf-8"
        ) as log:
            log.write(traceback.format_exc())
    except OSError:
        return None
    return Path(log.name)


def verified_record(found: Gathered, problems: Sequence[Problem], lang: Lang) -> dict[str, Any]:
    """Give what `verify` found as plain values: every problem, and how many of each level."""
    from dataclasses import asdict  # noqa: PLC0415

    return {
        "usable": found.is_usable,
        "inputs": [asdict(item) for item in found.inputs],
        **problems_record(problems, lang),
        "counts": {str(level): count for level, count in count_by_level(problems).items()},
    }
