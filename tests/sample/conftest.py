from __future__ import annotations

from pathlib import Path

import pytest

from zoneland.sample import make_sample

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def committed() -> Path:
    return REPOSITORY


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    make_sample(folder)
    return folder


@pytest.fixture(scope="session")
def snapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snapped")
    make_sample(folder, snap=True)
    return folder


@pytest.fixture(scope="session")
def curved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("curved")
    make_sample(folder, vertices=38)
    return folder


@pytest.fixture(scope="session")
def curved_snapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("curved_snapped")
    make_sample(folder, vertices=38, snap=True)
    return folder


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("grown")
    make_sample(folder, parcels=10_000, zones=14)
    return folder
