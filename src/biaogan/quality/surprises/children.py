"""Free text that tells of a child more than that there is one: a name, an age, a school year, a birthday.

Children under fourteen have their own protection in law, and no surprise needs more than “a child”. So the
words are refused before they are kept; that a child is on board may be said.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

CHILD_ZH = (
    "小朋友|小孩子|小孩|孩子|宝宝|宝贝|儿子|女儿|闺女|千金|公子|娃娃|小娃|娃|婴儿|幼儿|儿童|外孙女|外孙|孙女|孙子"
    "|侄子|侄女|外甥女|外甥|小少爷|小公主|男孩|女孩|双胞胎"
)
CHILD_EN = (
    r"(?:child|children|kids?|sons?|daughters?|bab(?:y|ies)|toddlers?|infants?"
    r"|grand(?:sons?|daughters?|child|children)|nephews?|nieces?|twins?|(?:little |young )?(?:boys?|girls?))"
)
NUMBER_ZH = r"(?:\d{1,3}|[零〇一二两三四五六七八九十百半几]{1,4})"
NUMBER_EN = (
    r"(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen)"
)
GAP = r"[^。！？!?;；\n]{0,12}"  # within one breath

AGES = (
    rf"{NUMBER_ZH}\s*(?:周岁|岁)(?:半|多|大)?",
    rf"{NUMBER_ZH}\s*个?(?:多)?月大",
    rf"(?:{CHILD_ZH}){GAP}(?:满月|百天|百日|周岁)",
    r"(?:托班|小班|中班|大班|幼儿园|学前班|小学|初中|高中|[一二三四五六七八九123456789]年级)",
    rf"\b{NUMBER_EN}[\s-]*(?:years?|yrs?|months?|weeks?|days?)[\s-]*old\b",
    rf"\b{NUMBER_EN}[\s-]*(?:y/?o|m/?o)\b",
    rf"\b(?:ages?|aged|age of|turn(?:s|ed|ing)?)\s*:?\s*{NUMBER_EN}\b",
    rf"\b{CHILD_EN}\b[\s,(]{{1,3}}(?:is |of |was )?{NUMBER_EN}\b(?!\s*(?:seats?|toys?|books?|cups?))",
    (
        r"\b(?:kindergarten|preschool|nursery school|primary school|elementary school|middle school|grade \w+"
        r"|(?:first|second|third|fourth|fifth|sixth) grader?)\b"
    ),
)
BIRTHDAYS = (
    rf"(?:{CHILD_ZH}){GAP}(?:\d{{1,2}}月\d{{1,2}}[日号]|\d{{4}}[-/.年]\d{{1,2}}|生日)",
    rf"(?:\d{{1,2}}月\d{{1,2}}[日号]|生日){GAP}(?:{CHILD_ZH})",
    rf"\b{CHILD_EN}(?:['’]s?)?\b[^.!?;\n]{{0,20}}\b(?:birthday|born)\b",
    rf"\b(?:birthday|born)\b[^.!?;\n]{{0,20}}\b{CHILD_EN}\b",
)
NAMED_ZH = r"(?:名字|小名|大名|乳名|昵称|名|姓)?(?:叫做|叫作|叫|名为|是叫|唤作)"
PET_NAME = r"(?:([一-鿿])\1|[小阿][一-鿿])"  # 乐乐, 小明
QUOTED = r"[“\"「『《（(][一-鿿A-Za-z]{1,8}[”\"」』》）)]"
# What follows a word for a child like a pet name, and is none.
NO_NAMES = (
    "天天|常常|刚刚|慢慢|偷偷|多多|悄悄|渐渐|看看|试试|玩玩|抱抱|坐坐|谢谢|高高|开开|好好|小心|小睡|小食|小零"
    "|小礼|小玩|小吃|小毯|小水|小气|小座|小贴|小书|小风|小夜|小推|小车|小手|小杯|小凳|小枕|小熊|小帽|小汽|小积"
    "|小画|小卡|小背|小被|小床|小鞋|小衣|小雨|小点|小惊|小旗|小镜|小铃|小灯|小包|小袋|小盒|小样"
)
# Family names that hardly begin a word of another kind.
SURNAMES = "王李张刘陈杨赵吴徐郭罗郑梁邓冯曹彭袁潘蒋蔡杜魏吕沈姚卢崔谭廖范汪陆"
NAMES = (
    rf"(?:{CHILD_ZH})[，,、:：\s]?[{SURNAMES}](?!开|嘴|望|着)[一-鿿]{{1,2}}",
    rf"(?:{CHILD_ZH})[^。！？!?;；\n]{{0,4}}{NAMED_ZH}",
    rf"(?:{CHILD_ZH})的?(?:名字|小名|大名|乳名|昵称)",
    rf"(?:{CHILD_ZH})[，,、:：\s]?(?!{NO_NAMES}){PET_NAME}",
    rf"(?:{CHILD_ZH})[，,、:：\s]?{QUOTED}",
    rf"(?<![一-鿿])(?!{NO_NAMES}){PET_NAME}(?:{CHILD_ZH})",
    rf"\b{CHILD_EN}\b[^.!?;\n]{{0,12}}\b(?:named|called|name is|name's|whose name)\b",
    rf"\b{CHILD_EN}(?:['’]s)?\s+names?\b",
)
# Case tells a name from a word here.
NAMES_EN = (
    rf"\b(?i:{CHILD_EN})\b(?:\s*[,(:]\s*|\s+)(?!The\b|Seat)[A-Z][a-z]{{1,14}}\b",
    (
        rf"\b(?!A\b|The\b|Our\b|Their\b|His\b|Her\b|My\b|Your\b|Every\b|Each\b|No\b|Any\b|Some\b|This\b|For\b)"
        rf"[A-Z][a-z]{{1,14}},\s(?:the|their|his|her|our|my)\s(?:\w+\s)?(?i:{CHILD_EN})\b"
    ),
)


class Told(StrEnum):
    """What a text tells of a child."""

    AGE = "age"
    BIRTHDAY = "birthday"
    NAME = "name"


_PATTERNS = (
    (Told.BIRTHDAY, re.compile("|".join(BIRTHDAYS), re.IGNORECASE)),
    (Told.AGE, re.compile("|".join(AGES), re.IGNORECASE)),
    *((Told.NAME, re.compile(pattern, re.IGNORECASE)) for pattern in NAMES),
    (Told.NAME, re.compile("|".join(NAMES_EN))),
)


def told_of_a_child(text: str) -> Told | None:
    """The first thing that must not be kept; None where the text tells nothing of that kind.

    An age counts whoever it is said of: nobody's age is needed for a surprise.
    """
    plain = unicodedata.normalize("NFKC", text)
    return next((told for told, pattern in _PATTERNS if pattern.search(plain)), None)
