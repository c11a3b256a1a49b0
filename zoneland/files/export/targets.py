"""Where a layer may be written: names that every system takes, nothing overwritten unasked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import listed
from zoneland.core.problems import InputError, Problem
from zoneland.files.writing.names import safe_names

if TYPE_CHECKING:
    from pathlib import Path

SHAPEFILE_ENDINGS: Final = frozenset(
    (".shp", ".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".idm", ".ind", ".fbn", ".fbx")
)
DATABASE_ENDINGS: Final = ("-journal", "-wal", "-shm")


def check_target(target: Path, source: Path, *, replace: bool) -> None:
    """Refuse a place where a layer may not be written.

    Parameters
    ----------
    target
        The file to write.
    source
        The file or folder that is read; neither it nor what lies in it is ever replaced.
    replace
        Whether other files that stand there may be replaced.

    Raises
    ------
    InputError
        ZL441, naming what is in the way.
    """
    if safe_names([target.name])[target.name] != target.name:
        raise _refused(target, ascii(target.name))
    old = standing(target)
    read = {source.resolve(), *(part.resolve() for part in standing(source))}
    held = source.resolve() in target.resolve().parents
    if held or any(part.resolve() in read for part in (target, *old)):
        raise _refused(target, f"源文件 source: {source.name}")
    folders = [part for part in old if part.is_dir()]
    open_elsewhere = [part for part in old if part.name.endswith(DATABASE_ENDINGS)]
    if folders or open_elsewhere or (old and not replace):
        raise _refused(target, listed(part.name for part in folders or open_elsewhere or old))


def standing(target: Path) -> list[Path]:
    """List what stands where a file shall be written: it, and what belongs to it, in any case."""
    if not target.parent.is_dir():
        return []
    stem, name = target.stem.casefold(), target.name.casefold()
    is_shapefile = target.suffix.lower() == ".shp"
    found = []
    for part in sorted(target.parent.iterdir()):
        is_side = is_shapefile and part.stem.casefold() == stem
        beside = {name, f"{name}.xml", *(f"{name}{ending}" for ending in DATABASE_ENDINGS)}
        if part.name.casefold() in beside or (is_side and part.suffix.lower() in SHAPEFILE_ENDINGS):
            found.append(part)
    return found


def _refused(target: Path, found: str) -> InputError:
    return InputError([Problem("ZL441", target.as_posix(), {"found": found})])
