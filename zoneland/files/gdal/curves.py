"""Arcs: told apart from straight lines in a layer's own bytes, and drawn by short chords."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow.compute as pc

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

CURVED: Final = (8, 9, 10, 11, 12, 13, 14)
"""Types of the standard (ISO 13249-3) that may hold arcs, from CircularString to Surface."""
DIMENSION_FLAGS: Final = 0xE0000000
PER_DIMENSION: Final = 1_000
HEAD_BYTES: Final = 5


def curved(wkb: pa.Array) -> NDArray[np.bool_]:
    r"""Tell which shapes are of a type that may hold arcs.

    Parameters
    ----------
    wkb
        Shapes as well-known binary; null where there is none.

    Examples
    --------
    A point, a surface that may be round (type 10, in Z 1010), and none.

    >>> import pyarrow as pa
    >>> heads = [b"\x01\x01\0\0\0", b"\x01\xf2\x03\0\0", None]
    >>> curved(pa.array(heads)).tolist()
    [False, True, False]
    """
    is_headed = pc.greater_equal(pc.fill_null(pc.binary_length(wkb), 0), HEAD_BYTES)
    headed = pc.binary_slice(wkb.filter(is_headed), 0, HEAD_BYTES)
    table = np.zeros((len(wkb), HEAD_BYTES), np.uint8)
    heads = np.frombuffer(b"".join(headed.to_pylist()), np.uint8)
    table[is_headed.to_numpy(zero_copy_only=False)] = heads.reshape(-1, HEAD_BYTES)
    little, big = (np.ascontiguousarray(table[:, 1:]).view(kind)[:, 0] for kind in ("<u4", ">u4"))
    kinds = np.where(table[:, 0] == 1, little, big).astype(np.uint32) & ~np.uint32(DIMENSION_FLAGS)
    found: NDArray[np.bool_] = np.isin(kinds % PER_DIMENSION, CURVED)
    return found
