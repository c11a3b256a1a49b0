from __future__ import annotations

import json
import re

import pytest

from zoneland.maps.block import json_block

TEXTS = (
    "</script>",
    "<!--",
    "{{7*7}}",
    "{% raw %}",
    "{# a #}",
    "${1}",
    "`",
    "{",
    "{{",
    "a{",
    "{}",
    "{}{",
    '{"',
    "\u2028\u2029",
    "\ud800",
    "\\",
    "\\u007b",
    "'\"",
    "&lt;",
    "产业{{园}}",
    "\x00\r\n",
)


@pytest.mark.parametrize("text", TEXTS)
def test_any_text_comes_back_as_typed(text: str) -> None:
    block = json_block({"key": [text, {text: text}], "empty": {}})
    assert json.loads(block) == {"key": [text, {text: text}], "empty": {}}


@pytest.mark.parametrize("text", [*TEXTS, "".join(TEXTS)])
def test_nothing_that_html_or_a_template_would_read_is_left(text: str) -> None:
    block = json_block([text, {text: [text, {}]}])
    assert block.isascii()
    assert not re.search(r"[<>&]|\{\{|\{%|\{#|[\x00-\x1f]", block)


def test_a_number_that_json_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        json_block({"area": float("nan")})
