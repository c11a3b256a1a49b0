from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

HERE = Path(__file__).parent


def beside(name: str) -> ModuleType:
    """Load a module that stands beside the tests, which are no package."""
    spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def drawing() -> ModuleType:
    """Give the module that draws the made-up county."""
    return beside("county")


@pytest.fixture(scope="session")
def reading() -> ModuleType:
    """Give the module that reads a page back."""
    return beside("reading")
