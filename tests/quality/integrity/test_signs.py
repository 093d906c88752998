"""Signs of a steered survey: planted ones are found, honest surveys raise none."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from biaogan.engine.periods import days_of, first_day, last_day, shifted
from biaogan.intake.demonstration import STORES, STORIES, Size
from biaogan.intake.demonstration.world import grow_store
from biaogan.quality.integrity import sentences
from biaogan.quality.integrity.signs import Rows, Seen, Sign, raised, signs

MONTH = "2026-05"
STORES_BUILT = [f"S{number:02d}" for number in range(1, 11)]
SURVEY = {
    "store": pl.String, "ro_no": pl.String, "vin": pl.String, "plate": pl.String, "phone": pl.String,
    "service_date": pl.Date, "answered_at": pl.Datetime("us"), "percent": pl.Float64, "angry": pl.Boolean,
}  # fmt: skip
ORDER = {"store": pl.String, "ro_no": pl.String, "asked": pl.Boolean, "angry": pl.Boolean}


def honest(seed: int, store: str, month: str, *, sent: int = 90) -> list[dict]:
    """Four of ten answer, at any hour of the day; six of ten are content; one of twelve has no phone."""
    chance = np.random.default_rng([seed, int(store[1:]), int(month.replace("-", ""))])
    rows = []
    for number in range(sent):
        day = days_of(month)[int(chance.integers(len(days_of(month))))]
        moment = datetime(day.year, day.month, day.day, 8) + timedelta(
            minutes=float(chance.uniform(0, 9 * 1440))
        )
        answered = chance.random() < 0.4
        percent = float(chance.choice([100, 90, 80, 70, 40, 20], p=[0.35, 0.27, 0.14, 0.12, 0.07, 0.05]))
        rows.append(
            {
                "store": store, "ro_no": f"{month}-{number}", "vin": f"V{month}{number}", "plate": None,
                "phone": None if chance.random() < 1 / 12 else f"p{month}{number}", "service_date": day,
                "answered_at": moment if answered else None, "percent": percent if answered else None,
                "angry": bool(answered and percent < 60) or bool(chance.random() < 0.1),
            }
        )  # fmt: skip
    return rows


def orders(seed: int, store: str) -> list[dict]:
    chance = np.random.default_rng([seed, int(store[1:]), 7])
    return [
        {
            "store": store,
            "ro_no": f"o{number}",
            "asked": bool(chance.random() < 0.7),
            "angry": number % 15 == 0,
        }
        for number in range(150)
    ]


def built(seed: int = 1, **changed) -> Rows:
    """Ten honest stores; `now`, `orders`: functions that spoil the rows of S05."""
    now = {store: honest(seed, store, MONTH) for store in STORES_BUILT}
    past = [
        row
        for store in STORES_BUILT
        for back in range(1, 7)
        for row in honest(seed, store, shifted(MONTH, -back))
    ]
    asked = {store: orders(seed, store) for store in STORES_BUILT}
    if "now" in changed:
        changed["now"](now["S05"])
    if "orders" in changed:
        changed["orders"](asked["S05"])
    frame = pl.DataFrame([row for rows in now.values() for row in rows], SURVEY)
    whole = pl.DataFrame([row for rows in asked.values() for row in rows], ORDER)
    return Rows(frame, pl.DataFrame(past, SURVEY), whole, 31)


def found(rows: Rows) -> set[tuple[str, Sign]]:
    return {(one.store, one.sign) for one in raised(signs(rows, STORES_BUILT))}


def test_honest_surveys_raise_nothing():
    assert [found(built(seed)) for seed in range(3)] == [set()] * 3


@pytest.mark.slow
def test_four_hundred_honest_store_months_raise_almost_nothing():
    assert sum(len(found(built(seed))) for seed in range(40)) <= 2


def answer_nearly_all(rows):
    for row in rows[:80]:
        row["answered_at"], row["percent"] = (
            datetime(2026, 5, 30, 9) + timedelta(minutes=7 * rows.index(row)),
            80.0,
        )


def all_top(rows):
    for row in rows:
        row["percent"] = 100.0 if row["answered_at"] else None


def one_contact(rows):
    for row in [row for row in rows if row["answered_at"]][:12]:
        row["phone"] = "the-advisor"


def within_a_minute(rows):
    for number, row in enumerate([row for row in rows if row["answered_at"]]):
        row["answered_at"] = datetime(2026, 5, 31, 18) + timedelta(seconds=50 * number)


def hide_the_angry(rows):
    for number, row in enumerate(rows):
        row["angry"] = number < 12
        row["phone"] = None if number < 10 else f"p{number}"


def do_not_ask(rows):
    for number, row in enumerate(rows):
        row["angry"] = number < 15
        row["asked"] = number >= 14


@pytest.mark.parametrize(
    ("sign", "spoil"),
    [
        (Sign.ANSWER_JUMP, {"now": answer_nearly_all}),
        (Sign.ANSWER_RATE, {"now": answer_nearly_all}),
        (Sign.TOP_RUN, {"now": all_top}),
        (Sign.ONE_PHONE, {"now": one_contact}),
        (Sign.FAST, {"now": within_a_minute}),
        (Sign.NO_CONTACT, {"now": hide_the_angry}),
        (Sign.NOT_ASKED, {"orders": do_not_ask}),
    ],
)
def test_every_planted_sign_is_found_at_its_store_and_nowhere_else(sign, spoil):
    got = found(built(3, **spoil))
    assert ("S05", sign) in got
    assert {store for store, _ in got} == {"S05"}


def test_answers_with_a_day_and_no_time_say_nothing_of_speed():
    def days_only(rows):
        for row in rows:
            if row["answered_at"]:
                row["answered_at"] = row["answered_at"].replace(hour=0, minute=0, second=0, microsecond=0)

    seen = {one.sign: one for one in signs(built(3, now=days_only), ["S05"])}
    assert seen[Sign.FAST].p is None


def test_a_store_with_few_answers_or_alone_is_not_judged():
    rows = built(3)
    alone = Rows(
        *(frame.filter(pl.col("store") == "S05") for frame in (rows.now, rows.past, rows.orders)), 31
    )
    seen = {one.sign: one.p for one in signs(alone, ["S05"])}
    assert seen[Sign.ANSWER_RATE] is seen[Sign.TOP_RUN] is seen[Sign.ONE_PHONE] is None
    few = Rows(rows.now.group_by("store", maintain_order=True).head(8), rows.past, rows.orders, 31)
    assert all(one.p is None for one in signs(few, ["S05"]) if one.sign in (Sign.ANSWER_RATE, Sign.FAST))
    nothing = Rows(rows.now.clear(), rows.past, rows.orders, 31)
    assert signs(nothing, STORES_BUILT) == []


def test_every_sign_has_its_words_in_both_languages():
    for sign in Sign:
        one = Seen("S05", sign, 3, 4, 1, 4, 0.001, 20)
        for text in (
            sentences.NAMES[sign],
            sentences.SOURCES[sign],
            sentences.counted(one),
            sentences.compared(one),
        ):
            assert min(len(text.zh), len(text.en)) > 3
            assert "{" not in text.zh + text.en
    assert sentences.chance(Seen("S", Sign.FAST, 1, 2, 1, 2, 1e-9)).en.startswith(
        "less than once in a million"
    )
    assert "1 in" not in sentences.chance(Seen("S", Sign.FAST, 1, 2, 1, 2, None)).en


def grown(until: date) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Surveys, orders and complaints of the demonstration's ten stores, as they are before any file."""
    size = Size(stores=10, months=14, orders_per_store_month=160)
    parts: dict[str, list[pl.DataFrame]] = {"survey": [], "repair_order": [], "complaint": []}
    for store in STORES:
        frames = grow_store(store, size=size, until=until, seed=20260101).frames
        for name, kept in parts.items():
            kept.append(frames[name].with_columns(store=pl.lit(store.code)))
    surveys, visits, cases = (pl.concat(kept, how="diagonal_relaxed") for kept in parts.values())
    return surveys, visits.unique(subset=["store", "ro_no"]), cases


