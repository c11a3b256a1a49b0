"""Outputs: map, workbook, report, lists, results and record, each whole or not at all.

``maps/`` holds what is for the office. What may leave it lies apart, in ``maps/public/``, so that
a folder can be handed on without a look into every file of it: the public map and nothing else,
since workbook and report name plots, projects, document numbers, files and coordinates.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from zoneland.files.writing.atomic import clear_remains, write_together, write_whole
from zoneland.files.writing.readback import expect_bytes
from zoneland.maps.basemap import BaseMap, basemap
from zoneland.maps.page import map_html
from zoneland.project.clock import Clock
from zoneland.project.problem_files import LISTS, absent, list_writers
from zoneland.project.record import as_json, stamp_record, to_record
from zoneland.project.results import results_sha256, write_results
from zoneland.project.seal import record_sha256
from zoneland.report.excel import write_excel
from zoneland.report.word import write_word

if TYPE_CHECKING:
    from zoneland.core.problems import Lang
    from zoneland.maps.public_rules import PublicRule
    from zoneland.project.gather import Progress
    from zoneland.project.settings_maps import MapTable
    from zoneland.rules.assessment import Assessment

Profile = Literal["internal", "public"]
Writers = dict[str, Callable[[Path], None]]

PUBLIC: Final = "public"
"""The folder, within that of results, of what may leave the office."""
MAP: Final = "zones.html"
PUBLIC_MAP: Final = f"{PUBLIC}/{MAP}"
STAGES: Final = {
    MAP: "map",
    "findings.xlsx": "workbook",
    "report.docx": "report",
    "results.gpkg": "results",
    "problems.xlsx": "problems",
    "problems.gpkg": "problem_layer",
    PUBLIC_MAP: "public_map",
    "run.json": "record",
}
SHOWN: Final = (MAP, "findings.xlsx", "report.docx", *LISTS)
"""What is made anew from the last run."""
OUTPUTS: Final = (*SHOWN, "results.gpkg", "run.json")
"""All that a run writes for the office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """For whom results are shown, and how; nothing of it changes a figure."""

    profiles: tuple[Profile, ...] = ("internal",)
    public: PublicRule | None = None
    base: BaseMap | None = None
    """Under the internal map alone: a page holds the user's key."""


def showing(settings: MapTable, maps: Path, *, profile: Profile | None = None) -> Showing:
    """Give how results are to be shown.

    Parameters
    ----------
    settings
        ``[maps]``.
    maps
        The folder of results. A public map that stands there is made anew with the rest: it
        would otherwise tell another run's figures.
    profile
        The only one to be written; as the settings say if None.

    Raises
    ------
    InputError
        ZL461 to ZL463 for a base map that cannot be used, before any work.
    """
    is_public = settings.profile == "public" or (maps / PUBLIC_MAP).exists()
    both: tuple[Profile, ...] = ("internal", "public") if is_public else ("internal",)
    return Showing(
        profiles=(profile,) if profile else both,
        public=settings.public.rule(),
        base=basemap(settings.base) if settings.base and profile != "public" else None,
    )


def write_map(  # noqa: PLR0913  what `zoneland.maps.page.map_html` takes
    assessment: Assessment,
    path: Path | str,
    *,
    lang: Lang | None = None,
    profile: Profile = "internal",
    public: PublicRule | None = None,
    base: BaseMap | None = None,
) -> None:
    """Write the map as one HTML file that needs no network unless a base map is asked for.

    Parameters
    ----------
    path
        Of the file.
    assessment, lang, profile, public, base
        As in `zoneland.maps.page.build_map`.

    Raises
    ------
    OutputError
        ZL430 if it cannot be written; what stood there before stands.
    """
    page = map_html(assessment, lang=lang, profile=profile, public=public, base=base)
    write_whole(path, partial(_write_text, text=page))


