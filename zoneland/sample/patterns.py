"""Patterns of parcels within a block, on the unit square, of which every block takes one.

A pattern is a lattice whose cells are gathered into rectangles by cutting, some of them joined
to L and T shapes. Corners where parcels meet are nodes of every parcel that touches them, so
neighbours share their edges to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from zoneland.sample.chance import chance, chances

if TYPE_CHECKING:
    from numpy.typing import NDArray

VARIANTS: Final = 24
"""Patterns of each kind."""
SIDES: Final = ("S", "E", "N", "W")


@dataclass(frozen=True, slots=True)
class Style:
    """How the blocks of one kind are cut up."""

    cols: int
    rows: int
    """Cells of the lattice."""
    most_cells: int
    """A piece larger than this is cut."""
    joined: float
    """Chance that a piece joins its neighbour."""
    jitter: float
    """How far a node strays, as a share of a cell."""
    kept: float
    """Chance that a node on a straight edge stays."""


STYLES: Final = {
    "I": Style(8, 8, 6, 0.18, 0.10, 0.35),
    "U": Style(9, 9, 4, 0.20, 0.10, 0.35),
    "V": Style(10, 10, 4, 0.25, 0.22, 0.50),
    "F": Style(6, 9, 4, 0.15, 0.16, 0.50),
    "W": Style(6, 7, 5, 0.40, 0.30, 0.90),
}


@dataclass(frozen=True, slots=True)
class Pattern:
    """Parcels of one block on the unit square."""

    uv: NDArray[np.float64]
    """Nodes, shape (n, 2)."""
    nodes: NDArray[np.intp]
    """Node numbers of all rings end to end, anticlockwise, not closed."""
    ring: NDArray[np.intp]
    """Parcel number of each of `nodes`."""
    sides: dict[str, NDArray[np.intp]]
    """Nodes along S and N from west to east, along W and E from south to north."""

    @property
    def count(self) -> int:
        """How many parcels it has."""
        return int(self.ring[-1]) + 1


@lru_cache(maxsize=512)
def pattern(kind: str, variant: int, seed: int) -> Pattern:
    """Give one of the patterns of a kind of block.

    Examples
    --------
    >>> town = pattern("U", 3, 1)
    >>> town.uv[town.sides["S"]][[0, -1]].tolist()
    [[0.0, 0.0], [1.0, 0.0]]
    """
    style = STYLES[kind]
    channel = f"pattern {kind}"
    labels = _joined(_cut(style, seed, channel, variant), style, seed, channel, variant)
    rings = [_trace(labels == label) for label in range(labels.max() + 1)]
    kept = _kept_nodes(rings, style, chances(seed, f"{channel} kept", variant, np.arange(999)))
    rings = [[node for node in ring if node in kept] for ring in rings]
    numbers = {node: n for n, node in enumerate(sorted(kept))}
    width = style.cols + 1
    return Pattern(
        uv=_lattice(style, seed, channel, variant)[sorted(kept)],
        nodes=np.array([numbers[node] for ring in rings for node in ring]),
        ring=np.repeat(np.arange(len(rings)), [len(ring) for ring in rings]),
        sides={
            "S": np.array([numbers[i] for i in range(width)]),
            "N": np.array([numbers[style.rows * width + i] for i in range(width)]),
            "W": np.array([numbers[i * width] for i in range(style.rows + 1)]),
            "E": np.array([numbers[i * width + style.cols] for i in range(style.rows + 1)]),
        },
    )


def _lattice(style: Style, seed: int, channel: str, variant: int) -> NDArray[np.float64]:
    """Place the nodes: uneven spacing, strays inside, straight outer sides."""
    axes = []
    for axis, cells in enumerate((style.cols, style.rows)):
        steps = 0.75 + 0.5 * chances(seed, f"{channel} step", variant, axis, np.arange(cells))
        axes.append(np.concatenate([[0.0], np.cumsum(steps)]) / steps.sum())
        axes[-1][-1] = 1.0
    u, v = np.meshgrid(*axes)
    stray = chances(seed, f"{channel} stray", variant, np.arange(2 * u.size)) * 2 - 1
    stray = stray.reshape(2, *u.shape) * style.jitter
    stray[:, [0, -1], :] = 0.0
    stray[:, :, [0, -1]] = 0.0
    return np.column_stack(
        [(u + stray[0] / style.cols).ravel(), (v + stray[1] / style.rows).ravel()]
    )


def _cut(style: Style, seed: int, channel: str, variant: int) -> NDArray[np.int64]:
    """Cut the lattice into rectangles, the longer side first."""
    labels = np.zeros((style.rows, style.cols), dtype=np.int64)
    waiting, done = [(0, 0, style.cols, style.rows)], 0
    while waiting:
        x, y, cols, rows = waiting.pop()
        draw = chance(seed, f"{channel} cut", variant, x, y, cols, rows)
        if cols * rows <= style.most_cells and (cols * rows <= 2 or draw < 0.75):  # noqa: PLR2004
            labels[y : y + rows, x : x + cols] = done
            done += 1
        elif (cols, draw) >= (rows, 0.0):
            at = 1 + int(draw * 0.999 * (cols - 1))
            waiting += [(x, y, at, rows), (x + at, y, cols - at, rows)]
        else:
            at = 1 + int(draw * 0.999 * (rows - 1))
            waiting += [(x, y, cols, at), (x, y + at, cols, rows - at)]
    return labels


def _joined(
    labels: NDArray[np.int64], style: Style, seed: int, channel: str, variant: int
) -> NDArray[np.int64]:
    """Join some rectangles with one neighbour each; two that share a side leave no hole."""
    taken: set[int] = set()
    joined = labels.copy()
    for label in range(int(labels.max()) + 1):
        here = labels == label
        beside = np.zeros_like(here)
        beside[:, 1:] |= here[:, :-1]
        beside[1:, :] |= here[:-1, :]
        others = [int(n) for n in np.unique(labels[beside & ~here]) if int(n) not in taken]
        if not others or label in taken:
            continue
        if chance(seed, f"{channel} join", variant, label) < style.joined:
            joined[labels == others[0]] = label
            taken |= {label, others[0]}
    return np.unique(joined, return_inverse=True)[1].reshape(labels.shape)


def _trace(cells: NDArray[np.bool_]) -> list[int]:
    """Walk round a piece without holes, anticlockwise, as lattice node numbers."""
    width = cells.shape[1] + 1
    edges: set[tuple[int, int]] = set()
    for y, x in np.argwhere(cells).tolist():
        corners = [y * width + x, y * width + x + 1, (y + 1) * width + x + 1, (y + 1) * width + x]
        edges |= set(zip(corners, corners[1:] + corners[:1], strict=True))
    follows = {start: end for start, end in edges if (end, start) not in edges}
    first = min(follows)
    walk = [first]
    while follows[walk[-1]] != first:
        walk.append(follows[walk[-1]])
    return walk


def _kept_nodes(rings: list[list[int]], style: Style, draws: NDArray[np.float64]) -> set[int]:
    """Keep corners, meetings and the block's sides; of the rest, some."""
    width, height = style.cols + 1, style.rows + 1
    kept = {node for ring in rings for node in ring if draws[node] < style.kept}
    for ring in rings:
        for before, node, after in zip(
            ring[-1:] + ring[:-1], ring, ring[1:] + ring[:1], strict=True
        ):
            x, y = node % width, node // width
            if after - node != node - before or x in {0, width - 1} or y in {0, height - 1}:
                kept.add(node)
    return kept
