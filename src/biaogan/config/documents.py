"""Documents that are written from the code itself, so that they cannot say something else.

`python -m biaogan.config.documents` writes them; a test compares them with the code.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from biaogan.engine.facts.kind import Field, Kind
    from biaogan.engine.metrics.metric import Metric, Text

DOCS = Path(__file__).resolve().parents[3] / "docs"
LANGUAGES = ("en", "zh")
STATES = (
    ("jobs", "jobs", "JOB_MOVES"),
    ("intake", "intake", "UPLOAD_MOVES"),
    ("alerts", "followup", "ALERT_MOVES"),
    ("tasks", "followup", "TASK_MOVES"),
    ("messages", "followup", "MESSAGE_MOVES"),
    ("decisions", "targets", "DECISION_MOVES"),
    ("reports", "reports", "REPORT_MOVES"),
    ("mystery-shops", "quality.states.shops", "SHOP_MOVES"),
    ("video-draws", "quality.states.video", "DRAW_MOVES"),
    ("video-checks", "quality.states.video", "CHECK_MOVES"),
    ("standards", "quality.states.standards", "VERSION_MOVES"),
    ("feedback", "quality.states.feedback", "FEEDBACK_MOVES"),
    ("complaints", "quality.states.complaints", "COMPLAINT_MOVES"),
    ("compensations", "quality.states.complaints", "COMPENSATION_MOVES"),
    ("improvements", "quality.states.improvements", "IMPROVEMENT_MOVES"),
    ("inspections", "quality.states.inspections", "INSPECTION_MOVES"),
)
FORMATS = (
    "# Data formats · 数据格式",
    "",
    "Files: .xlsx, .xlsm, .xls (also HTML or XML saved as .xls), .csv and .txt in UTF-8, UTF-16 or",
    "GB18030; folders and zips. Kinds and columns are recognised by content. The headers below are matched",
    "without spaces, stars, units in brackets and required marks; a header that is not listed is shown on",
    "the page and can be mapped once per source.",
    "",
    "文件：.xlsx、.xlsm、.xls（也可以是另存为 .xls 的网页）、UTF-8 / UTF-16 / GB18030 的 .csv 和 .txt；",
    "文件夹和压缩包。类别和列按内容识别；未列出的列名会在页面上列出，每个来源只需对应一次。",
)
MERGES = {
    "latest": "the row of the latest file counts",
    "set": "all rows of an order are replaced together",
    "fill": "field by field; an empty cell erases nothing",
}
WORDS = {
    "code": ("Code", "编号"),
    "unit": ("Unit", "单位"),
    "better": ("Better", "方向"),
    "period": ("Period", "期间"),
    "formula": ("Formula", "公式"),
    "excludes": ("Not counted", "不计入"),
    "needs": ("Needs", "需要的数据"),
    "awaits": ("Still missing", "尚缺的文件"),
    "cuts": ("Can be divided by", "可按此细分"),
    "variants": ("Rival definitions, shown beside it and never mixed", "其他口径（并列显示，从不混用）"),
    "benchmark": ("Benchmark", "参考值"),
    "example": ("Worked example (it is also the metric's test)", "算例（同时是该指标的测试）"),
    "unconfirmed": ("unconfirmed default, grade C", "默认参考值，待确认（C 级）"),
    "grade": ("grade", "级别"),
    "better-higher": ("higher is better", "越高越好"),
    "better-lower": ("lower is better", "越低越好"),
    "better-band": ("best within a band", "在合适区间内最好"),
}


def documents() -> dict[str, str]:
    """Path below docs/ -> text, for every generated document."""
    from biaogan.engine.metrics.catalogue import CATALOGUE

    found = {f"metrics/{metric.slug}{_ending(at)}.md": _metric(metric, at)
             for metric in CATALOGUE.values() for at in LANGUAGES}  # fmt: skip
    found |= {f"metrics/README{_ending(at)}.md": _index(list(CATALOGUE.values()), at) for at in LANGUAGES}
    found["data-formats.md"] = _formats()
    found |= {f"states/{about}.md": _states(about, room, name) for about, room, name in STATES}
    return found


def write() -> None:
    for path, text in documents().items():
        target = DOCS / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


def _ending(language: str) -> str:
    return "" if language == "en" else ".zh-CN"


def _word(key: str, language: str) -> str:
    return WORDS[key][LANGUAGES.index(language)]


def _said(text: Text, language: str) -> str:
    return text.en if language == "en" else text.zh


# Metrics


def _index(metrics: list[Metric], language: str) -> str:
    title = "# Metrics" if language == "en" else "# 指标"
    lines = [
        f"- `{metric.code}` [{_said(metric.name, language)}]({metric.slug}{_ending(language)}.md)"
        for metric in metrics
    ]
    return "\n".join([title, "", *lines, ""])


def _metric(metric: Metric, language: str) -> str:
    return "\n".join(
        [
            f"# {_said(metric.name, language)}",
            "",
            *_facts(metric, language),
            "",
            *_example(metric, language),
            "",
        ]
    )


def _facts(metric: Metric, language: str) -> Iterator[str]:
    yield f"- **{_word('code', language)}** {metric.code} · `{metric.slug}`"
    yield f"- **{_word('formula', language)}** {_said(metric.formula, language)}"
    if metric.excludes:
        yield f"- **{_word('excludes', language)}** {_said(metric.excludes, language)}"
    better = _word(f"better-{metric.better.value}", language)
    yield f"- **{_word('unit', language)}** {metric.unit.value} · {better}"
    yield f"- **{_word('period', language)}** {metric.period.value}"
    yield f"- **{_word('needs', language)}** {', '.join(_kind_name(kind, language) for kind in metric.needs)}"
    if metric.awaits:
        yield f"- **{_word('awaits', language)}** {_said(metric.awaits, language)}"
    if metric.cuts:
        yield f"- **{_word('cuts', language)}** {', '.join(cut.value for cut in metric.cuts)}"
    if metric.benchmark:
        yield f"- **{_word('benchmark', language)}** {_benchmark(metric, language)}"
    if metric.variants:
        rivals = "; ".join(_said(variant.name, language) for variant in metric.variants)
        yield f"- **{_word('variants', language)}** {rivals}"


def _benchmark(metric: Metric, language: str) -> str:
    assert metric.benchmark is not None
    said, grade = _said(metric.benchmark.text, language), metric.benchmark.grade
    if grade == "C":
        return f"{said} ({_word('unconfirmed', language)})"
    return f"{said} ({_word('grade', language)} {grade})"


def _kind_name(code: str, language: str) -> str:
    from biaogan.engine.facts.kinds import KINDS

    kind = KINDS.get(code)
    return code if kind is None else f"{kind.en if language == 'en' else kind.zh} (`{code}`)"


def _example(metric: Metric, language: str) -> Iterator[str]:
    from biaogan.engine.metrics.example import FOLDER

    yield f"## {_word('example', language)}"
    yield ""
    text = (FOLDER / f"{metric.slug}.md").read_text(encoding="utf-8")
    yield ("\n" + text.strip()).replace("\n## ", "\n### ").strip()


# Files


def _formats() -> str:
    from biaogan.engine.facts.kinds import KINDS
    from biaogan.engine.facts.reasons import REASONS

    lines = [*FORMATS, ""]
    for kind in KINDS.values():
        lines += [f"## {kind.zh} · {kind.en} (`{kind.code}`)", "", *_kind(kind), ""]
    lines += ["## Reasons · 原因", "", "| Code | 中文 | English |", "|---|---|---|"]
    lines += [f"| `{r.code}` | {r.sentence('zh')} | {r.sentence('en')} |" for r in REASONS.values()]
    return "\n".join([*lines, ""])


def _kind(kind: Kind) -> Iterator[str]:
    key = kind.key if kind.code == "vehicle" else ("store", *kind.key)
    yield f"Key: {', '.join(key)}. Later files: {MERGES[kind.merge.value]}."
    yield ""
    yield "| Field | Type | Required | Headers |"
    yield "|---|---|---|---|"
    headers = _headers(kind.code)
    for field in kind.fields:
        required = "yes" if field.required else ""
        yield f"| `{field.name}` | {_type(field)} | {required} | {'、'.join(headers.get(field.name, ()))} |"


def _headers(kind: str) -> dict[str, list[str]]:
    """Field -> the headers that name it best, in their compared form."""
    from biaogan.intake.formats.synonyms import synonyms

    known = synonyms()[kind]
    found: dict[str, list[str]] = {}
    for header, ranked in known.fields.items():
        found.setdefault(min(ranked)[1], []).append(header)
    for day, time, name in known.joined:
        found.setdefault(name, []).append(f"{day}+{time}")
    return found


def _type(field: Field) -> str:
    return f"{field.type.value}, personal" if field.personal else field.type.value


# States


def _states(about: str, room: str, name: str) -> str:
    """`room`: where its `states` are; a module of its own is named with dots."""
    module = room if "." in room else f"{room}.states"
    moves: dict[str, list[str]] = getattr(import_module(f"biaogan.{module}"), name)
    arrows = [f"    {before} --> {after}" for before, afters in moves.items() for after in afters]
    return "\n".join([f"# States of {about}", "", "```mermaid", "stateDiagram-v2", *arrows, "```", ""])


if __name__ == "__main__":
    from biaogan.config.bootstrap import prepare

    prepare()
    write()
    sys.stdout.write(f"{len(documents())} documents in {DOCS}\n")
