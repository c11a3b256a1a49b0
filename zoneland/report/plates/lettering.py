"""Lettering: text that fits its place, in a font that has its letters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from matplotlib import font_manager
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.textpath import text_to_path

from zoneland.core.wording import words
from zoneland.report.clean import clean
from zoneland.report.fonts import cjk_font

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zoneland.core.problems import Lang

CM_PER_PT: Final = 2.54 / 72
LATIN_FONT: Final = "DejaVu Sans"
"""Comes with matplotlib; it has the signs of the verdicts, which many Chinese fonts lack."""
SIMPLIFIED: Final = (" SC", " CN", " GB")
"""How the face for the mainland is named in a collection; the first is often Japan's."""
MISSING: Final = "□"
CUT: Final = "…"


@dataclass(frozen=True, slots=True)
class Lettering:
    """A language and the font to set it in."""

    lang: Lang
    font: str | None
    """Path of the font, maybe with the number of a face in it; None for `LATIN_FONT`."""

    @property
    def said(self) -> Mapping[str, str]:
        """The words of the language."""
        return words(self.lang)

    def properties(self, size_pt: float) -> FontProperties:
        """Give the font at one size."""
        if self.font is None:
            return FontProperties(family=LATIN_FONT, size=size_pt)
        return FontProperties(fname=self.font, size=size_pt)

    def has(self, text: str) -> bool:
        """Tell whether the font has every letter of a text."""
        return all(ord(letter) in _letters(self.font) for letter in text)

    def fit(self, text: str) -> str:
        """Make text from data fit to be set: one line, and a box for each missing letter."""
        box = MISSING if self.has(MISSING) else "?"
        line = " ".join(clean(text).split())
        return "".join(letter if self.has(letter) else box for letter in line)

    def named(self, name: object, number: object) -> str:
        """Give a zone's name, or its number where the font cannot write the name."""
        own = " ".join(clean(str(name)).split()) if isinstance(name, str) else ""
        return own if own and self.has(own) else self.fit(str(number))

    def width_cm(self, text: str, size_pt: float) -> float:
        """Measure a line of text."""
        prop = self.properties(size_pt)
        width_pt: float = text_to_path.get_text_width_height_descent(text, prop, ismath=False)[0]
        return width_pt * CM_PER_PT

    def cut(self, text: str, size_pt: float, *, width_cm: float) -> str:
        """Shorten a line to a width."""
        if self.width_cm(text, size_pt) <= width_cm:
            return text
        while text and self.width_cm(text + CUT, size_pt) > width_cm:
            text = text[:-1]
        return text + CUT

    def fold(self, text: str, size_pt: float, *, width_cm: float) -> list[str]:
        """Break text into lines no wider than a width: at blanks, or within Chinese text."""
        lines = [""]
        for piece in _pieces(text):
            joined = lines[-1] + piece
            if lines[-1] and self.width_cm(joined.rstrip(), size_pt) > width_cm:
                lines.append(piece)
            else:
                lines[-1] = joined
        return [line.strip() for line in lines]


FIRST_WIDE: Final = 0x2E80
"""Where Chinese letters and punctuation begin."""
NEVER_FIRST: Final = "，。、；：）》”％"


def _pieces(text: str) -> list[str]:
    """Part text where a line may break."""
    pieces: list[str] = []
    for letter in text:
        is_wide = ord(letter) >= FIRST_WIDE and letter not in NEVER_FIRST
        before = pieces[-1][-1] if pieces else " "
        opens = before in "（《“"
        if (is_wide or before == " " or ord(before) >= FIRST_WIDE) and not (
            opens or letter in NEVER_FIRST
        ):
            pieces.append(letter)
        elif pieces:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def lettering(lang: Lang) -> Lettering:
    """Choose the font for a language; without a Chinese font, English is written instead.

    A plate of empty boxes tells nothing; its figures, ids and signs are the same in English.
    """
    found = cjk_font()
    return Lettering("en", None) if found is None else Lettering(lang, _face(found))


@lru_cache(maxsize=8)
def _face(path: str) -> str:
    """Name the face for the mainland in a collection, where matplotlib can take it (3.11 on)."""
    numbered: Any = getattr(font_manager, "FontPath", None)
    count = FT2Font(path).num_faces
    if numbered is None or count == 1 or not path.lower().endswith(".ttc"):
        return path
    for face in range(count):
        if FT2Font(path, face_index=face).family_name.endswith(SIMPLIFIED):
            return str.__str__(path) if face == 0 else numbered(path, face)
    return path


@lru_cache(maxsize=8)
def _letters(font: str | None) -> frozenset[int]:
    path = font_manager.findfont(FontProperties(family=LATIN_FONT)) if font is None else font
    return frozenset(font_manager.get_font(path).get_charmap())
