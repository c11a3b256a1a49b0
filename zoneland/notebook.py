"""An assessment in a notebook's cell: a table of the zones and, beneath it, the map.

Both stand in the cell itself and ask nothing of a network. Whatever comes from data is escaped
here; the map escapes its own.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from zoneland.core.style import brushes, sign
from zoneland.core.wording import words
from zoneland.maps.page import build_map
from zoneland.rules.reasons import reasons

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zoneland.rules.assessment import Assessment

COLUMNS: Final = ("zone", "verdict", "industrial_share", "control_lines", "idle_land", "why")
_CELL: Final = "padding:4px 10px;text-align:left;vertical-align:top"
_MARK: Final = "border-left:6px solid {colour};"
_WRAPS: Final = "why"


def cell_html(assessment: Assessment) -> str:
    """Write what a notebook shows of an assessment: the table, and the map beneath it.

    Parameters
    ----------
    assessment
        What one run found; shown in its own language.

    Returns
    -------
    str
        HTML that holds the internal map, and so exact coordinates: a notebook that is sent on
        carries them unless its outputs are cleared.
    """
    drawn = build_map(assessment)
    return f"{table_html(assessment)}\n{drawn._repr_html_()}"


def table_html(assessment: Assessment) -> str:
    """Write the table alone: a row a zone with its verdicts, its share and why.

    Parameters
    ----------
    assessment
        What one run found; shown in its own language.
    """
    text = words(assessment.lang)
    title = assessment.title or text["map.untitled"]
    caption = text["notebook.caption"].format(title=title, on=assessment.on.isoformat())
    heads = "".join(_cell("th", name, text[f"notebook.{name}"]) for name in COLUMNS)
    rows = "".join(f"<tr>{row}</tr>" for row in _rows(assessment, text))
    return (
        '<table style="border-collapse:collapse">'
        f'<caption style="{_CELL};font-weight:bold">{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _rows(assessment: Assessment, text: Mapping[str, str]) -> Iterator[str]:
    """Write the cells of each zone."""
    told = reasons(assessment)
    zones = assessment.zones.drop(columns="geometry").to_dict("records")
    for zone, share in zip(zones, assessment.shares(), strict=True):
        values = {
            "zone": f"{zone['zone_name']} {zone['zone_id']}",
            "verdict": f"{sign(zone['verdict'])} {text['verdict.' + zone['verdict']]}",
            "industrial_share": f"{share} {text['verdict.' + zone['share_verdict']]}",
            "control_lines": text["verdict." + zone["lines_verdict"]],
            "idle_land": text["verdict." + zone["idle_verdict"]],
            "why": text["notebook.stop"].join(told.get(str(zone["zone_id"]), ())),
        }
        mark = _MARK.format(colour=brushes("zone")[zone["verdict"]].stroke)
        yield "".join(
            _cell("td", name, value, mark if name == "verdict" else "")
            for name, value in values.items()
        )


def _cell(tag: str, name: str, value: str, mark: str = "") -> str:
    """Write one cell; only the reasons may break over lines."""
    space = "normal" if name == _WRAPS else "nowrap"
    return f'<{tag} style="{mark}{_CELL};white-space:{space}">{escape(value)}</{tag}>'
