"""Dates, moments and months in every form dealers' systems write them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import polars as pl

from biaogan.engine.facts.checking.context import Context

MOMENT = pl.Datetime("us")
FORMS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S%.f",
    "%Y%m%d",
    "%Y%m%d %H:%M:%S",
    "%Y%m%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
)
MIDNIGHT = time()
FIRST_YEAR, LAST_YEAR = 1950, 2100
SPREADSHEET_EPOCH = datetime.fromisoformat("1899-12-30")  # the 1900 system with its leap year that never was
SERIALS = (20000, 75000)  # 1954 to 2105
NOTHING = re.compile(
    r"^(?:[-—–―/\\.~*]+|null|none|nan|nat|n/a|0|0\.0|0000[-/.]0?0[-/.]0?0.*|0001[-/.]0?1[-/.]0?1.*|1899[-/.]12[-/.]3[01].*"
    r"|1900[-/.]0?1[-/.]0?[01](?:\D.*)?|9999[-/.]12[-/.]31.*|00010101|19000100|19000101|00000000|99991231)$",
    re.IGNORECASE,
)
DAY = r"(?P<year>\d{4})(?P<mark>[-/.年])(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
COMPACT_DAY = r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"
DAY_WITHOUT_YEAR = r"(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
TIME = (
    r"(?:[T\s]*(?P<half>上午|下午|晚上|凌晨|中午|am|pm)?\s*(?P<hour>\d{1,2})[:点时](?P<minute>\d{1,2})分?"
    r"(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)?\s*(?P<half_after>am|pm)?\s*(?P<zone>z|\+0?8:?00)?)?"
)
COMPACT_TIME = r"(?:\s*(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?)"
FRACTION_OF_DAY = r"\s+(?P<fraction>0?\.\d+|0|1)"
WRITTEN = tuple(
    re.compile(f"^{day}{time}$", re.IGNORECASE)
    for day in (DAY, COMPACT_DAY, DAY_WITHOUT_YEAR)
    for time in (TIME, COMPACT_TIME, FRACTION_OF_DAY)
)
SERIAL = re.compile(r"^(\d{5})(\.\d+)?(?:\s+(0?\.\d+))?$")
WITHOUT_YEAR = r"^\s*\d{1,2}月"
NO_TIME = r"^(?:[-—/]+)$"
MONTH_FORMS = (
    re.compile(r"^(?P<year>\d{4})(?:年|[-/.\s])\s*(?P<month>\d{1,2})(?:月份?)?$"),
    re.compile(r"^(?P<year>\d{4})(?P<month>\d{2})$"),
    re.compile(r"^(?P<month>\d{1,2})(?:月份?)?$"),
)


@dataclass(frozen=True)
class Times:
    """A column of moments: Datetime, null where empty or unreadable.

    `bad`: filled and unreadable; `assumed`: the year was taken from the file.
    """

    moments: pl.Series
    bad: pl.Series
    assumed: pl.Series


def moments(texts: pl.Series, *, year: int | None = None) -> Times:
    """Read a column of dates or moments. A day without year takes `year`; without it, it is unreadable."""
    found, left = _by_form(texts)
    if not left.any():
        nothing = pl.repeat(value=False, n=len(texts), dtype=pl.Boolean, eager=True)
        return Times(found, nothing, nothing)
    distinct = texts.filter(left).unique()
    read = [_written(text, year) for text in distinct.to_list()]
    table = pl.DataFrame(
        {
            "text": distinct,
            "moment": [one[0] for one in read],
            "bad": [one[1] for one in read],
            "assumed": [one[2] for one in read],
        },
        schema={"text": pl.String, "moment": MOMENT, "bad": pl.Boolean, "assumed": pl.Boolean},
    )
    joined = texts.alias("text").to_frame().with_columns(left=left)
    joined = joined.join(table, on="text", how="left", maintain_order="left").select(
        moment=pl.when("left").then("moment"),
        bad=pl.col("left") & pl.col("bad").fill_null(value=False),
        assumed=pl.col("left") & pl.col("assumed").fill_null(value=False),
    )
    return Times(found.fill_null(joined["moment"]), joined["bad"], joined["assumed"])


def _by_form(texts: pl.Series) -> tuple[pl.Series, pl.Series]:
    """What the usual forms read at once, and a mask of the texts still to be read."""
    plain = texts
    if plain.str.contains("[/.年月日]").any():
        plain = plain.str.replace_all("日", "").str.replace_all(
            r"^(\d{4})[/.年](\d{1,2})[/.月]", "${1}-${2}-"
        )
    found = pl.Series(texts.name, [None], dtype=MOMENT).new_from_index(0, len(texts))
    for form in FORMS:
        rest = plain.filter(found.is_null() & plain.is_not_null())
        if rest.is_empty():
            break
        if rest.head(200).str.to_datetime(form, strict=False, time_unit="us").null_count() == min(
            len(rest), 200
        ):
            continue
        found = found.fill_null(plain.str.to_datetime(form, strict=False, time_unit="us"))
    found = found.set(~found.dt.year().is_between(FIRST_YEAR, LAST_YEAR), None)
    return found, found.is_null() & texts.is_not_null()


def _written(text: str, year: int | None) -> tuple[datetime | None, bool, bool]:
    """One text as (moment, unreadable, year assumed)."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix(".0")
    if NOTHING.match(plain):
        return None, False, False
    serial = SERIAL.match(plain)
    if serial and SERIALS[0] <= int(serial.group(1)) <= SERIALS[1]:
        days = float(serial.group(1) + (serial.group(2) or "")) + float(serial.group(3) or 0)
        return _to_second(SPREADSHEET_EPOCH + timedelta(days=days)), False, False
    for form in WRITTEN:
        match = form.match(plain)
        if match:
            moment = _built(match.groupdict(), year)
            return moment, moment is None, "year" not in match.groupdict()
    return None, True, False


