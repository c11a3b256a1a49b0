"""Numbers of the rules as scripts write them: exact, or refused as they are made."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from zoneland.core.problems import InputError
from zoneland.rules.settings import IdleRule, LinesRule, ShareRule


@pytest.mark.parametrize("written", [0.57, "0.57", Fraction(57, 100)])
def test_a_share_is_what_was_written(written: Any) -> None:
    assert ShareRule(minimum=written).minimum == Fraction(57, 100)
    assert IdleRule(built_share=written).built_share == Fraction(57, 100)


@pytest.mark.parametrize(
    ("rule", "said", "key"),
    [
        (ShareRule, {"minimum": 60}, "minimum"),
        (ShareRule, {"minimum": -0.6}, "minimum"),
        (ShareRule, {"minimum": "60%"}, "minimum"),
        (ShareRule, {"reading": "industry/whole"}, "reading"),
        (LinesRule, {"levels": {"framland": "error"}}, "levels"),
        (LinesRule, {"levels": {"farmland": "fatal"}}, "levels.farmland"),
        (IdleRule, {"fee_share": 1.2}, "fee_share"),
    ],
)
def test_what_no_rule_could_use_is_refused(rule: Any, said: dict[str, Any], key: str) -> None:
    with pytest.raises(InputError) as caught:
        rule(**said)
    [problem] = caught.value.problems
    assert (problem.code, problem.where, problem.values["key"]) == ("ZL113", rule.__name__, key)


def test_a_level_may_be_written_as_its_word() -> None:
    assert LinesRule(levels={"farmland": "warning"}).levels["farmland"] == "warning"  # type: ignore[dict-item]
