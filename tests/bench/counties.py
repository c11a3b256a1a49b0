"""The grown counties that everyone measures: drawn once, kept, with GeoParquet copies.

``python -m tests.bench.counties FOLDER`` writes the copies of a county that is there already.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
NAME: Final = re.compile(r"(\d+)x(\d+)(snap)?(?:z(\d+))?(?:v(\d+))?")
ROWS_A_GROUP: Final = 20_000
CLASS_FIELD: Final = "DLBM"
LAYER: Final = "DLTB"
USUAL_FOLDER: Final = Path(tempfile.gettempdir()) / "zoneland-bench"


@dataclass(frozen=True, slots=True)
class County:
    """The files of one county."""

    folder: Path

    @property
    def gpkg(self) -> Path:
        """Parcels as the sample has them."""
        return self.folder / "landuse" / "survey.gpkg"

    @property
    def parquet(self) -> Path:
        """The same parcels as GeoParquet, in the same order."""
        return self.folder / "survey.parquet"

    @property
    def zones(self) -> Path:
        """The zones as zoneland's door gives them: a row each, for every contender."""
        return self.folder / "zones.parquet"


def county_named(name: str, folder: Path) -> County:
    """Find a county in the cache, or draw it there.

    `name` is ``sample`` or parcels ``x`` zones, as ``200000x20``, then ``snap`` where zone edges
    are to lie along parcel edges, ``z20`` where zones are to hold 20 % of the land, and ``v38``
    where parcels are to have so many vertices.
    """
    county = County(folder / name)
    if not county.gpkg.is_file():
        drawn = folder / f"{name}.part"
        shutil.rmtree(drawn, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        _run("zoneland", "init", str(drawn), *asked_of(name))
        drawn.rename(county.folder)
    if not county.zones.is_file():
        _run("tests.bench.counties", str(county.folder))
    return county


def asked_of(name: str) -> list[str]:
    """Give the options that draw a county of this name."""
    if name == "sample":
        return ["--sample"]
    told = NAME.fullmatch(name)
    if told is None:
        raise SystemExit(
            f"{name}: not a county; write 200000x20v38, 200000x20snapv38, 200000x20 or sample"
        )
    words = ("--parcels", "--zones", "--zone-percent", "--vertices")
    parcels, zones, snap, percent, vertices = told.groups()
    given = zip(words, (parcels, zones, percent, vertices), strict=True)
    sizes = [word for pair in given if pair[1] for word in pair]
    return [*sizes, *(["--snap"] if snap else [])]


def _run(module: str, *words: str) -> None:
    """Run in a process of its own, so that this one stays small: a child starts with its size."""
    subprocess.run([sys.executable, "-m", module, *words], cwd=ROOT, check=True, stdout=sys.stderr)


def write_copies(county: County) -> None:
    """Write the GeoParquet copies; the zones come last and so tell that all is there."""
    import geopandas as gpd  # noqa: PLC0415  not in the process that starts the others

    from zoneland.boundaries.zones import collect_zones  # noqa: PLC0415

    parcels = gpd.read_file(county.gpkg, layer=LAYER, use_arrow=True)
    parcels.to_parquet(
        county.parquet,
        compression="zstd",
        schema_version="1.1.0",
        write_covering_bbox=True,
        row_group_size=ROWS_A_GROUP,
    )
    zones = collect_zones(county.folder / "boundaries" / "zones.gpkg").data
    zones[["zone_id", "zone_name", "geometry"]].to_parquet(county.zones)


if __name__ == "__main__":
    write_copies(County(Path(sys.argv[1])))
