"""Tell how a layer's class system was recognised, or why it is not certain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from zoneland.core.contracts import listed
from zoneland.core.problems import Problem
from zoneland.core.spelling import exactly, in_part
from zoneland.core.wording import Term, Terms
from zoneland.landuse import classes
from zoneland.landuse.recognise import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from zoneland.landuse.recognise import Evidence, Recognised

USUAL_FIELDS: Final = ("DLBM", "YDYHFLDM", "GHDLBM")
"""Names that say what they hold: nothing is told where nothing speaks against them."""


def told(found: Recognised, field: str, where: str) -> list[Problem]:
    """Tell the class system that was taken with its evidence, or that none is certain.

    Returns
    -------
    list
        ZL340 for one that a usual field's name alone does not say; ZL342 for codes
        against the one that was asked for; as errors ZL160 where nothing tells, ZL172 where
        names contradict the field, and ZL341 where evidence disagrees or leaves several.
    """
    if found.find("asked"):
        return _against(found, where)
    evidence = _in_a_row(found.evidence)
    if found.system:
        values = {"system": system_term(found.system), "evidence": evidence}
        return (
            [] if _goes_without_saying(found.system, field) else [Problem("ZL340", where, values)]
        )
    if not any(_decides(one) for one in found.evidence):
        systems = "、".join((*classes.SYSTEMS, classes.CUSTOM))
        return [Problem("ZL160", where, {"column": field, "systems": systems})]
    names = found.find("names")
    if names and _contradicts(names, found.find("field")) and not _is_doubted_by_codes(found):
        contradicted = {
            "count": names.count,
            "of": names.of,
            "examples": listed(names.examples),
            "better": listed(one for one in classes.SYSTEMS if one in names.systems),
        }
        return [Problem("ZL172", where, contradicted)]
    doubts: dict[str, object] = {"column": field, "evidence": evidence}
    doubts["systems"] = _terms(found.candidates)
    return [Problem("ZL341", where, doubts)]


def system_term(system: str) -> Term:
    """Give the name of a class system, with the word that settings use for it."""
    return Term(f"class_system.{system}")


def _terms(systems: Iterable[str]) -> Terms:
    return Terms(tuple(system_term(one) for one in systems))


def _heard(one: Evidence) -> Term:
    key = f"evidence.{one.by}" if one.systems else f"evidence.{one.by}_against_themselves"
    systems = _terms(system for system in classes.SYSTEMS if system in one.systems)
    examples = listed(one.examples)
    values = {"systems": systems, "count": one.count, "of": one.of, "examples": examples}
    return Term(key, values)


def _in_a_row(evidence: Sequence[Evidence]) -> Term | str:
    terms = [_heard(one) for one in evidence]
    row: Term | str = terms.pop() if terms else ""
    while terms:
        row = Term("evidence.row", {"first": terms.pop(), "rest": row})
    return row


def _against(found: Recognised, where: str) -> list[Problem]:
    against = found.find("codes")
    if against is None:
        return []
    values = {
        "system": system_term(found.system),
        "count": against.count,
        "examples": listed(against.examples),
        "systems": _terms(one for one in classes.SYSTEMS if one in against.systems),
    }
    return [Problem("ZL342", where, values)]


def _decides(one: Evidence) -> bool:
    """Tell whether evidence leaves one side alone, or contradicts itself."""
    return not one.systems or any(side >= one.systems for side in SIDES.values())


def _goes_without_saying(system: str, field: str) -> bool:
    """Tell whether a usual name says what it always says, and nothing speaks against it."""
    is_usual = bool(exactly((field,), USUAL_FIELDS) or in_part((field,), USUAL_FIELDS))
    return is_usual and classes.systems_of_field(field)[:1] == (system,)


def _contradicts(one: Evidence, other: Evidence | None) -> bool:
    return other is not None and one.systems.isdisjoint(other.systems)


def _is_doubted_by_codes(found: Recognised) -> bool:
    codes = found.find("codes")
    return codes is not None and _contradicts(codes, found.find("field"))
