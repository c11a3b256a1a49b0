"""What the README tells a reader to type does what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_python_example_runs_as_it_stands(tmp_path: Path) -> None:
    for name in ("boundaries", "landuse"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (example,) = re.findall(r"```python\n(.*?)```", README, flags=re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", example],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False,
        env={"PYTHONUTF8": "1", "PATH": ""},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.strip().splitlines()) == 12
    assert (tmp_path / "maps/zones.html").exists()


@pytest.mark.parametrize(
    "page",
    [
        "README.md",
        "docs/README.md",
        "docs/house.md",
        "boundaries/README.md",
        "landuse/README.md",
        "maps/README.md",
    ],
)
def test_links_between_pages_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    broken = [link for link in links if not (ROOT / page).parent.joinpath(link).exists()]
    assert broken == []


@pytest.mark.parametrize("verb", ["init", "verify", "run", "publish", "explain"])
def test_the_readme_names_the_verbs(verb: str) -> None:
    assert f"zoneland {verb}" in README
