"""Where assumptions come from, as a Chinese reader wants it said; titles of papers stay as they are."""

from __future__ import annotations

from collections.abc import Mapping

from biaogan.engine.text import Text

IN_CHINESE: Mapping[str, str] = {
    "order of size only; short-run promotion elasticity 3.63 (van Heerde and Neslin) is the cap": (
        "仅取数量级；以短期促销弹性 3.63 为上限（van Heerde and Neslin）"
    ),
    "sign: Anderson and Simester 2004, Marketing Science 23(1)": (
        "方向依据：Anderson and Simester 2004, Marketing Science 23(1)"
    ),
    "set so that later losses are about 0.4 of the gain: Jedidi, Mela and Gupta 1999": (
        "使后期损失约为当期增量的 0.4 倍：Jedidi, Mela and Gupta 1999"
    ),
    "later losses about as large as the gain": "后期损失与当期增量大致相当",
    "sign: Mela, Gupta and Lehmann 1997; per visit at 20 % off": (
        "方向依据：Mela, Gupta and Lehmann 1997；按每次八折进厂计"
    ),
    "per quarter without a deal": "按每个没有促销的季度计",
    "churn of promotion-dependent customers over that of others": "促销依赖客户流失率与其他客户之比",
    "churn when the deal ends": "促销结束时的流失",
    "churn by the level of list prices; JD Power China SLS 2016": (
        "挂牌价格水平引起的流失；J.D. Power 中国 SLS 2016"
    ),
    "sign: Anderson and Simester 2010, QJE 125(2)": "方向依据：Anderson and Simester 2010, QJE 125(2)",
    "per point of CSI; JD Power 1998: half of defections": (
        "按满意度每 1 分计；J.D. Power 1998：约半数流失与不满有关"
    ),
    "points of CSI per 100 % of load above 95 %": "产能利用率超过 95% 后，每 100% 对应的满意度分数",
    "quarters until quality has followed": "服务质量跟上所需的季度数",
    "points of CSI lost without any training": "完全取消培训时损失的满意度分数",
    "share of gross profit; order of size: Dearden, Reed and Van Reenen 2006": (
        "占毛利的比例；数量级依据：Dearden, Reed and Van Reenen 2006"
    ),
    "share of the ticket that a discount applies to; dealer's data": "单车产值中可打折的比例；经销商数据",
    "more visits through the due list": "到期清单带来的台次增幅",
    "points of CSI; the CSI 2023 of the whole branch moved 17 in a year": (
        "满意度分数；2023 年全行业满意度一年变动 17 分"
    ),
    "share of churn that a running service contract prevents": "有效保养套餐减少流失的比例",
    "more visits of customers with a contract": "套餐客户的台次增幅",
}


def source_of(source: str) -> Text:
    """A bare reference to a paper is the same in both languages."""
    return Text(zh=IN_CHINESE.get(source, source), en=source)
