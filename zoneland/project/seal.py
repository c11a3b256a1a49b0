"""What ties the files of one run together: digests of what the record and the layers say."""

from __future__ import annotations

import hashlib
from contextlib import closing
from typing import TYPE_CHECKING, Any, Final

from zoneland.files.writing.readback import open_database
from zoneland.project.record import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

UNSEALED: Final = frozenset({"seconds", "stamp", "results_sha256"})
"""Parts of a record that are not digested: its times, and the places of digests."""
HAS_TABLE: Final = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"


def record_sha256(record: dict[str, Any]) -> str:
    """Digest a run's record without its times: what the run is known by.

    Examples
    --------
    >>> first, second = {"on": "2026-10-31", "seconds": {"read": 1.0}}, {"on": "2026-10-31"}
    >>> record_sha256(first) == record_sha256(second) != record_sha256({"on": "2026-11-01"})
    True
    """
    lasting = {key: value for key, value in record.items() if key not in UNSEALED}
    return hashlib.sha256(as_json(lasting).encode()).hexdigest()


def layers_sha256(path: Path, layers: Iterable[str]) -> str:
    """Digest what layers of a GeoPackage hold: columns, and every row with its geometry.

    The file's own bytes will not do: a GIS that only opens a GeoPackage may change them.

    Parameters
    ----------
    path
        The GeoPackage.
    layers
        Tables in it; one that is not there counts as none.
    """
    digest = hashlib.sha256()
    with closing(open_database(path)) as database:
        database.text_factory = bytes
        for layer in layers:
            if database.execute(HAS_TABLE, (layer,)).fetchone() is None:
                continue
            rows = database.execute(f'SELECT * FROM "{layer}" ORDER BY fid')  # noqa: S608  a name cannot be a parameter
            _add(digest, (layer, *(column[0] for column in rows.description)))
            for row in rows:
                _add(digest, row)
    return digest.hexdigest()


def _add(digest: hashlib._Hash, row: Iterable[object]) -> None:
    """Digest a row, each value with its length, so that none can stand in for two."""
    for value in row:
        part = value if isinstance(value, bytes) else repr(value).encode()
        digest.update(b"%d:" % len(part))
        digest.update(part)
