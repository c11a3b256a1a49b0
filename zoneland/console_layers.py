"""What the verbs print that write one layer: `convert` and `partition`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneland import console
from zoneland.core.contracts import listed
from zoneland.core.wording import words

if TYPE_CHECKING:
    from zoneland.core.problems import Lang
    from zoneland.project.convert import Converted
    from zoneland.project.partition import Partitioned


def show_converted(done: Converted, lang: Lang) -> None:
    """Print what was written, and on standard error the problems of reading and writing."""
    console.show_problems(done.problems, lang)
    said = words(lang)["convert.done"].format(
        source=done.source.path,
        rows=f"{done.rows:,}",
        format=done.format,
        files=listed(done.files),
        fields=len(done.fields),
        crs=done.crs or "—",
        encoding=done.encoding,
    )
    console.show_line(said)


def converted_record(done: Converted, lang: Lang) -> dict[str, Any]:
    """Give what `convert` wrote as plain values."""
    from dataclasses import asdict  # noqa: PLC0415

    kept = ("format", "files", "rows", "fields", "crs", "encoding", "sha256")
    return {
        "source": asdict(done.source),
        "target": done.target.as_posix(),
        **{name: getattr(done, name) for name in kept},
        **console.problems_record(done.problems, lang),
    }


def show_partitioned(done: Partitioned, lang: Lang) -> None:
    """Print what store was written, and on standard error the problems of reading."""
    console.show_problems(done.problems, lang)
    said = words(lang)["cluster.partitioned"].format(
        source=done.source,
        target=done.target,
        crs=done.crs or "—",
        rows=f"{done.rows:,}",
        groups=f"{done.groups:,}",
    )
    console.show_line(said)


def partitioned_record(done: Partitioned, lang: Lang) -> dict[str, Any]:
    """Give what `partition` wrote as plain values."""
    kept = {name: getattr(done, name) for name in ("layer", "rows", "groups", "crs")}
    paths = {"source": done.source.as_posix(), "target": done.target.as_posix()}
    return {**paths, **kept, **console.problems_record(done.problems, lang)}
