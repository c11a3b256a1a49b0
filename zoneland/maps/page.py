"""The map as one page: a folium map whose every file and figure is inside it.

Data never passes through a template. It stands in one block of JSON which the page's script
reads with ``JSON.parse`` and shows as text. A Content-Security-Policy lets only the page's own
scripts run, by their hashes, and nothing be fetched but the tiles of a base map asked for.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING, Any, Final, cast

import folium
from branca.element import Element, Figure, MacroElement
from jinja2 import Template

from zoneland.core.wording import words
from zoneland.maps.basemap import HOSTS, expect_same_datum
from zoneland.maps.block import json_block
from zoneland.maps.offline import leaflet_css, leaflet_js, page_css, page_js
from zoneland.maps.view import view

if TYPE_CHECKING:
    from zoneland.core.problems import Lang
    from zoneland.maps.basemap import BaseMap
    from zoneland.maps.public_rules import PublicRule
    from zoneland.maps.view import Profile
    from zoneland.rules.assessment import Assessment

NOTEBOOK_HEIGHT: Final = "640px"
NAME: Final = "zoneland"
"""Stands where folium would draw a random id, so that the same run gives the same bytes."""

_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_POLICY_MARK: Final = "@policy@"


class Page(Figure):
    """A figure that carries its own language and a policy made of its scripts' hashes."""

    _template = Template(
        "<!DOCTYPE html>\n"
        '<html lang="{{ this.lang }}">\n'
        "<head>\n"
        '<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY_MARK}">\n'
        '<meta name="referrer" content="no-referrer">\n'
        "<title>{{ this.name }}</title>\n"
        "{{ this.header.render(**kwargs) }}\n"
        "</head>\n"
        "<body>\n"
        "<noscript>{{ this.noscript }}</noscript>\n"
        "{{ this.html.render(**kwargs) }}\n"
        "<script>\n{{ this.script.render(**kwargs) }}\n</script>\n"
        "</body>\n"
        "</html>\n"
    )

    def __init__(self, lang: Lang, hosts: tuple[str, ...] = ()) -> None:
        super().__init__(height=NOTEBOOK_HEIGHT)
        self.hosts = hosts
        self.lang = {"zh": "zh-CN", "en": "en"}[lang]
        self.name, self.noscript = words(lang)["map.untitled"], words(lang)["map.noscript"]
        self._id = NAME
        # The page's template says the charset itself, before the policy.
        self.header = Element()
        self.header._parent = self  # noqa: SLF001  branca sets a figure's parts up in this way

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401  branca's own signature
        """Render the page, then write the policy that admits just the scripts in it."""
        text = str(super().render(**kwargs))
        return text.replace(_POLICY_MARK, policy(text, self.hosts), 1)


class Verbatim(Element):
    """Text that goes into the page as it is; it is a value here, never a template."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class Content(MacroElement):
    """What makes a folium map this page: Leaflet, the page's scripts and styles, the data."""

    _template = Template(
        "{% macro script(this, kwargs) %}zoneland.start({{ this._parent.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, data: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca's own
        self._name = "Content"
        self._id = NAME
        self.data = data

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401  branca's own signature
        """Put the parts into the figure past branca, which reads what macros give once more."""
        figure = cast("Figure", self.get_root())
        parts = {
            "leaflet_css": f"<style>\n{leaflet_css()}</style>",
            "page_css": f"<style>\n{page_css()}</style>",
            "leaflet_js": f"<script>{leaflet_js()}</script>",
            "page_js": f"<script>{page_js()}</script>",
        }
        for name, text in parts.items():
            figure.header.add_child(Verbatim(text), name=name)
        block = f'<script type="application/json" id="zoneland-data">{self.data}</script>'
        figure.html.add_child(Verbatim(block), name="zoneland_data")
        super().render(**kwargs)  # type: ignore[no-untyped-call]  # branca's own
        return ""


def policy(text: str, hosts: tuple[str, ...] = ()) -> str:
    """Give the policy that admits the inline scripts of a page, and no other.

    Parameters
    ----------
    text
        The page.
    hosts
        Where pictures may be fetched from; nowhere unless a base map is asked for.

    Examples
    --------
    >>> policy("<script>1</script>").split("; ")[:2]
    ["default-src 'none'", "script-src 'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"]
    """
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode('ascii')}'"
        for script in _SCRIPT.findall(text)
    )
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        f"{' '.join(['img-src data: blob:', *hosts])}; base-uri 'none'; form-action 'none'"
    )


def build_map(
    assessment: Assessment,
    *,
    lang: Lang | None = None,
    profile: Profile = "internal",
    public: PublicRule | None = None,
    base: BaseMap | None = None,
) -> folium.Map:
    """Draw an assessment as a folium map that needs no network unless a base map is asked for.

    It draws itself in a notebook cell, and folium's vector layers can be added to it. What
    fetches from the network (other tiles) or wants jQuery (folium's popups) stays shut out.

    Parameters
    ----------
    assessment
        What one run found, in its working CRS.
    lang
        Language of the page; the assessment's own unless given.
    profile
        ``internal`` shows everything; ``public`` leaves out parcels, control lines, ids and
        exact coordinates.
    public
        What ``public`` leaves out and how coarse it is; the office's usual unless given.
    base
        What `zoneland.maps.basemap.basemap` gives: a base map whose key the page then holds, and
        which it says it needs a network for. None unless given.

    Raises
    ------
    InputError
        ZL464 if the base map stands on another datum than the assessment.
    """
    if base:
        expect_same_datum(assessment.zones.crs)
    shown = view(assessment, lang=lang, profile=profile, public=public, base=base)
    west, south, east, north = shown.bounds
    drawn = folium.Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=12,
        tiles=None,
        zoom_control=False,
        attribution_control=False,
        zoom_snap=0.25,
        min_zoom=4,
        max_zoom=20,
        font_size="13px",
    )
    drawn._id = NAME  # noqa: SLF001  branca offers no other way to a fixed id
    # The links to content networks go; the same files come inlined.
    drawn.default_js, drawn.default_css = [], []
    Page(shown.lang, HOSTS if base else ()).add_child(drawn)
    for tiles in base.tiles() if base else ():
        drawn.add_child(tiles)
    drawn.add_child(Content(json_block(shown.page)))
    return drawn


def map_html(
    assessment: Assessment,
    *,
    lang: Lang | None = None,
    profile: Profile = "internal",
    public: PublicRule | None = None,
    base: BaseMap | None = None,
) -> str:
    """Give the map's page as text, the same bytes for the same assessment.

    Parameters
    ----------
    assessment, lang, profile, public, base
        As in `build_map`.
    """
    drawn = build_map(assessment, lang=lang, profile=profile, public=public, base=base)
    return str(drawn.get_root().render())
