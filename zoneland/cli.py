"""The verbs that a planner types; no logic, only words in and words out.

Exit codes of `run`: 0 every zone passes, 1 a rule fails or cannot tell for some zone, 2 an input
is unusable, 3 anything else. `verify`: 0 no error-level problem, 2 otherwise, 3 if the list of
problems could not be written.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zoneland import console, console_layers
from zoneland.console_options import (
    Anyway,
    AsJson,
    Folder,
    LangChoice,
    LangOption,
    On,
    Parcels,
    ProfileOption,
    RanOn,
    Snap,
    Vertices,
    WithSample,
    ZonePercent,
    Zones,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zoneland.core.problems import Lang, Problem
    from zoneland.rules.assessment import Assessment

PASSED, NOT_PASSED, UNUSABLE, FAILED = 0, 1, 2, 3

USAGE_ERROR: Any = next(
    kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException"
)
"""What typing slips raise: click's own class, or the one that typer brings along."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    help="开发区四至边界核查：产业用地占比、三区三线、批而未供与闲置。",
)


def _lang(choice: LangOption | None) -> Lang:
    return "en" if choice == LangOption.EN else "zh"


@app.command()
def init(  # noqa: PLR0913  one option for each thing that a sample may differ in
    folder: Folder,
    *,
    sample: WithSample = False,
    parcels: Parcels = None,
    zones: Zones = None,
    vertices: Vertices = None,
    zone_percent: ZonePercent = None,
    snap: Snap = False,
    lang: LangChoice = None,
) -> None:
    """新建工作文件夹 Make a workspace."""
    from zoneland.project.init import init_sample, init_workspace  # noqa: PLC0415  see `main`

    asked = {"parcels": parcels, "zones": zones, "vertices": vertices, "zone_percent": zone_percent}
    is_sample = sample or snap or any(asked.values())
    if is_sample:
        with console.progress_bar(_lang(lang)) as tell:
            init_sample(folder, **asked, snap=snap, progress=tell)
    else:
        init_workspace(folder)
    key = "cli.made" if is_sample else "cli.made_empty"
    console.say(key, _lang(lang), folder=folder)


@app.command()
def verify(folder: Folder = Path(), *, as_json: AsJson = False, lang: LangChoice = None) -> None:
    """检查全部输入，不作评价 Read all inputs, list every problem, judge nothing."""
    from zoneland.project.verify import list_problems, refusals_of_list  # noqa: PLC0415
    from zoneland.project.verify import verify as look  # noqa: PLC0415

    refused = refusals_of_list(folder)
    if refused and not as_json:
        console.show_problems(refused, _lang(lang))
    with console.progress(_lang(lang)) as tell:
        found = look(folder, progress=tell)
    unwritten = list_problems(found, folder, lang=_lang(lang))
    problems = [*found.problems, *unwritten]
    if as_json:
        console.print_json(console.verified_record(found, problems, _lang(lang)))
    else:
        console.show_inputs(found.inputs, _lang(lang))
        console.show_problem_tables(problems, _lang(lang))
        if (folder / "maps" / "problems.xlsx").exists() and not unwritten:
            console.say("cli.listed", _lang(lang), folder=folder / "maps" / "problems.xlsx")
    raise typer.Exit(FAILED if unwritten else PASSED if found.is_usable else UNUSABLE)


@app.command()
def run(  # noqa: PLR0913  an option for each thing that a planner may ask for
    folder: Folder = Path(),
    *,
    on: On = None,
    ran_on: RanOn = None,
    cluster: Annotated[str, typer.Option(help="Dask 调度器地址 scheduler, tcp://…:8786")] = "",
    workers: Annotated[int, typer.Option(help="本机工作进程数 local processes", min=0)] = 0,
    as_json: AsJson = False,
    lang: LangChoice = None,
) -> None:
    """检查、评价并出图表 Verify, assess and publish."""
    from datetime import date  # noqa: PLC0415

    from zoneland.project.run import run as run_all  # noqa: PLC0415

    try:
        day, made_on = (date.fromisoformat(given) if given else None for given in (on, ran_on))
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--on / --ran-on") from error
    with console.progress(_lang(lang)) as tell:
        result = run_all(
            folder,
            on=day,
            ran_on=made_on,
            lang=lang.value if lang else None,
            progress=tell,
            cluster=cluster,
            workers=workers,
        )
    if as_json:
        console.print_json(json.loads((folder / "maps" / "run.json").read_text(encoding="utf-8")))
    else:
        console.show_result(result)
        _tell_written(folder / "maps", result, result.lang)
    raise typer.Exit(PASSED if result.verdict == "pass" else NOT_PASSED)


@app.command()
def publish(
    folder: Folder = Path(),
    *,
    profile: Annotated[ProfileOption | None, typer.Option(help="internal | public")] = None,
    anyway: Anyway = False,
    as_json: AsJson = False,
    lang: LangChoice = None,
) -> None:
    """用上次的结果重新出图表 Write map and reports again from the last run."""
    from zoneland.project.publish import publish_again  # noqa: PLC0415
    from zoneland.project.workspace import open_workspace  # noqa: PLC0415

    with console.progress(_lang(lang)) as tell:
        result = publish_again(
            open_workspace(folder),
            lang=lang.value if lang else None,
            profile=profile.value if profile else None,
            progress=tell,
            anyway=anyway,
        )
    written = folder / "maps" / ("public" if profile == ProfileOption.PUBLIC else "")
    if as_json:
        console.print_json({"verdict": str(result.verdict), "folder": str(written)})
    else:
        _tell_written(written, result, _lang(lang))


