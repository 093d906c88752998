"""Words in both languages, and text as dealers' systems write it, brought to one form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

BLANKS = " \t\r\n\v\f\u00a0\u1680\u2000-\u200f\u2028\u2029\u202f\u205f\u2060\u3000\ufeff"
EDGE_BLANKS = f"^[{BLANKS}]+|[{BLANKS}]+$"
ZERO_WIDTH = "[\u200b-\u200f\u2060\ufeff]"
REQUIRED_MARK = re.compile(r"\((?:\*+|必填|必填项|必录|required)\)|\[(?:\*+|必填)\]", re.IGNORECASE)
MONEY_UNITS = ("万元", "千元", "人民币元", "人民币", "元/小时", "元/时", "元", "rmb", "cny", "yuan")
OTHER_UNITS = ("公里", "千米", "km", "小时", "工时", "hours", "hour", "h", "分钟", "%", "天", "日", "分")
COUNTED_UNITS = ("台次", "台", "辆", "次", "个", "件", "人")
UNIT_WORDS = MONEY_UNITS + OTHER_UNITS + COUNTED_UNITS
UNIT_MARK = re.compile(
    r"[(\[](?:单位:)?(" + "|".join(re.escape(word) for word in UNIT_WORDS) + r")[)\]]$", re.IGNORECASE
)
OPENING, CLOSING = "[{<【〔〈《「『", "]}>】〕〉》」』"
ROUND_BRACKETS = str.maketrans(OPENING + CLOSING, "(" * len(OPENING) + ")" * len(CLOSING))
EMPTY_FRACTION = r"\.0+$"
WHOLE_AS_SCIENTIFIC = r"^\d(?:\.\d+)?[eE]\+?\d{1,2}$"

# Between ASCII letters and the rest, since Chinese text touches numbers without a blank; a letter that
# touches a number ("wx138…") goes with it.
EDGE = r"(?-u:\b)"
EDGE_OR_LETTER = rf"(?:{EDGE}|[A-Za-z_])"
PHONE = rf"(?:\+?86[- ]?)?{EDGE_OR_LETTER}1[3-9]\d[- ]?\d{{4}}[- ]?\d{{4}}{EDGE_OR_LETTER}"
LANDLINE = rf"{EDGE}0\d{{2,3}}[- ]\d{{7,8}}{EDGE}"
CITIZEN_NUMBER = rf"{EDGE_OR_LETTER}\d{{17}}[\dXx]{EDGE_OR_LETTER}"
BANK_CARD = rf"{EDGE_OR_LETTER}[3-69]\d{{3}}(?:[- ]?\d{{4}}){{3}}(?:[- ]?\d{{1,3}})?{EDGE_OR_LETTER}"
VIN_IN_TEXT = rf"{EDGE}[A-HJ-NPR-Za-hj-npr-z0-9]{{17}}{EDGE}"
PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE_IN_TEXT = rf"[{PROVINCES}][A-Za-z][-·.•\s]?[A-Za-z0-9]{{4,5}}[A-Za-z0-9挂学警港澳领使]|[使领]\d{{6}}"
E_MAIL = r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}"
PERSONAL = (E_MAIL, PLATE_IN_TEXT, CITIZEN_NUMBER, VIN_IN_TEXT, PHONE, BANK_CARD, LANDLINE)
WIDE = {
    chr(code + 0xFEE0): chr(code) for code in range(0x21, 0x7F) if chr(code).isalnum() or chr(code) in "@.-+_"
}
MASK = "***"


@dataclass(frozen=True)
class Text:
    """The same words in Chinese and English."""

    zh: str
    en: str


def folded(text: str) -> str:
    """Full width to half width, blanks removed, lower case: the form in which wordings are compared."""
    return (
        "".join(unicodedata.normalize("NFKC", text).split())
        .translate({0x200B: None, 0xFEFF: None})
        .casefold()
    )


def split_header(header: str) -> tuple[str, str | None]:
    """The compared form of a column header and the unit its brackets name, if any.

    `"采购价格（元）"` gives `("采购价格", "元")`; required marks, stars, colons and line breaks go.
    """
    text = folded(header).translate(ROUND_BRACKETS)
    text = REQUIRED_MARK.sub("", text).replace("*", "").strip(":：'\"").removesuffix("(必填)")
    found = UNIT_MARK.search(text)
    if found and found.start() > 0:
        return text[: found.start()], found.group(1)
    return text, None


def normalise_header(header: str) -> str:
    """The compared form of a column header, without unit and required mark."""
    return split_header(header)[0]


def fold_store_name(name: str) -> str:
    """The spelling by which a store is looked up: width, blanks, kind of bracket and case do not matter."""
    return folded(name.translate(ROUND_BRACKETS)).translate(ROUND_BRACKETS)


def by_distinct_value(values: pl.Series, change: Callable[[str], str | None]) -> pl.Series:
    """Apply a change of one text to a column, once for each distinct text."""
    distinct = [value for value in values.unique().to_list() if value is not None]
    changed = [change(value) for value in distinct]
    table = pl.DataFrame({"old": distinct, "new": changed}, schema={"old": pl.String, "new": pl.String})
    joined = values.alias("old").to_frame().join(table, on="old", how="left", maintain_order="left")
    return joined["new"].alias(values.name)


def has_wide_letters(values: pl.Series) -> bool:
    """Whether any text of the column holds a character outside ASCII."""
    return bool((values.str.len_bytes() != values.str.len_chars()).any())


def trimmed(values: pl.Series) -> pl.Series:
    """Without blanks, tabs and zero-width characters at the edges; an empty text is null."""
    if has_wide_letters(values):
        values = values.str.replace_all(ZERO_WIDTH, "").str.replace_all(EDGE_BLANKS, "")
    else:
        values = values.str.strip_chars()
    return values.set(values == "", None)


def clean_identifier(values: pl.Series) -> pl.Series:
    """Numbers and codes as text: full width folded, apostrophe and `.0` gone, leading zeros kept.

    `2.0250601E+11`, which a spreadsheet makes of a long number, becomes the digits it stands for.
    """
    if has_wide_letters(values):
        values = values.str.normalize("NFKC")
    values = trimmed(values).str.strip_prefix("'").str.replace(EMPTY_FRACTION, "")
    scientific = values.str.contains(WHOLE_AS_SCIENTIFIC).fill_null(value=False)
    if scientific.any():
        digits = values.filter(scientific).cast(pl.Decimal(38, 0), strict=False).cast(pl.String)
        values = values.clone().scatter(scientific.arg_true(), digits.fill_null(values.filter(scientific)))
    return trimmed(values)


def clean_vin(values: pl.Series) -> pl.Series:
    """Half width, upper case, without blanks."""
    return clean_identifier(values).str.replace_all(r"\s", "").str.to_uppercase()


def clean_plate(values: pl.Series) -> pl.Series:
    """Half width, upper case, without blanks and dots; a vehicle without plate has none."""
    plates = clean_identifier(values).str.replace_all(r"[\s·.•・‧∙\-]", "").str.to_uppercase()
    return plates.set(
        plates.str.contains("^(?:无牌|无|临牌|临时|未上牌|新车|暂无)").fill_null(value=False)
        | (plates == ""),
        None,
    )


def clean_phone(values: pl.Series) -> pl.Series:
    """Digits of a telephone number without country code; a masked number keeps its stars."""
    phones = clean_identifier(values).str.replace_all(r"[\s()\-]", "")
    return phones.str.replace(r"^(?:\+|00)?86(1\d{10})$", "$1")


def mask_free_text(values: pl.Series) -> pl.Series:
    """Phones, citizen and card numbers, VINs, plates and e-mail inside a remark are replaced by stars.

    Letters and digits of full width become those of half width where a text holds some.
    """
    masked = values
    if masked.str.contains(r"[\x{FF10}-\x{FF19}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}]").any():
        masked = masked.str.replace_many(WIDE)
    for pattern in PERSONAL:
        if masked.str.contains(pattern).any():
            masked = masked.str.replace_all(pattern, MASK)
    return masked


def mask_personal(text: str) -> str:
    """One text as `mask_free_text` leaves it; what is typed or imported outside the facts passes here."""
    return str(mask_free_text(pl.Series([text], dtype=pl.String))[0])
