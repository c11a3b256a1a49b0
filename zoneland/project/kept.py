"""Words of the trade within a record, kept so that they can be told in another language later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zoneland.core.wording import Term, Terms

if TYPE_CHECKING:
    from collections.abc import Mapping


def terms_kept(values: Mapping[str, object]) -> dict[str, Any]:
    """Give those of a problem's values that are terms, as plain values.

    Examples
    --------
    >>> terms_kept({"role": Term("role.redline"), "count": 3})
    {'role': {'term': 'role.redline', 'values': {}}}
    """
    return {name: _kept(value) for name, value in values.items() if isinstance(value, Term | Terms)}


def _kept(value: object) -> object:
    if isinstance(value, Term):
        values = {name: _kept(inner) for name, inner in value.values.items()}
        return {"term": value.key, "values": values}
    if isinstance(value, Terms):
        return {"terms": [_kept(item) for item in value.items]}
    return value if isinstance(value, bool | int | float | str | None) else str(value)


def term_restored(kept: object) -> object:
    """Give back a term, or any other value as it is.

    Examples
    --------
    >>> several = Terms((Term("verdict.pass"), "EPSG:4490"))
    >>> term_restored(terms_kept({"known": several})["known"]) == several
    True
    """
    if not isinstance(kept, dict):
        return kept
    if "terms" in kept:
        return Terms(tuple(map(term_restored, kept["terms"])))
    values = {name: term_restored(inner) for name, inner in kept["values"].items()}
    return Term(kept["term"], values)