def rows_of(month: str, surveys: pl.DataFrame, visits: pl.DataFrame, cases: pl.DataFrame) -> Rows:
    key = pl.concat_str("store", pl.lit("/"), "ro_no")
    told = cases.select(key).to_series().implode()
    percent = pl.col("nps_score") * 10.0
    surveys = surveys.with_columns(percent=percent)
    surveys = surveys.with_columns(angry=key.is_in(told) | (pl.col("percent") < 60).fill_null(value=False))
    inside = pl.col("service_date").is_between(first_day(month), last_day(month))
    before = pl.col("service_date").is_between(first_day(shifted(month, -6)), first_day(month), closed="left")
    done = visits.filter(pl.col("delivered_at").dt.date().is_between(first_day(month), last_day(month)))
    asked = surveys.select(key).to_series().implode()
    done = done.filter(~pl.col("is_internal")).with_columns(asked=key.is_in(asked), angry=key.is_in(told))
    return Rows(surveys.filter(inside), surveys.filter(before), done, 30)


def test_the_demonstrations_gaming_store_is_found_and_the_nine_others_are_not():
    frames = grown(date(2026, 6, 30))
    gaming = STORIES["survey-gaming"].store
    got = [
        (month, one.store)
        for month in ("2026-03", "2026-04", "2026-05", "2026-06")
        for one in raised(signs(rows_of(month, *frames), [store.code for store in STORES]))
    ]
    assert {store for _, store in got} == {gaming}
    assert {month for month, _ in got} == {"2026-03", "2026-04", "2026-05", "2026-06"}
