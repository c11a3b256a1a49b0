"""How the site is built: ``python -m sphinx -W docs docs/_build/html``, opened from a file.

Nothing in it asks a network for anything: no fonts, no scripts and no search from elsewhere.
"""

from __future__ import annotations

import re
from importlib import metadata
from typing import TYPE_CHECKING

from docutils.nodes import Text
from sphinx.search import SearchLanguage, languages

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docutils.nodes import document
    from sphinx.application import Sphinx

project = "zoneland"
release = metadata.version("zoneland")
language = "zh_CN"
html_title = "zoneland 开发区四至边界核查"
html_theme = "furo"
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_show_search_summary = False  # would fetch pages, which browsers forbid to files
html_static_path = ["_static"]
html_css_files = ["zoneland.css"]

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["_build", "README.md", "notebooks/README.md"]
myst_heading_anchors = 3
default_role = "literal"  # the docstrings' single backticks
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
toc_object_entries = False
napoleon_google_docstring = False
napoleon_use_rtype = False
python_maximum_signature_line_length = 88

LINKED_ONLY = re.compile(r"problems/ZL\d+|rules/readings/.+")
"""Pages that are reached from their index, too many for the side bar."""


class Pairs(SearchLanguage):
    """Search by pairs of Chinese characters: no dictionary is needed, here or in the browser."""

    lang = "zh"
    language_name = "Chinese"
    js_splitter_code = """
function splitQuery(query) {
  const words = query.toLowerCase().match(/[a-z0-9_]+/g) || [];
  for (const run of query.match(/[\\u4e00-\\u9fff]+/g) || []) {
    for (let at = 0; at < Math.max(run.length - 1, 1); at += 1) words.push(run.slice(at, at + 2));
  }
  return words;
}
"""

    def split(self, input: str) -> list[str]:  # noqa: A002  Sphinx's name
        """Give the words of a text: pairs of Chinese characters, and Latin words."""
        runs = re.findall(r"[\u4e00-\u9fff]+", input)
        pairs = [run[at : at + 2] for run in runs for at in range(max(len(run) - 1, 1))]
        return [*pairs, *re.findall(r"[a-zA-Z0-9_]+", input)]


languages["zh"] = Pairs
FENCED = re.compile(r"(^```.*?^```)", re.MULTILINE | re.DOTALL)
HIDDEN = "\ue000"
"""Stands for the # of comments in code, which are no headings."""
BROKEN = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")


def _one_title(_app: Sphinx, _name: str, source: list[str]) -> None:
    """Put the English half of a page under its title: two titles would be two pages in the bar."""
    before, *halves = re.split(r"^(?=# )", "".join(_hidden(source[0])), flags=re.MULTILINE)
    lowered = [re.sub(r"^(#+ )", r"#\1", half, flags=re.MULTILINE) for half in halves[1:]]
    source[0] = "".join([before, *halves[:1], *lowered]).replace(HIDDEN, "#")


def _hidden(text: str) -> Iterator[str]:
    for part in FENCED.split(text):
        yield part.replace("#", HIDDEN) if part.startswith("```") else part


def _settle(app: Sphinx, doctree: document) -> None:
    """Join Chinese lines without a space; do not look for pages of an index in the bar."""
    for text in list(doctree.findall(Text)):
        if BROKEN.search(text):
            text.parent.replace(text, Text(BROKEN.sub("", text)))
    name = app.env.docname
    if LINKED_ONLY.fullmatch(name):
        app.env.metadata[name]["orphan"] = True


def _plain(
    _app: Sphinx, what: str, _name: str, _thing: object, _options: object, lines: list[str]
) -> None:
    """Keep napoleon from taking an attribute's words before a colon for its type."""
    if what == "attribute":
        lines.insert(0, "")


def setup(app: Sphinx) -> None:
    """Join in."""
    app.connect("autodoc-process-docstring", _plain, priority=400)  # before napoleon
    app.connect("source-read", _one_title)
    app.connect("doctree-read", _settle)