def _built(parts: dict[str, str | None], year: int | None) -> datetime | None:
    """The moment that the parts of a written date name, or None where there is no such day."""
    stated = parts.get("year") or year
    if stated is None or not FIRST_YEAR <= int(stated) <= LAST_YEAR:
        return None
    try:
        day = datetime.combine(date(int(stated), int(parts["month"] or 0), int(parts["day"] or 0)), MIDNIGHT)
        if parts.get("fraction"):
            return _to_second(day + timedelta(days=float(parts["fraction"] or 0)))
        if not parts.get("hour"):
            return day
        hour = _hour(int(parts["hour"] or 0), parts.get("half") or parts.get("half_after"))
        moment = day.replace(
            hour=hour, minute=int(parts["minute"] or 0), second=int(parts.get("second") or 0)
        )
    except ValueError:
        return None
    return moment + timedelta(hours=8) if (parts.get("zone") or "").lower() == "z" else moment


def _hour(hour: int, half: str | None) -> int:
    """The hour of the day; twelve-hour clocks name the half."""
    if half is None or hour > 12:
        return hour
    if half.lower() in {"上午", "凌晨", "am"}:
        return hour % 12
    return hour if half == "中午" and hour > 10 else hour % 12 + 12


def _to_second(moment: datetime) -> datetime:
    """Spreadsheet fractions of a day miss whole seconds by microseconds."""
    return (moment + timedelta(microseconds=500_000)).replace(microsecond=0)


def months(texts: pl.Series, *, year: int | None = None) -> tuple[pl.Series, pl.Series]:
    """A column of months as `YYYY-MM` and a mask of what is filled and unreadable."""
    distinct = [text for text in texts.unique().to_list() if text is not None]
    read = {text: month(text, year) for text in distinct}
    table = pl.DataFrame(
        {
            "text": distinct,
            "month": [value or None for value in read.values()],
            "bad": [value is None for value in read.values()],
        },
        schema={"text": pl.String, "month": pl.String, "bad": pl.Boolean},
    )
    joined = texts.alias("text").to_frame().join(table, on="text", how="left", maintain_order="left")
    return joined["month"].alias(texts.name), joined["bad"].fill_null(value=False)


def month(text: str, year: int | None = None) -> str | None:
    """`YYYY-MM` of one text, an empty text for a placeholder, None where it is no month."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix(".0")
    for form in MONTH_FORMS:
        match = form.match(plain)
        if match:
            stated = match.groupdict().get("year") or year
            index = int(match.group("month"))
            good = stated is not None and FIRST_YEAR <= int(stated) <= LAST_YEAR and 1 <= index <= 12
            return f"{int(stated or 0):04d}-{index:02d}" if good else None
    moment, bad, _ = _written(plain, year)
    if moment is None:
        return None if bad else ""
    return f"{moment:%Y-%m}"


def with_year(context: Context, columns: list[pl.Series]) -> Context:
    """The context with the year that most dates of the table have, where some date has none."""
    if context.period_year or not any(texts.str.contains(WITHOUT_YEAR).any() for texts in columns):
        return context
    years = pl.concat([texts.str.extract(r"^(20\d{2})", 1).drop_nulls().alias("year") for texts in columns])
    return replace(context, period_year=int(years.mode().min())) if len(years) else context  # type: ignore[arg-type]


def joined_date_and_time(dates: pl.Series, times: pl.Series) -> pl.Series:
    """One text from a date column and a time column.

    Midnight in the date gives way to the time, a date repeated in the time column goes, a missing time
    leaves the date alone.
    """
    frame = pl.DataFrame([dates.alias("date"), times.alias("time")])
    day = pl.col("date").str.replace(r"[T ]+0{1,2}:00(?::00(?:\.0+)?)?$", "")
    hour = pl.col("time").str.replace(r"^\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[T ]*|^\d{8} +", "")
    hour = pl.when(hour.str.contains(NO_TIME) | (hour == "")).then(None).otherwise(hour)
    has_time = day.str.contains(r"\d[T ]+\d{1,2}:\d")
    text = pl.when(day.is_null()).then(_whole_moment("time")).when(hour.is_null() | has_time).then(day)
    return frame.select(text.otherwise(day + " " + hour).alias(dates.name)).to_series()


def _whole_moment(column: str) -> pl.Expr:
    """A time column that holds date and time by itself, else nothing."""
    return pl.when(pl.col(column).str.contains(r"^\d{4}[-/.年]?\d{1,2}")).then(pl.col(column))