def write_outputs(
    assessment: Assessment, maps: Path, *, shown: Showing, clock: Clock, progress: Progress
) -> Assessment:
    """Write everything that a run leaves, together, so that no two runs are ever mixed.

    The lists of problems are among them: what `verify` left before may be of other inputs.

    Returns
    -------
    Assessment
        With the digest of its record in the stamp, as every output names it.

    Raises
    ------
    OutputError
        ZL430 if one of them cannot be written; the last run's then stand.
    """
    record = to_record(assessment, seconds={})
    sealed = replace(assessment, stamp=replace(assessment.stamp, sha256=record_sha256(record)))
    record["stamp"] = stamp_record(sealed.stamp)
    office, lists = _office(sealed, shown)
    writers: Writers = {
        **office,
        "results.gpkg": partial(write_results, sealed),
        **lists,
        "run.json": partial(_write_record, record=record, clock=clock),
    }
    page = _public_page(sealed, shown, clock=clock, progress=progress)
    write_together(maps, _told(writers, clock, progress), gone=absent(lists))
    _write_public(page, maps)
    return sealed


def write_shown(assessment: Assessment, maps: Path, *, shown: Showing, progress: Progress) -> None:
    """Write what is shown of a run anew, and leave its record and its results as they are.

    Raises
    ------
    OutputError
        As `write_outputs`.
    """
    clock = Clock()
    page = _public_page(assessment, shown, clock=clock, progress=progress)
    if "internal" in shown.profiles:
        office, lists = _office(assessment, shown)
        write_together(maps, _told({**office, **lists}, clock, progress), gone=absent(lists))
    _write_public(page, maps)


def replaced(shown: Showing, outputs: tuple[str, ...]) -> tuple[str, ...]:
    """Name the files that are going to be replaced, of those for the office and the public."""
    office = outputs if "internal" in shown.profiles else ()
    return (*office, PUBLIC_MAP) if "public" in shown.profiles else office


def _office(assessment: Assessment, shown: Showing) -> tuple[Writers, Writers]:
    """Give the writers of what officials open, and of the lists of problems."""
    lists = list_writers(
        assessment.problems,
        crs=assessment.zones.crs,
        lang=assessment.lang,
        made_on=assessment.stamp.ran_on,
    )
    return {
        MAP: partial(write_map, assessment, base=shown.base),
        "findings.xlsx": partial(write_excel, assessment),
        "report.docx": partial(write_word, assessment),
    }, lists


def _public_page(
    assessment: Assessment, shown: Showing, *, clock: Clock, progress: Progress
) -> str:
    """Draw the public map before anything is written; nothing where none is asked for."""
    if "public" not in shown.profiles:
        return ""
    progress(STAGES[PUBLIC_MAP])
    with clock.stage(STAGES[PUBLIC_MAP]):
        return map_html(assessment, profile="public", public=shown.public)


def _write_public(page: str, maps: Path) -> None:
    if page:
        clear_remains(maps / PUBLIC)
        write_together(maps / PUBLIC, {MAP: partial(_write_text, text=page)})


def _write_record(path: Path, *, record: dict[str, Any], clock: Clock) -> None:
    """Write the record beside the results that it names the digest of."""
    seconds = {name: round(value, 3) for name, value in clock.seconds.items()}
    digest = results_sha256(path.with_name("results.gpkg"))
    _write_text(path, text=as_json({**record, "seconds": seconds, "results_sha256": digest}))


def _write_text(path: Path, *, text: str) -> None:
    content = text.encode()
    path.write_bytes(content)
    expect_bytes(path, content)


def _told(writers: Writers, clock: Clock, progress: Progress) -> Writers:
    """Let each writer name its stage as it begins, and take its time."""

    def tell_and_write(path: Path, *, name: str) -> None:
        progress(STAGES[name])
        with clock.stage(STAGES[name]):
            writers[name](path)

    return {name: partial(tell_and_write, name=name) for name in writers}
