"""The words that planners read: labels, legends and messages by key, Chinese first.

A topic's words stand in ``text/<topic>.<lang>.toml``; keys are dotted, ``verdict.pass``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
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

    def told(self, lang: Lang) -> str:
        """Give the word in one language."""
        return words(lang)[self.key]

    def __str__(self) -> str:
        return self.told("zh")
