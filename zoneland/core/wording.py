"""The words that planners read: labels, legends and messages by key, Chinese first.

A topic's words stand in ``text/<topic>.<lang>.toml``; keys are dotted, ``verdict.pass``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoneland.core.problems import Lang


def _flat(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)


@cache
def words(lang: Lang = "zh") -> Mapping[str, str]:
    """Give every text of one language by its dotted key.

    Examples
    --------
    >>> words("zh")["verdict.pass"], words("en")["verdict.cannot_tell"]
    ('达标', 'Cannot tell')
    """
    found: dict[str, str] = {}
    for page in files("zoneland.core").joinpath("text").iterdir():
        if page.name.endswith(f".{lang}.toml"):
            found.update(_flat(tomllib.loads(page.read_text(encoding="utf-8"))))
    return found


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the trade within a message, told in the message's language.

    Examples
    --------
    >>> f"{Term('verdict.pass')}", Term("verdict.pass").told("en")
    ('达标', 'Pass')
    """

    key: str
    values: Mapping[str, object] = field(default_factory=dict, hash=False)
    """What fills its blanks, if it has any."""

    def told(self, lang: Lang) -> str:
        """Give the word in one language."""
        text = words(lang)[self.key]
        return text.format_map(told(self.values, lang)) if self.values else text

    def __str__(self) -> str:
        return self.told("zh")


@dataclass(frozen=True, slots=True)
class Terms:
    """Several of them in a row, or words that are the same in every language.

    Examples
    --------
    >>> several = Terms((Term("verdict.pass"), "EPSG:4490"))
    >>> f"{several}", several.told("en")
    ('达标、EPSG:4490', 'Pass, EPSG:4490')
    """

    items: tuple[object, ...]

    def told(self, lang: Lang) -> str:
        """Give the words in one language."""
        named = (_told(item, lang) for item in self.items)
        return ("、" if lang == "zh" else ", ").join(map(str, named))

    def __str__(self) -> str:
        return self.told("zh")


def told(values: Mapping[str, object], lang: Lang) -> dict[str, object]:
    """Give what fills a text's blanks, terms in one language and all else as it is."""
    return {name: _told(value, lang) for name, value in values.items()}


def _told(value: object, lang: Lang) -> object:
    return value.told(lang) if isinstance(value, Term | Terms) else value
