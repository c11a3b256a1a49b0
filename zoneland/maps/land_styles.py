"""How land is told apart: by its kind, and mixed land by the kinds that its codes say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.kinds import Kind
from zoneland.core.style import Brush, brushes
from zoneland.core.wording import words
from zoneland.landuse.classes import find_class, load_system
from zoneland.landuse.mixed import mix_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd

    from zoneland.core.problems import Lang

JOINT: Final = "+"
KINDS: Final = frozenset(str(kind) for kind in Kind)


def kinds_of(style: str) -> list[str]:
    """Give the kinds of land that a style stands for.

    Examples
    --------
    >>> kinds_of("industry+commerce"), kinds_of("industry")
    (['industry', 'commerce'], ['industry'])
    """
    return style.split(JOINT)


def land_styles(frame: pd.DataFrame) -> list[str]:
    """Name each parcel's style: its kind, or the kinds of a mixed code with stated shares.

    Examples
    --------
    >>> import pandas as pd
    >>> land_styles(pd.DataFrame({"kind": ["industry", None, "undecided"],
    ...     "mix": ["", "", "1001=1/3+0901=2/3"], "class_system": "ydyh2023"}))
    ['industry', 'unknown', 'industry+commerce']
    """
    if "kind" not in frame:
        return [str(Kind.UNKNOWN)] * len(frame)
    kinds = [kind if kind in KINDS else str(Kind.UNKNOWN) for kind in frame["kind"]]
    if "mix" not in frame or "class_system" not in frame:
        return kinds
    mixes = frame["mix"].fillna("").astype(str)
    known = {
        pair: _mixed(*pair)
        for pair in set(zip(mixes, frame["class_system"], strict=True))
        if pair[0]
    }
    return [
        known.get(pair, "") or kind
        for pair, kind in zip(zip(mixes, frame["class_system"], strict=True), kinds, strict=True)
    ]


def _mixed(mix: str, system: str) -> str:
    """Join the kinds of a mixed code's parts, each once; land of one kind is not mixed."""
    table = load_system(system)
    found = (find_class(code, table) for code, _ in mix_of(mix))
    kinds = ("" if code is None else str(table.loc[code, "kind"]) for code in found)
    return JOINT.join(dict.fromkeys(kind or str(Kind.UNKNOWN) for kind in kinds))


def land_brushes(styles: Iterable[str], *, lang: Lang) -> dict[str, tuple[str, Brush]]:
    """Give the label and brush of each kind, then of each mixture that occurs."""
    said, plain = words(lang), brushes("kind")
    known = {kind: (said[f"kind.{kind}"], brush) for kind, brush in plain.items()}
    for style in sorted(set(styles) - set(known)):
        names = said["map.and"].join(said[f"kind.{kind}"] for kind in kinds_of(style))
        first = plain[kinds_of(style)[0]]
        look = Brush(fill=first.fill, stroke="#6c757f", pattern="dots", alpha=first.alpha)
        known[style] = (said["map.mixed"].format(names=names), look)
    return known