def _tell_written(folder: Path, result: Assessment, lang: Lang) -> None:
    """Tell what is wrong with the data, and with this machine, then where results are."""
    from zoneland.report.missing_fonts import missing_fonts  # noqa: PLC0415

    console.show_problems((*result.problems, *missing_fonts(str(folder))), lang, most=10)
    console.say("cli.written", lang, folder=folder, page="zones.html")
    if (folder / "public" / "zones.html").exists():
        console.say("cli.written_public", lang, folder=folder / "public")


@app.command()
def convert(  # noqa: PLR0913  an option for each thing that a planner may ask for
    source: Annotated[Path, typer.Argument(help="源文件 what to read")],
    target: Annotated[Path, typer.Argument(help="目标文件，格式看扩展名 what to write")],
    *,
    layer: Annotated[str, typer.Option(help="源图层 layer of the source")] = "",
    crs: Annotated[str, typer.Option(help="目标坐标系 CRS to turn into, EPSG:4547")] = "",
    force: Annotated[bool, typer.Option("--force", help="替换已有文件 replace")] = False,
    as_json: AsJson = False,
    lang: LangChoice = None,
) -> None:
    """转换格式，写出后读回核对 Write a layer in another format, read back and compared."""
    from zoneland.project.convert import convert as convert_layer  # noqa: PLC0415

    with console.progress(_lang(lang)) as tell:
        done = convert_layer(source, target, layer=layer, crs=crs, force=force, progress=tell)
    if as_json:
        console.print_json(console_layers.converted_record(done, _lang(lang)))
    else:
        console_layers.show_converted(done, _lang(lang))


@app.command()
def partition(  # noqa: PLR0913  as `convert`
    source: Annotated[Path, typer.Argument(help="源文件 what to read")],
    target: Annotated[Path, typer.Argument(help="目标 .parquet 文件 what to write")],
    *,
    layer: Annotated[str, typer.Option(help="源图层 layer of the source")] = "",
    force: Annotated[bool, typer.Option("--force", help="替换已有文件 replace")] = False,
    as_json: AsJson = False,
    lang: LangChoice = None,
) -> None:
    """按位置分块存放，供大范围量算 Lay a layer out as a store, for jobs beyond one machine."""
    from zoneland.project.partition import partition as lay_out  # noqa: PLC0415

    with console.progress(_lang(lang)) as tell:
        done = lay_out(source, target, layer=layer, force=force, progress=tell)
    if as_json:
        console.print_json(console_layers.partitioned_record(done, _lang(lang)))
    else:
        console_layers.show_partitioned(done, _lang(lang))


@app.command()
def explain(
    code: Annotated[str, typer.Argument(help="问题编号 problem code, ZL104")],
    *,
    lang: LangChoice = None,
) -> None:
    """解释一个问题编号 Explain a problem code."""
    number = code.strip().upper()
    named = f"ZL{number}" if number.isdecimal() else number
    if not console.show_page(named, _lang(lang)):
        console.say("cli.unknown_code", _lang(lang), code=code)
        raise typer.Exit(FAILED)


@app.command()
def doctor(folder: Folder = Path(), *, as_json: AsJson = False, lang: LangChoice = None) -> None:
    """检查运行环境 Look at versions, fonts and disk."""
    from dataclasses import asdict  # noqa: PLC0415

    from zoneland.project.doctor import examine  # noqa: PLC0415

    health = examine(folder)
    if as_json:
        console.print_json(asdict(health))
    else:
        console.show_health(health, _lang(lang))


def main() -> None:
    """Run a verb; bad input ends in a list of problems, never in a traceback.

    Heavy libraries are imported inside the verbs, so that ``--help`` answers at once.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # GBK consoles lack characters
    # What openpyxl cannot tidy up after a disk was full is no news beside the problem told.
    sys.unraisablehook = lambda _: None
    sys.exit(_ended())


def _ended() -> int:
    """Run the verb and give its exit code."""
    from zoneland.core.problems import InputError, OutputError  # noqa: PLC0415

    lang: Lang = "en" if "--lang=en" in sys.argv or "--lang en" in " ".join(sys.argv) else "zh"
    try:
        code = app(standalone_mode=False)
    except InputError as error:
        _tell_problems(error.problems, lang)
        return UNUSABLE
    except OutputError as error:
        _tell_problems(error.problems, lang)
        return FAILED
    except (typer.Abort, KeyboardInterrupt):
        return FAILED
    except USAGE_ERROR as error:
        error.show()
        return FAILED
    except Exception as error:  # noqa: BLE001  the last door: a planner is not shown a traceback
        console.say("cli.unexpected", lang, reason=error, log=console.write_log() or "—")
        return FAILED
    return int(code or PASSED)


def _tell_problems(problems: Sequence[Problem], lang: Lang) -> None:
    """List problems: as JSON on standard output if asked, else as text on standard error."""
    if "--json" in sys.argv:
        console.print_json(console.problems_record(problems, lang))
    else:
        console.show_problems(problems, lang)
