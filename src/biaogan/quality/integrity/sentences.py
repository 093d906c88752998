"""The signs in words, in both languages: what was counted, with what it is compared, how unlikely it is."""

from __future__ import annotations

from biaogan.engine.text import Text
from biaogan.quality.integrity.signs import CARS_OF_ONE_PHONE, CLOSE_SECONDS, Seen, Sign

MINUTES = CLOSE_SECONDS // 60
NAMES = {
    Sign.ANSWER_JUMP: Text("应答率突然升高", "Answer rate has jumped"),
    Sign.ANSWER_RATE: Text("应答率高于其他所有门店", "Answered more often than at any other store"),
    Sign.TOP_RUN: Text("连续高分过长", "A long run of top scores"),
    Sign.ONE_PHONE: Text("一个联系方式代多车作答", "One contact answers for many cars"),
    Sign.FAST: Text("作答间隔短得不像真人", "Answers faster than people give them"),
    Sign.NO_CONTACT: Text("不满客户缺少联系方式", "Contacts of unhappy customers are missing"),
    Sign.NOT_ASKED: Text("投诉过的工单没有发问卷", "Orders with a complaint were not asked about"),
}
SOURCES = {
    Sign.ANSWER_JUMP: Text("费舍尔精确检验（1935）", "Fisher's exact test (1935)"),
    Sign.ANSWER_RATE: Text("费舍尔精确检验（1935）", "Fisher's exact test (1935)"),
    Sign.TOP_RUN: Text(
        "最长连续段的精确概率（Feller 1968）", "Exact chance of the longest run (Feller 1968)"
    ),
    Sign.ONE_PHONE: Text("费舍尔精确检验（1935）", "Fisher's exact test (1935)"),
    Sign.FAST: Text("二项分布尾概率", "Tail of the binomial distribution"),
    Sign.NO_CONTACT: Text("费舍尔精确检验（1935）", "Fisher's exact test (1935)"),
    Sign.NOT_ASKED: Text("费舍尔精确检验（1935）", "Fisher's exact test (1935)"),
}
COMPARED = {
    Sign.ANSWER_JUMP: Text("本店此前六个月", "the store's six months before"),
    Sign.ANSWER_RATE: Text(
        "其他门店中应答率最高的一家（七个月）", "the other store answered most often, seven months"
    ),
    Sign.TOP_RUN: Text(
        "其他门店中高分比例最高的一家（七个月）", "the other store with most top scores, seven months"
    ),
    Sign.ONE_PHONE: Text("其他门店", "the other stores"),
    Sign.FAST: Text("其他门店", "the other stores"),
    Sign.NO_CONTACT: Text("本店其他客户", "the store's other customers"),
    Sign.NOT_ASKED: Text("本店其他工单", "the store's other orders"),
}
WHAT = {
    Sign.ANSWER_JUMP: Text("{k}/{n} 份问卷有应答", "{k} of {n} surveys answered"),
    Sign.ANSWER_RATE: Text("{k}/{n} 份问卷有应答", "{k} of {n} surveys answered"),
    Sign.TOP_RUN: Text("{n} 份应答中连续 {extra} 份高分", "{extra} top scores in a row of {n} answers"),
    Sign.ONE_PHONE: Text(
        f"{{k}}/{{n}} 份应答来自为 {CARS_OF_ONE_PHONE} 台以上车辆作答的联系方式",
        f"{{k}} of {{n}} answers from contacts that answer for {CARS_OF_ONE_PHONE} cars or more",
    ),
    Sign.FAST: Text(
        f"{{k}}/{{n}} 份应答在上一份之后 {MINUTES} 分钟内",
        f"{{k}} of {{n}} answers within {MINUTES} minutes of the one before",
    ),
    Sign.NO_CONTACT: Text("{k}/{n} 位不满客户没有联系方式", "{k} of {n} unhappy customers without a contact"),
    Sign.NOT_ASKED: Text(
        "{k}/{n} 张投诉过的工单没有发问卷", "{k} of {n} orders with a complaint were not asked about"
    ),
}
CANNOT = Text("数据太少，无法判断", "too little to judge")
SMALLEST = 1e-6


def counted(one: Seen) -> Text:
    words = WHAT[one.sign]
    given = {"k": one.k, "n": one.n, "extra": one.extra}
    return Text(words.zh.format(**given), words.en.format(**given))


def compared(one: Seen) -> Text:
    """What stands on the other side, with its share."""
    beside = COMPARED[one.sign]
    if one.other_share is None:
        return beside
    share = f"{100 * one.other_share:.1f}%"
    return Text(f"{beside.zh}：{share}", f"{beside.en}: {share}")


def chance(one: Seen) -> Text:
    """How often honest answers would look like this."""
    if one.p is None:
        return CANNOT
    if one.p < SMALLEST:
        return Text("如实作答时不到百万分之一", "less than once in a million with honest answers")
    if one.p < 0.1:
        times = f"{round(1 / one.p):,}"
        return Text(f"如实作答时约 {times} 次中一次", f"about once in {times} with honest answers")
    return Text(f"如实作答时很常见（{one.p:.0%}）", f"common with honest answers ({one.p:.0%})")


def in_language(text: Text, language: str) -> str:
    return text.en if language.startswith("en") else text.zh
