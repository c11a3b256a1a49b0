"""Init: a new workspace, empty with commented settings, or with the made-up county."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import listed
from zoneland.core.problems import InputError, Problem
from zoneland.project.settings import FILE_NAME
from zoneland.project.templates import TEMPLATES, write_templates
from zoneland.sample import make_sample

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOLDERS: Final = ("boundaries", "landuse", "maps")


def sample_folder() -> Path:
    """Find the sample: in the installed package, or the repository that the package is run from."""
    package = Path(str(files("zoneland")))
    packed = package / "_sample"
    return packed if packed.is_dir() else package.parent


def init_workspace(folder: Path) -> None:
    """Make a workspace without data: folders, settings to fill in, and empty ledgers.

    Raises
    ------
    InputError
        ZL114 if the folder already has a zoneland.toml, ZL116 if it has other files that would
        be written.
    """
    _refuse_taken(folder, (FILE_NAME, *TEMPLATES))
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    template = files("zoneland.project").joinpath("templates", FILE_NAME)
    (folder / FILE_NAME).write_bytes(template.read_bytes())
    write_templates(folder / "landuse")


def init_sample(  # noqa: PLR0913  one for each thing that a sample may differ in
    folder: Path,
    *,
    parcels: int | None = None,
    zones: int | None = None,
    vertices: int | None = None,
    zone_percent: int | None = None,
    snap: bool = False,
    progress: Callable[[float, str], None] | None = None,
) -> None:
    """Make a workspace with the made-up county.

    Parameters
    ----------
    folder
        Where to; must not be a workspace yet.
    parcels, zones
        About how many of each; at their defaults the shipped files are copied, otherwise the
        county is drawn at that size.
    vertices
        About how many a parcel has, as `make_sample`; the shipped county's have their corners.
    zone_percent
        About how much of the county's land zones hold, as `make_sample`.
    snap
        Lay zone edges along parcel edges.
    progress
        Is told the share done and the stage.

    Raises
    ------
    InputError
        ZL114 and ZL116 as `init_workspace`; ZL115 for sizes that the county cannot
        be drawn at.
    """
    source = sample_folder()
    shipped = [
        path.relative_to(source).as_posix()
        for name in ("boundaries", "landuse")
        for path in sorted((source / name).iterdir())
    ]
    _refuse_taken(folder, (FILE_NAME, *shipped))
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / FILE_NAME, folder / FILE_NAME)
    sizes = {
        "parcels": parcels,
        "zones": zones,
        "vertices": vertices,
        "zone_percent": zone_percent,
    }
    asked = {name: size for name, size in sizes.items() if size is not None}
    if not asked and not snap:
        for name in ("boundaries", "landuse"):
            shutil.copytree(source / name, folder / name, dirs_exist_ok=True)
        return
    try:
        make_sample(folder, **asked, snap=snap, progress=progress)
    except ValueError as error:
        raise InputError([Problem("ZL115", str(folder), {"reason": error})]) from error


def _refuse_taken(folder: Path, names: Iterable[str]) -> None:
    """Refuse to lay a workspace over files that are already there."""
    if folder.exists() and not folder.is_dir():
        raise InputError([Problem("ZL116", str(folder), {"files": folder.name})])
    if (folder / FILE_NAME).exists():
        raise InputError([Problem("ZL114", str(folder))])
    taken = [name for name in names if (folder / name).exists()]
    if taken:
        raise InputError([Problem("ZL116", str(folder), {"files": listed(taken)})])
