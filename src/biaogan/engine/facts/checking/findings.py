"""What is wrong with which rows, gathered while a table is checked."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from biaogan.engine.facts.checking.context import REJECTED_SCHEMA, Notice

FIRST_LINES = 5


class Findings:
    """Masks over the rows of one table, each with its code and field; notices beside them."""

    def __init__(self, table: pl.DataFrame, headers: Mapping[str, str]) -> None:
        self.table = table
        self.headers = headers
        self.found: list[tuple[str, str, pl.Series]] = []
        self.notices: list[Notice] = []

    def refuse(self, code: str, field: str, rows: pl.Series) -> None:
        """Rows that may not become facts."""
        rows = rows.fill_null(value=False)
        if rows.any():
            self.found.append((code, field, rows))

    def remark(self, code: str, field: str, rows: pl.Series) -> None:
        """Rows that are taken although something about them is worth saying."""
        rows = rows.fill_null(value=False)
        if rows.any():
            lines = self.table["line"].filter(rows)
            self.notices.append(Notice(code, field, len(lines), tuple(lines.head(FIRST_LINES).to_list())))

    def refused(self, about: str | None = None) -> pl.Series:
        """A mask of the rows with any refusal, or with one about a field."""
        mask = pl.repeat(value=False, n=self.table.height, dtype=pl.Boolean, eager=True)
        for _, field, rows in self.found:
            mask = mask | rows if about in (None, field) else mask
        return mask

    def rejected(self) -> pl.DataFrame:
        """Line, codes and details of every refused row."""
        parts = [self._details(code, field, rows) for code, field, rows in self.found]
        if not parts:
            return pl.DataFrame(schema=REJECTED_SCHEMA)
        long = pl.concat(parts)
        return (
            long.group_by("line")
            .agg(
                codes=pl.col("code").unique(maintain_order=True),
                details=pl.col("detail").unique(maintain_order=True),
            )
            .with_columns(pl.col("details").list.drop_nulls().list.join("; "))
            .select(pl.col(name).cast(dtype) for name, dtype in REJECTED_SCHEMA.items())
            .sort("line")
        )

    def _details(self, code: str, field: str, rows: pl.Series) -> pl.DataFrame:
        """One row per refused row: its line, the code, and the column with the value it holds."""
        part = self.table.filter(rows)
        value = pl.col(field).cast(pl.String) if field in part.columns else pl.lit(None, dtype=pl.String)
        header = self.headers.get(field, field)
        detail = pl.when(pl.lit(header != "")).then(pl.lit(f"{header}: ") + value.fill_null(""))
        return part.select("line", code=pl.lit(code), detail=detail)
