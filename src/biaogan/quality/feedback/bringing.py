"""A file or pasted lines of texts, read: good rows, refused rows with a sentence, ignored rows."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from biaogan.engine.text import Text, folded, mask_personal
from biaogan.intake.reading import Unreadable, read_file
from biaogan.intake.reading.sheet import LINE, RawSheet
from biaogan.org.models import Store
from biaogan.quality.feedback import policies
from biaogan.quality.feedback.actions import Said

HEADERS = {
    "store": ("store", "门店", "经销商", "店", "服务店", "dealer", "门店代码", "门店名称", "经销商名称"),
    "day": ("date", "日期", "时间", "反馈日期", "评价时间", "投诉时间", "评论时间", "day"),
    "text": (
        "text",
        "内容",
        "反馈内容",
        "评价内容",
        "投诉内容",
        "评论",
        "评价",
        "文本",
        "客户原话",
        "comment",
        "content",
    ),
    "channel": ("source", "来源", "渠道", "平台", "channel"),
    "score": ("score", "评分", "分数", "打分", "星级"),
}
MOST_ROWS = 20_000
HEADER_WITHIN = 10  # rows from the top
SHOWN_LETTERS = 80
EXCEL_DAY_0 = date(1899, 12, 30)
SCALES = (5.0, 10.0, 100.0)
FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%d/%m/%Y")

NO_HEADER = Text(
    "没有找到“内容”一列。第一行请写列名：门店、日期、内容，可另加来源、评分。",
    "No column “text” was found. The first row names the columns: store, date, text; source, score.",
)
TOO_MANY = Text("最多 {most} 行，请分批导入。", "At most {most} rows; bring them in parts.")
NO_STORE = Text("没有写门店，页面上也没有选择。", "No store is given, neither here nor on the page.")
UNKNOWN_STORE = Text(
    "不认识门店“{name}”，或不在您的范围内。", "The store “{name}” is not known, or is none of yours."
)
NO_DAY = Text(
    "日期“{value}”无法识别，请写成 2026-03-31。", "“{value}” is not a date; write it as 2026-03-31."
)
NOT_NOW = Text("日期 {value} 在未来或太早。", "The date {value} lies in the future or too far back.")
NO_SCORE = Text("评分“{value}”不是 0 到 100 的数。", "The score “{value}” is no number from 0 to 100.")


class NotTexts(Exception):
    """The whole file cannot be taken, and why in both languages."""

    def __init__(self, said: Text) -> None:
        super().__init__(said.en)
        self.said = said


@dataclass
class Read:
    """read = said + refused + ignored."""

    said: list[Said] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    ignored: int = 0


@dataclass(frozen=True)
class Asked:
    """What holds for rows that do not say it: store and day; and which stores may be named at all."""

    stores: Sequence[Store]
    store: Store | None
    day: date | None
    today: date
    named: dict[str, Store | None] = field(default_factory=dict)  # looked up once each


def read_upload(content: bytes, name: str, asked: Asked) -> Read:
    """An Excel or text file, opened in a process of its own. Raises NotTexts."""
    with tempfile.TemporaryDirectory(prefix="biaogan-texts-") as folder:
        path = Path(folder) / f"texts{Path(name).suffix[:6]}"
        path.write_bytes(content)
        try:
            sheets = read_file(path, name=name).sheets
        except Unreadable as fault:
            raise NotTexts(Text(fault.zh, fault.en)) from None
    found = Read()
    shown = [sheet for sheet in sheets if not sheet.hidden]
    with_text = [(sheet, header) for sheet in shown if (header := _header(sheet))]
    if not with_text:
        raise NotTexts(NO_HEADER)
    for sheet, (line, columns) in with_text:
        rows = sheet.cells.filter(sheet.cells[LINE] > line)
        if rows.height > MOST_ROWS:
            raise NotTexts(
                Text(*(words.format(most=f"{MOST_ROWS:,}") for words in (TOO_MANY.zh, TOO_MANY.en)))
            )
        for row in rows.iter_rows(named=True):
            _take(found, int(row[LINE]), {name: row[at] for name, at in columns.items()}, asked)
    return _in_percent(found)


def read_pasted(text: str, asked: Asked) -> Read:
    """One text a line; with tabs, as copied from a spreadsheet: date, text, or store, date, text."""
    found = Read()
    for number, line in enumerate(text.splitlines(), start=1):
        cells = [cell.strip() for cell in line.split("\t") if cell.strip()]
        names = {1: ("text",), 2: ("day", "text")}.get(
            len(cells), ("store", "day", "text", "channel", "score")
        )
        _take(found, number, dict(zip(names, cells, strict=False)), asked)
    return _in_percent(found)


def _header(sheet: RawSheet) -> tuple[int, dict[str, str]] | None:
    """The line of the header and our columns in it; the first row that names the text."""
    known = {folded(word): name for name, words in HEADERS.items() for word in words}
    for row in sheet.cells.head(HEADER_WITHIN).iter_rows(named=True):
        columns: dict[str, str] = {}
        for at, cell in row.items():
            name = known.get(folded(cell)) if at != LINE and cell else None
            if name:
                columns.setdefault(name, at)
        if "text" in columns:
            return int(row[LINE]), columns
    return None


def _take(found: Read, row: int, cells: Mapping[str, str | None], asked: Asked) -> None:
    given = {name: (value or "").strip() for name, value in cells.items()}
    text = given.get("text", "")
    if not text:
        found.ignored += 1
        return
    try:
        found.said.append(
            Said(
                store=_store(given.get("store", ""), asked), day=_day(given.get("day", ""), asked),
                text=_text(text), channel=given.get("channel", ""),
                score=_score(given.get("score", "")), row=row,
            )
        )  # fmt: skip
    except NotTexts as fault:
        shown = mask_personal(text[: SHOWN_LETTERS * 2])[:SHOWN_LETTERS]
        found.refused.append({"row": row, "zh": fault.said.zh, "en": fault.said.en, "text": shown})


def _text(text: str) -> str:
    if fault := policies.fault_of(text):
        raise NotTexts(fault)
    return text


def _store(name: str, asked: Asked) -> Store:
    if not name:
        if asked.store is None:
            raise NotTexts(NO_STORE)
        return asked.store
    if name not in asked.named:
        asked.named[name] = Store.objects.called(name)
    found = asked.named[name]
    if found is None or found not in asked.stores:
        raise NotTexts(_with(UNKNOWN_STORE, name=mask_personal(name[:40])))
    return found


def _day(value: str, asked: Asked) -> date:
    day = asked.day if not value else _read_day(value)
    if day is None:
        raise NotTexts(_with(NO_DAY, value=mask_personal(value[:20])))
    if not policies.OLDEST <= day <= asked.today:
        raise NotTexts(_with(NOT_NOW, value=day.isoformat()))
    return day


def _read_day(value: str) -> date | None:
    if value.replace(".", "", 1).isdecimal() and 30_000 <= float(value) < 80_000:
        return EXCEL_DAY_0 + timedelta(days=int(float(value)))
    first = value.replace("T", " ").split(" ")[0]
    for form in FORMS:
        try:
            return datetime.strptime(first, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _score(value: str) -> float | None:
    """As it stands in the file."""
    if not value:
        return None
    try:
        score = float(value.rstrip("分星"))
    except ValueError:
        score = -1.0
    if not 0 <= score <= SCALES[-1]:
        raise NotTexts(_with(NO_SCORE, value=mask_personal(value[:20])))
    return score


def _in_percent(found: Read) -> Read:
    """Of the smallest scale of 5, 10 or 100 that holds every score of the file."""
    highest = max((one.score for one in found.said if one.score is not None), default=0.0)
    scale = next(scale for scale in SCALES if highest <= scale)
    found.said = [
        one if one.score is None else replace(one, score=one.score / scale * 100) for one in found.said
    ]
    return found


def _with(text: Text, **words: str) -> Text:
    return Text(text.zh.format(**words), text.en.format(**words))
