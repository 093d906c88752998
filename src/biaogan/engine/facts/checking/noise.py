"""Rows of a sheet that are no data: totals, repeated headers, sample rows, footers, empty rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from biaogan.engine.text import by_distinct_value, folded, normalise_header

TOTAL = r"^(?:合\s*计|总\s*计|累\s*计|共\s*计|汇\s*总|全部合计|总合计|grand\s*total|total)(?:[:(].*)?$"
SUBTOTAL = r"^(?:小\s*计|本页合计|本页小计|页合计|.{1,12}(?:合计|小计)|sub\s*total)(?:[:(].*)?$"
AVERAGE = r"^(?:平\s*均|平均值|均值|average)(?:[:(].*)?$"
FOOTER = (
    r"^(?:制表人?|制单人?|打印人?|打印时间|打印日期|导出人|导出时间|导出日期|审核人?|复核人?|填表人|填报人|经办人|报表日期|统计时间"
    r"|制表日期|制表时间|签字|签名|备注说明|说明|注)[:(]|^(?:制表人|打印时间|制表时间|打印日期|审核人|填表人)|^共\d+(?:条|行|页|笔)|^第\d+页"
)
SAMPLE = (
    r"此行需删除|导入时删除|导入前删除|请删除此行|示例信息|示例行|示例数据"
    r"|^[(【\[]?(?:示例|样例|例如|例)[:)】\]]?$|^示例"
)
SAMPLE_ROWS = 20  # templates put them right below the header
FOOTER_CELLS = 6


def marks(cells: pl.DataFrame, *, header: Mapping[str, str]) -> pl.Series:
    """A code for every row that is no data, null for data rows.

    `cells`: text columns in the order of the sheet; `header`: column -> header text.
    Codes: total-row, subtotal-row, average-row, footer, sample-row, repeated-header, empty-row.
    """
    if cells.is_empty():
        return pl.Series("noise", [], dtype=pl.String)
    first = first_cells(cells)
    filled = cells.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    return pl.DataFrame(
        {"first": first, "filled": filled, "repeated": _repeated(cells, header), "sample": _sample(cells)}
    ).select(
        noise=pl.when(pl.col("filled") == 0)
        .then(pl.lit("empty-row"))
        .when("sample")
        .then(pl.lit("sample-row"))
        .when("repeated")
        .then(pl.lit("repeated-header"))
        .when(pl.col("first").str.contains("(?i)" + TOTAL))
        .then(pl.lit("total-row"))
        .when(pl.col("first").str.contains("(?i)" + SUBTOTAL))
        .then(pl.lit("subtotal-row"))
        .when(pl.col("first").str.contains("(?i)" + AVERAGE))
        .then(pl.lit("average-row"))
        .when(pl.col("first").str.contains("(?i)" + FOOTER) & (pl.col("filled") <= FOOTER_CELLS))
        .then(pl.lit("footer"))
    )["noise"]


def first_cells(cells: pl.DataFrame) -> pl.Series:
    """The first filled cell of every row, in compared form where it holds more than a number."""
    first = cells.select(pl.coalesce(pl.all())).to_series().alias("first")
    worded = first.str.contains(r"[^\x00-\x7f]|(?i)total|average").fill_null(value=False)
    if not worded.any():
        return first
    return first.clone().scatter(worded.arg_true(), by_distinct_value(first.filter(worded), folded))


def total_label(texts: pl.Series) -> pl.Series:
    """Whether a text of a key column names a totals row."""
    return texts.str.contains(f"(?i){TOTAL}|{SUBTOTAL}").fill_null(value=False)


def _repeated(cells: pl.DataFrame, header: Mapping[str, str]) -> pl.Series:
    """Rows in which most filled cells repeat the header above them."""
    none = pl.repeat(value=False, n=cells.height, dtype=pl.Boolean, eager=True)
    labels = {column: text for column, text in header.items() if column in cells.columns and text}
    if not labels:
        return none
    likely = cells.select(
        pl.any_horizontal(pl.col(column) == text for column, text in labels.items())
    ).to_series()
    rows = likely.fill_null(value=False).arg_true()
    same = [_repeats(row, labels) for row in cells[rows].iter_rows(named=True)]
    return none.clone().scatter(rows, pl.Series(same, dtype=pl.Boolean))


def _repeats(row: Mapping[str, str | None], labels: Mapping[str, str]) -> bool:
    filled = [column for column in labels if row[column]]
    alike = sum(normalise_header(row[column] or "") == normalise_header(labels[column]) for column in filled)
    return alike >= 2 and alike * 10 >= len(filled) * 6


def _sample(cells: pl.DataFrame) -> pl.Series:
    """Rows near the top that say themselves that they are an example."""
    top = cells.head(SAMPLE_ROWS)
    named = top.select(pl.any_horizontal(pl.all().str.contains(SAMPLE))).to_series().fill_null(value=False)
    return named.extend_constant(value=False, n=cells.height - top.height)


def data_columns(table: pl.DataFrame, beside: Sequence[str]) -> list[str]:
    """The columns of a table that come from cells of the sheet."""
    return [column for column in table.columns if column not in beside]
