"""The report as slides: one page each, charts that PowerPoint can edit, Chinese fonts set by name."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from biaogan.reports.document import Document, Grid, Light, Page, Picture, Sentence
from biaogan.reports.rendering.marks import COLOURS, marked
from biaogan.reports.rendering.paper import foot, ready_grid, subtitle

LATIN, CHINESE = "Calibri", "Microsoft YaHei"
WIDE, HIGH = 13.333, 7.5  # inches, 16:9
LEFT, TOP, WIDTH = 0.6, 1.35, 12.1
FOOT = 7.05
ROWS = 11


def pptx(document: Document, *, person: str, at: datetime) -> bytes:
    from pptx import Presentation
    from pptx.util import Inches

    made = Presentation()
    made.slide_width, made.slide_height = Inches(WIDE), Inches(HIGH)
    made.core_properties.title, made.core_properties.author = document.title, person
    made.core_properties.created = made.core_properties.modified = at.replace(tzinfo=None)
    end = foot(document, person, at)
    _cover(made, document, end)
    for page in document.pages:
        for part in _split(page):
            _slide(made, part, end)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _split(page: Page) -> list[Page]:
    """Words beside one table or chart a slide; what is left over gets a slide of its own."""
    shown: list[Any] = [*page.pictures, *page.grids]
    told = [page.sentences[at : at + 8] for at in range(0, len(page.sentences), 8)] or [[]]
    first = Page(page.key, page.heading, told[0], page.lights, *_one(shown[:1] if len(told[0]) <= 4 else []))
    rest = shown[1:] if len(told[0]) <= 4 else shown
    more = [Page(page.key, page.heading, part) for part in told[1:]]
    return [first, *more, *(Page(page.key, page.heading, [], [], *_one([one])) for one in rest)]


def _one(shown: Sequence[Any]) -> tuple[list[Grid], list[Picture]]:
    grids = [one for one in shown if isinstance(one, Grid)]
    return grids, [one for one in shown if isinstance(one, Picture)]


def _cover(made: Any, document: Document, end: str) -> None:
    slide = made.slides.add_slide(made.slide_layouts[6])
    _text(slide, document.title, (LEFT, 2.6, WIDTH, 0.9), size=38, bold=True)
    _text(slide, f"{document.place} · {subtitle(document)}", (LEFT, 3.6, WIDTH, 0.6), size=18)
    _text(slide, end, (LEFT, FOOT, WIDTH, 0.3), size=9)


def _slide(made: Any, page: Page, end: str) -> None:
    slide = made.slides.add_slide(made.slide_layouts[6])
    _text(slide, page.heading, (LEFT, 0.45, WIDTH, 0.7), size=26, bold=True)
    top = TOP
    if page.lights:
        _lights(slide, page.lights, top)
        top += 1.5
    if page.sentences:
        top += _sentences(slide, page.sentences, top)
    for picture in page.pictures:
        _chart(slide, picture, top)
    for grid in page.grids:
        _table(slide, grid, top)
    _text(slide, end, (LEFT, FOOT, WIDTH, 0.3), size=9)


def _lights(slide: Any, lights: Sequence[Light], top: float) -> None:
    width = WIDTH / len(lights)
    for place, one in enumerate(lights):
        left, says = LEFT + place * width, marked(one.says, one.status)
        _text(slide, one.name, (left, top, width - 0.1, 0.3), size=12)
        _text(slide, one.value, (left, top + 0.3, width - 0.1, 0.5), size=22, bold=True)
        at = (left, top + 0.85, width - 0.15, 0.5)
        _text(slide, says, at, size=10, colour=COLOURS.get(one.status, ""))


def _sentences(slide: Any, sentences: Sequence[Sentence], top: float) -> float:
    """How high they are, by the letters a line holds."""
    box = _box(slide, LEFT, top, WIDTH, 0.4)
    high = 0.0
    for place, one in enumerate(sentences):
        paragraph = box.paragraphs[0] if place == 0 else box.add_paragraph()
        if one.head:
            _run(paragraph, f"{one.head}　", 15, bold=True)
        _run(paragraph, one.text, 15)
        high += 0.33 * (1 + len(one.text.encode()) // 170)
    return high + 0.2


def _text(
    slide: Any, text: str, at: tuple[float, float, float, float], *, size: int, bold: bool = False,
    colour: str = "",
) -> None:  # fmt: skip
    _run(_box(slide, *at).paragraphs[0], text, size, bold=bold, colour=colour)


def _box(slide: Any, left: float, top: float, width: float, high: float) -> Any:
    from pptx.util import Inches

    frame = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(width), Inches(high)).text_frame
    frame.word_wrap = True
    return frame


def _run(paragraph: Any, text: str, size: int, *, bold: bool = False, colour: str = "") -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold, run.font.name = text, Pt(size), bold, LATIN
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    _chinese(run.font._element)  # noqa: SLF001 - the library sets Latin fonts only


def _chinese(properties: Any) -> None:
    """`a:ea` names the font of Chinese characters; without it each viewer takes one of its own."""
    from pptx.oxml.ns import qn

    found = properties.find(qn("a:ea"))
    if found is None:
        found = properties.makeelement(qn("a:ea"), {})
        latin = properties.find(qn("a:latin"))
        properties.insert(len(properties) if latin is None else list(properties).index(latin) + 1, found)
    found.set("typeface", CHINESE)


def _chart(slide: Any, picture: Picture, top: float) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION
    from pptx.util import Inches, Pt

    data = CategoryChartData()
    data.categories = list(picture.categories)
    for name, values in picture.series:
        data.add_series(name, list(values))
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if picture.kind == "bar" else XL_CHART_TYPE.LINE_MARKERS
    high = max(FOOT - 0.15 - top, 2.0)
    chart = slide.shapes.add_chart(kind, Inches(LEFT), Inches(top), Inches(WIDTH), Inches(high), data).chart
    chart.font.size, chart.font.name = Pt(11), LATIN
    _chinese(chart.font._element)  # noqa: SLF001 - as above
    chart.has_legend = len(picture.series) > 1
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW  # names do not lie over bars
    chart.has_title = True
    caption = f"{picture.caption}（{picture.unit}）" if picture.unit else picture.caption
    _run(chart.chart_title.text_frame.paragraphs[0], caption, 13, bold=True)


def _table(slide: Any, grid: Grid, top: float) -> None:
    from pptx.util import Inches, Pt

    ready = ready_grid(grid)
    rows = ready["rows"][:ROWS]
    if not rows:
        return
    size = Inches(LEFT), Inches(top), Inches(WIDTH), Inches(0.36 * (len(rows) + 1))
    shape = slide.shapes.add_table(len(rows) + 1, len(grid.header), *size)
    for place, width in enumerate(_widths(grid)):
        shape.table.columns[place].width = Inches(width)
    small = 9 if len(grid.header) > 7 or _ends_in_words(grid) else 12
    for row, cells in enumerate([list(grid.header), *rows]):
        for place, word in enumerate(cells):
            cell = shape.table.cell(row, place)
            cell.margin_left = cell.margin_right = Inches(0.05)
            cell.margin_top = cell.margin_bottom = Inches(0.02)
            paragraph = cell.text_frame.paragraphs[0]
            _run(paragraph, word, small, bold=row == 0)
            paragraph.font.size = Pt(small)


def _ends_in_words(grid: Grid) -> bool:
    return bool(grid.numbers) and len(grid.header) - 1 not in grid.numbers


def _widths(grid: Grid) -> list[float]:
    """Equal, but words at the end of a row of figures get what the figures leave."""
    count = len(grid.header)
    if not _ends_in_words(grid):
        return [WIDTH / count] * count
    return [1.6, *([0.95] * (count - 2)), WIDTH - 1.6 - 0.95 * (count - 2)]
