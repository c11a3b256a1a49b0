from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def ran_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped workspace, run once as of 2026-10-31; not to be changed."""
    from zoneland.project.init import init_sample  # noqa: PLC0415  heavy
    from zoneland.project.run import run  # noqa: PLC0415

    folder = tmp_path_factory.mktemp("sample") / "county"
    init_sample(folder)
    run(folder, on="2026-10-31")
    return folder


@pytest.fixture
def sample_copy(ran_sample: Path, tmp_path: Path) -> Path:
    """A copy of the run workspace that a test may spoil."""
    folder = tmp_path / "county"
    shutil.copytree(ran_sample, folder)
    return folder
