"""What customers say: surveys and complaints."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

from biaogan.intake.demonstration.chance import Array, minutes, stream, words
from biaogan.intake.demonstration.course import Course
from biaogan.intake.demonstration.fleet import Fleet

SCALE = 100.0
GOOD = np.array(["服务顾问很耐心", "环境舒适", "交车很快", "讲解清楚", ""], dtype=object)
BAD = np.array(
    ["等待时间太长", "交车比约定晚", "同样的问题又出现了", "价格偏高", "没有人主动联系"], dtype=object
)
TYPES = np.array(["维修技术", "没有及时交车", "服务态度", "价格高", "维修时间长", "配件供应"], dtype=object)
SUMMARIES = {
    "维修技术": "修过的问题再次出现,要求重新检查",
    "没有及时交车": "约定的时间到店,车还没有修好",
    "服务态度": "电话里语气不好,没有解释原因",
    "价格高": "结算金额比估价高,事先没有说明",
    "维修时间长": "车辆在店时间太长,没有进度通知",
    "配件供应": "配件迟迟不到,多次延期",
}


def surveys(
    orders: pl.DataFrame,
    fleet: Fleet,
    course: Course,
    month: Array,
    *,
    code: str,
    seed: int,
    until: date,
) -> pl.DataFrame:
    """One row per survey sent; without an answer date it was not answered."""
    rng = stream(seed, code, "surveys")
    asked = (
        orders["delivered_at"].is_not_null() & ~orders["is_internal"] & orders["parent_ro_no"].is_null()
    ).to_numpy()
    chosen = np.nonzero(asked & (rng.random(len(orders)) < course.sent[month]))[0]
    visits, when = orders[chosen], month[chosen]
    delivered = visits["delivered_at"].to_numpy().astype("datetime64[m]")
    answered = _answer_times(rng, course, delivered, when)
    replied = (rng.random(len(visits)) < course.answered[when]) & (answered <= np.datetime64(until) + 1)
    nps, score = _marks(rng, course, visits, when)
    vehicle = visits["vehicle"].to_numpy()
    fixed = rng.random(len(visits)) > np.where(nps < 7, 0.35, 0.05)
    comment = np.where(nps >= 9, GOOD[rng.integers(0, 5, len(nps))], "")
    comment = np.where(nps <= 6, BAD[rng.integers(0, 5, len(nps))], comment)
    frame = visits.select("ro_no").with_columns(
        service_date=visits["delivered_at"].dt.date(),
        survey_id=pl.Series([f"{code}WJ{number:07d}" for number in range(1, len(visits) + 1)]),
        vin=words(fleet.vin[vehicle]),
        plate=words(fleet.plate[vehicle]),
        phone=words(fleet.phone[vehicle]),
        answered_at=pl.Series(answered.astype("datetime64[us]")),
        score=pl.Series(score),
        nps_score=pl.Series(nps),
        fixed_first_time=pl.Series(fixed),
        promise_kept=visits["completed_at"] <= visits["promised_first"] + timedelta(minutes=15),
        comment=words(comment),
    )
    said = ("answered_at", "score", "nps_score", "fixed_first_time", "promise_kept", "comment")
    silent = pl.Series(~replied)
    return frame.with_columns(
        [pl.when(silent).then(None).otherwise(pl.col(name)).alias(name) for name in said]
    ).with_columns(scale=pl.lit(SCALE), source=pl.lit("厂家"))


def _answer_times(rng: np.random.Generator, course: Course, delivered: Array, when: Array) -> Array:
    """A day or more after the visit; a store that games its survey answers by itself at month end."""
    honest = delivered + minutes(rng.uniform(0.5, 9, len(delivered)) * 1440)
    if course.gamed is None:
        return honest
    month_end = (delivered.astype("datetime64[M]") + 1).astype("datetime64[D]").astype("datetime64[m]")
    burst = month_end - minutes(rng.uniform(4, 8, len(delivered)) * 60)
    return np.where(when >= course.gamed, burst, honest)


def _marks(
    rng: np.random.Generator, course: Course, visits: pl.DataFrame, when: Array
) -> tuple[Array, Array]:
    """Recommendation 0..10 and satisfaction 0..100; a broken promise or a comeback costs marks."""
    n = len(visits)
    late = (visits["completed_at"] > visits["promised_first"] + timedelta(minutes=15)).fill_null(value=False)
    hurt = late.to_numpy() * 0.12 + (visits["cause"] == "rework").to_numpy() * 0.25
    happy = course.promoters[when] - hurt
    draw = rng.random(n)
    nps = np.where(draw < happy, rng.integers(9, 11, n), rng.integers(7, 9, n))
    nps = np.where(draw > happy + (1 - happy) * 0.62, rng.integers(1, 7, n), nps)
    score = np.clip(54 + nps * 4.3 + rng.normal(0, 3, n), 20, SCALE)
    return nps, np.round(score)


def complaints(
    orders: pl.DataFrame,
    fleet: Fleet,
    course: Course,
    month: Array,
    *,
    code: str,
    seed: int,
    until: date,
) -> pl.DataFrame:
    rng = stream(seed, code, "complaints")
    known = (orders["delivered_at"].is_not_null() & ~orders["is_internal"]).to_numpy()
    worse = np.where((orders["cause"] == "rework").to_numpy(), 6.0, 1.0)
    visits = orders[np.nonzero(known & (rng.random(len(orders)) < course.complaints[month] * worse))[0]]
    n = len(visits)
    delivered = visits["delivered_at"].to_numpy().astype("datetime64[m]")
    received = delivered + minutes(rng.uniform(0.1, 6, n) * 1440)
    kind = TYPES[rng.choice(6, n, p=[0.3, 0.2, 0.16, 0.14, 0.14, 0.06])]
    contact = received + minutes(np.minimum(rng.exponential(9 * 60, n), 60 * 60) + 10)
    closed = contact + minutes(rng.gamma(2.0, 15 * 60, n))
    vehicle = visits["vehicle"].to_numpy()
    frame = visits.select("ro_no", pl.col("sa_id").alias("staff_id")).with_columns(
        complaint_no=words([f"{code}TS{number:05d}" for number in range(1, n + 1)]),
        received_at=pl.Series(received.astype("datetime64[us]")),
        first_contact_at=pl.Series(contact.astype("datetime64[us]")),
        closed_at=pl.Series(closed.astype("datetime64[us]")),
        channel=words(rng.choice(["400热线", "店内", "厂家下发", "网络"], n)),
        type=words(kind),
        severity=words(rng.choice(["一般", "较重", "重大"], n, p=[0.75, 0.2, 0.05])),
        summary=words([SUMMARIES[word] for word in kind]),
        complainant=words(fleet.owner[vehicle]),
        vin=words(fleet.vin[vehicle]),
        plate=words(fleet.plate[vehicle]),
        silent=pl.Series(rng.random(n) < 0.03),
    )
    end = datetime.combine(until, time(23, 59))
    heard = frame.filter(pl.col("received_at") <= end).sort("received_at")
    return heard.with_columns(
        [
            pl.when((pl.col(name) <= end) & ~pl.col("silent")).then(name).alias(name)
            for name in ("first_contact_at", "closed_at")
        ]
    ).with_columns(
        status=pl.when(pl.col("closed_at").is_null()).then(pl.lit("处理中")).otherwise(pl.lit("已结案"))
    )
