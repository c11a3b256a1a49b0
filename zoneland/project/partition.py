"""Partition: a layer laid out as a store, of which a large job reads only what lies near."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from zoneland.core import crs as systems
from zoneland.files.export.targets import check_target
from zoneland.files.store.write import write_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from zoneland.core.problems import Problem


@dataclass(frozen=True, slots=True)
class Partitioned:
    """What was read and what was written."""

    source: Path
    layer: str
    target: Path
    rows: int
    groups: int
    """Row groups, each of what lies together."""
    crs: str
    """Empty if it is not known."""
    problems: tuple[Problem, ...]
    """None of them an error."""


def partition(
    source: Path | str,
    target: Path | str,
    *,
    layer: str = "",
    force: bool = False,
    progress: Callable[[str], None] | None = None,
) -> Partitioned:
    """Write a layer as a GeoParquet store, whole or not at all.

    Every row and attribute is there, and shapes as they are drawn, in the source's CRS.

    Parameters
    ----------
    source
        A file or FileGDB folder that `zoneland verify` reads, or a zip of one.
    target
        The ``.parquet`` file to write.
    layer
        The source's layer; empty if it has but one.
    force
        Whether a file that stands at `target` may be replaced.
    progress
        Is told each stage as it begins.

    Raises
    ------
    InputError
        ZL441 for a target that may not be written; as `zoneland.files.store.write.write_store`.
    OutputError
        ZL430 or ZL431 if the store cannot be written.
    """
    source, target = Path(source), Path(target)
    check_target(target, source, replace=force)
    (progress or (lambda _: None))("partition")
    done = write_store(source, target, layer=layer)
    return Partitioned(
        source=source,
        layer=done.look.layer,
        target=target,
        rows=done.rows,
        groups=done.groups,
        crs=systems.name(done.crs) if done.crs else "",
        problems=done.problems,
    )
