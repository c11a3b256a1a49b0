"""The page's data as one block of JSON that neither HTML nor a template can misread."""

from __future__ import annotations

import json
import re
from typing import Final

_RISKY: Final = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
_LOOSE_BRACE: Final = re.compile(r"\{(?![\"}])")
"""A brace that JSON itself would not write: only inside a text is it followed by another sign
than a quote or its own closing brace."""


def json_block(value: object) -> str:
    r"""Write plain values as JSON that is safe between ``<script>`` tags and in templates.

    Everything but ASCII is escaped, so U+2028 and lone surrogates pass too; ``{{``, ``{%`` and
    ``{#`` do not occur.

    Parameters
    ----------
    value
        Dicts, lists, texts, finite numbers, booleans and None.

    Raises
    ------
    ValueError
        For NaN and infinity, which JSON does not have.

    Examples
    --------
    >>> print(json_block({"a": "</script>{{7*7}}"}))
    {"a":"\u003c/script\u003e\u007b\u007b7*7}}"}
    >>> import json; json.loads(json_block({"a": "{% raw %} {} {\""}))
    {'a': '{% raw %} {} {"'}
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    for sign, escaped in _RISKY.items():
        text = text.replace(sign, escaped)
    return _LOOSE_BRACE.sub(r"\\u007b", text)
