"""The clauses that the rule on unsupplied and idle land rests on."""

from __future__ import annotations

from typing import Final

from zoneland.core.verdicts import Clause

CLAUSES: Final = (
    Clause(
        title="闲置土地处置办法（国土资源部令第53号）第二条",
        dated_on="2012-07-01",
        text=(
            "闲置土地，是指国有建设用地使用权人超过国有建设用地使用权有偿使用合同或者划拨决定书约定、"
            "规定的动工开发日期满一年未动工开发的国有建设用地。已动工开发但开发建设用地面积占应动工开发"
            "建设用地总面积不足三分之一或者已投资额占总投资额不足百分之二十五，中止开发建设满一年的国有"
            "建设用地，也可以认定为闲置土地。（摘要，以正式文本为准）"
        ),
    ),
    Clause(
        title="闲置土地处置办法（国土资源部令第53号）第八条",
        dated_on="2012-07-01",
        text=(
            "因政府、政府有关部门的行为造成动工开发延迟的情形：未按约定、规定的期限和条件交付土地；"
            "规划依法修改；国家出台政策需要修改约定、规定的规划和建设条件；处置土地上相关群众信访事项；"
            "军事管制、文物保护；政府、政府有关部门的其他行为。因自然灾害等不可抗力造成土地闲置的，"
            "同样办理。（摘要，以正式文本为准）"
        ),
    ),
    Clause(
        title="闲置土地处置办法（国土资源部令第53号）第十四条",
        dated_on="2012-07-01",
        text=(
            "未动工开发满一年的，按照土地出让或者划拨价款的百分之二十征缴土地闲置费；"
            "未动工开发满两年的，无偿收回国有建设用地使用权。（摘要，以正式文本为准）"
        ),
    ),
    Clause(
        title="关于健全建设用地“增存挂钩”机制的通知（自然资规〔2018〕1号）",
        dated_on="2018",
        text="两年内未用地或未实施征地补偿安置方案的，有关批准文件自动失效。（摘要，以正式文本为准）",
    ),
)
"""Articles 8 and 14 are shortened; the last is told by its sense. Whether compensation was begun
stands in neither ledger, so by it alone no zone fails: the approval is to be checked."""
