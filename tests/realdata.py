"""Real data beside the project: read where it is, skipped with the reason where it is not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def shared(*parts: str) -> Path:
    """Give a path of the shared data; in CI its absence is a failure."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        reason = f"shared data is not there: {'/'.join(parts)}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
