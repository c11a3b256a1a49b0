"""Everything the page needs, as text: Leaflet from its package, and the page's own files.

Leaflet (BSD-2-Clause, © Vladimir Agafonkin, CloudMade) comes from XStatic-Leaflet and keeps its
notice; its pictures become data URIs, so that the page asks for nothing.
"""

from __future__ import annotations

import base64
import json
import re
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from xstatic.pkg import leaflet

SCRIPTS: Final = (
    "dom.js",
    "unpack.js",
    "brush.js",
    "painter.js",
    "labels.js",
    "layers.js",
    "table.js",
    "pieces.js",
    "card.js",
    "pointer.js",
    "ellipsoid.js",
    "measure.js",
    "furniture.js",
    "print.js",
    "start.js",
)
"""The page's own scripts in page order; each uses only what stands before it."""

STYLES: Final = ("page.css", "panel.css", "stage.css", "narrow.css", "print.css")

_PICTURE: Final = re.compile(r"url\((images/[a-z0-9-]+\.png)\)")
_SOURCE_MAP: Final = re.compile(r"//# sourceMappingURL=\S+\s*$")
_BEHAVIOUR: Final = re.compile(r"\s*behavior: url\(#default#VML\);")
_MARKERS: Final = {
    "iconUrl": "images/marker-icon.png",
    "iconRetinaUrl": "images/marker-icon-2x.png",
    "shadowUrl": "images/marker-shadow.png",
}


def _leaflet(name: str) -> str:
    return (Path(leaflet.BASE_DIR) / name).read_text(encoding="utf-8")


def _data_uri(name: str) -> str:
    raw = (Path(leaflet.BASE_DIR) / name).read_bytes()
    return f"data:image/png;base64,{base64.b64encode(raw).decode('ascii')}"


@cache
def leaflet_js() -> str:
    """Give Leaflet, with its marker's pictures for whoever adds a marker in a notebook."""
    pictures = json.dumps({option: _data_uri(name) for option, name in _MARKERS.items()})
    script = _SOURCE_MAP.sub("", _leaflet("leaflet.js"))
    return f"{script}\nL.Icon.Default.mergeOptions({pictures});\n"


@cache
def leaflet_css() -> str:
    """Give Leaflet's style sheet with its pictures inside."""
    sheet = _BEHAVIOUR.sub("", _leaflet("leaflet.css"))
    return _PICTURE.sub(lambda found: f"url({_data_uri(found[1])})", sheet)


def _own(names: tuple[str, ...]) -> str:
    folder = files("zoneland.maps").joinpath("assets")
    return "\n".join(folder.joinpath(name).read_text(encoding="utf-8") for name in names)


@cache
def page_js() -> str:
    """Give the page's own scripts as one that leaves a single name, ``zoneland``, behind."""
    return f"(function () {{\n'use strict';\n{_own(SCRIPTS)}\n}}());\n"


@cache
def page_css() -> str:
    """Give the page's own style sheet."""
    return _own(STYLES)
