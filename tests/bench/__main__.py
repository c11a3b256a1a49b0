"""Measure zoneland and its peers side by side, and print Markdown for docs/performance.md.

``python -m tests.bench`` takes a county of 200,000 parcels with 38 vertices each, as surveys have,
and 20 zones, drawn freely and snapped to parcel edges, three times each. Counties are drawn once
and kept in ``--folder``.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from datetime import datetime
from pathlib import Path

from tests.bench.contenders import CONTENDERS, contender_named
from tests.bench.counties import USUAL_FOLDER, county_named
from tests.bench.runs import Ways, compiling, output, run_all
from tests.bench.tables import agreement, stages_table, table_of

OWN = "geopandas shapely pyogrio pyproj pyarrow numpy pandas numba zoneland"
PEERS = "duckdb duckdb_extension_spatial sedonadb"
VERSIONS = """
import sys
from importlib.metadata import PackageNotFoundError, version
for name in sys.argv[1:]:
    try:
        print(name, version(name))
    except PackageNotFoundError:
        print(name, "not installed")
"""


def main() -> None:
    options = asked()
    ways = Ways(peers=options.peers, limit_s=options.limit)
    names = options.only.split(",") if options.only else [each.name for each in CONTENDERS]
    contenders = [contender_named(name) for name in names if name not in options.skip.split(",")]
    say(f"{datetime.now().astimezone():%Y-%m-%d %H:%M}. {machine()}\n\n{versions(ways)}")
    for name in options.counties:
        county = county_named(name, options.folder)
        before = load()
        found = run_all(contenders, county, repeats=options.repeats, ways=ways)
        say(f"## {name}\n\nn = {options.repeats}; load {before} before, {load()} after.")
        say(table_of(found))
        say(agreement(found))
        if options.stages:
            worker = [sys.executable, "-m", "tests.bench.worker", "zoneland", str(county.folder)]
            say(stages_table(json.loads(output([*worker, "--stages"]))))
    if options.compile:
        for kind, (cpu_s, wall_s) in compiling().items():
            say(f"Kernel {kind}: {cpu_s:.2f} s CPU, {wall_s:.2f} s wall.")


def asked() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("counties", nargs="*", default=["200000x20v38", "200000x20snapv38"])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=USUAL_FOLDER, help="where counties are kept")
    parser.add_argument("--peers", default=sys.executable, help="Python that has the databases")
    parser.add_argument("--limit", type=float, default=900.0, help="wall seconds a run may take")
    parser.add_argument("--only", default="", help="contenders by name, with commas")
    parser.add_argument("--skip", default="", help="contenders to leave out")
    parser.add_argument("--stages", action="store_true", help="tell zoneland's time by function")
    parser.add_argument("--compile", action="store_true", help="tell what compiling costs")
    return parser.parse_args()


def machine() -> str:
    """Say what it runs on, without the machine's name."""
    memory_gib = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory_gib:.0f} GiB, "
        f"Python {platform.python_version()}."
    )


def versions(ways: Ways) -> str:
    """List what the contenders are made of."""
    told = [
        *output([sys.executable, "-c", VERSIONS, *OWN.split()]).splitlines(),
        *output([ways.peers, "-c", VERSIONS, *PEERS.split()]).splitlines(),
    ]
    return "Versions: " + ", ".join(told) + "."


def load() -> str:
    """Give the load average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def say(text: str) -> None:
    """Print a paragraph at once; none where there is nothing to say."""
    if text:
        sys.stdout.write(f"{text}\n\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
