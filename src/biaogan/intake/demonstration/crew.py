"""The people of a store: hired, trained, gone; the posts it should fill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from biaogan.intake.demonstration.chance import stream, words
from biaogan.intake.demonstration.course import Course
from biaogan.intake.demonstration.names import distinct_people
from biaogan.intake.demonstration.region import Size, month_names, window_start


@dataclass(frozen=True)
class Post:
    position: str
    department: str
    trade: str
    role: str  # technician, advisor or other
    per_hundred_orders: float  # heads per 100 orders a month
    least: int

    @property
    def technician(self) -> bool:
        return self.role == "technician"

    @property
    def advisor(self) -> bool:
        return self.role == "advisor"

    @property
    def key(self) -> bool:
        return self.position in KEY_POSITIONS


POSTS: tuple[Post, ...] = (
    Post("服务经理", "售后服务部", "", "other", 0, 1),
    Post("车间主管", "车间", "", "other", 0, 1),
    Post("技术总监", "车间", "诊断", "other", 0, 1),
    Post("服务顾问", "前台", "", "advisor", 0.62, 2),
    Post("机电技师", "车间", "机电", "technician", 0.72, 2),
    Post("钣金技师", "车间", "钣金", "technician", 0.15, 1),
    Post("喷漆技师", "车间", "喷漆", "technician", 0.17, 1),
    Post("配件专员", "配件部", "", "other", 0.17, 1),
    Post("客服专员", "客服部", "", "other", 0.15, 1),
    Post("质检员", "车间", "", "other", 0.07, 0),
)
KEY_POSITIONS = ("服务经理", "车间主管", "技术总监", "服务顾问", "机电技师", "质检员")
EFFICIENCY, USUAL_LOAD = 1.04, 0.84  # sold per clocked hour; clocked per attended hour
LEVELS = ("初级", "中级", "高级", "大师")
REASONS = ("个人发展", "薪酬", "家庭原因", "与主管沟通不畅", "工作强度大")
COURSES = (
    ("KC01", "新车型技术培训", "厂家", 16.0),
    ("KC02", "高压安全", "厂家", 8.0),
    ("KC03", "接待流程与关怀", "内训", 4.0),
    ("KC04", "质量检验标准", "内训", 3.0),
    ("KC05", "线上产品知识", "线上", 2.0),
)


@dataclass
class Crew:
    roster: pl.DataFrame
    plan: pl.DataFrame
    until: date

    def active(self, day: date, column: str) -> pl.DataFrame:
        """Who worked on a day, of those marked by `column`."""
        return self.roster.filter(
            pl.col(column) & (pl.col("hire_date") <= day) & pl.col("leave_date").fill_null(date.max).gt(day)
        )


def grow_crew(store_no: int, code: str, *, course: Course, size: Size, until: date, seed: int) -> Crew:
    rng = stream(seed, code, "crew")
    months = month_names(until, size.months)
    begin = window_start(until, size.months)
    people: list[dict[str, object]] = []
    plan: list[dict[str, object]] = []
    for post in POSTS:
        heads = max(post.least, round(post.per_hundred_orders * size.orders_per_store_month / 100))
        for _ in range(heads):
            people += _one_post(rng, post, course, begin, until)
        plan += [
            {"position": post.position, "month": month, "planned_posts": heads, "is_key": post.key}
            for month in months
            if heads
        ]
    roster = _roster(rng, store_no, people)
    return Crew(roster, _filled(pl.DataFrame(plan), roster), until)


def _one_post(
    rng: np.random.Generator, post: Post, course: Course, begin: date, until: date
) -> list[dict[str, object]]:
    """The people who held one post, one after the other."""
    held = []
    hired = begin - timedelta(days=int(rng.uniform(60, 8 * 365)))
    while hired <= until:
        left = _leaves(rng, course, begin, max(hired, begin), until)
        held.append(_person(rng, post, hired, left))
        if left is None:
            break
        hired = left + timedelta(days=int(10 + rng.exponential(course.hiring_months * 30)))
    return held


def _leaves(rng: np.random.Generator, course: Course, begin: date, since: date, until: date) -> date | None:
    day = since + timedelta(days=int(rng.integers(5, 35)))
    while day <= until:
        index = min((day.year - begin.year) * 12 + day.month - begin.month, len(course.leaving) - 1)
        if rng.random() < course.leaving[index]:
            return day
        day += timedelta(days=30)
    return None


def _person(rng: np.random.Generator, post: Post, hired: date, left: date | None) -> dict[str, object]:
    kind = str(rng.choice(["voluntary", "involuntary", "transfer"], p=[0.76, 0.14, 0.1]))
    gone = left is not None
    return {
        "department": post.department,
        "position": post.position,
        "trade": post.trade or None,
        "team": f"{'一二三'[int(rng.integers(0, 3))]}组" if post.technician else None,
        "is_technician": post.technician,
        "is_service_advisor": post.advisor,
        "tech_level": LEVELS[int(rng.integers(0, 4))] if post.technician else None,
        "hire_date": hired,
        "leave_date": left,
        "leave_type": kind if gone else None,
        "leave_reason": REASONS[int(rng.integers(0, len(REASONS)))] if kind == "voluntary" and gone else None,
        "fte": 1.0,
        "is_active": not gone,
    }


def _roster(rng: np.random.Generator, store_no: int, people: list[dict[str, object]]) -> pl.DataFrame:
    numbers = [f"YG{store_no:02d}{index:04d}" for index in range(1, len(people) + 1)]
    return pl.DataFrame(people, infer_schema_length=None).with_columns(
        staff_id=pl.Series(numbers), name=pl.Series(distinct_people(rng, len(people)))
    )


def _filled(plan: pl.DataFrame, roster: pl.DataFrame) -> pl.DataFrame:
    """Heads on the last day of each month beside the approved posts."""
    ends = plan.with_columns(end=(pl.col("month") + "-01").str.to_date().dt.month_end())
    filled = (
        ends.join(roster.select("position", "hire_date", "leave_date"), on="position")
        .filter(
            (pl.col("hire_date") <= pl.col("end"))
            & pl.col("leave_date").fill_null(date.max).gt(pl.col("end"))
        )
        .group_by("position", "month")
        .agg(filled_posts=pl.len())
    )
    joined = ends.drop("end").join(filled, on=["position", "month"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("filled_posts").fill_null(0))


def assigned(orders: pl.DataFrame, crew: Crew, *, code: str, seed: int, by_number: bool) -> pl.DataFrame:
    """Gives every order an advisor and a technician who worked in that month."""
    rng = stream(seed, code, "assigned")
    month = orders["opened_at"].dt.truncate("1mo").dt.date()
    label = "staff_id" if by_number else "name"
    columns = {"sa_id": "is_service_advisor", "tech_id": "is_technician"}
    chosen = {name: np.full(len(orders), None, dtype=object) for name in columns}
    months = month.to_numpy().astype("datetime64[D]")
    for first in month.unique().sort():
        rows = np.nonzero(months == np.datetime64(first))[0]
        for name, group in columns.items():
            people = crew.active(first + timedelta(days=14), group)[label].to_list()
            if people:
                weights = 1.0 / (1 + np.arange(len(people)) % 5)
                chosen[name][rows] = rng.choice(people, len(rows), p=weights / weights.sum())
    return orders.with_columns([words(values).alias(name) for name, values in chosen.items()])


def attendance(
    crew: Crew, sold_hours: dict[str, float], open_days: list[date], *, code: str, seed: int
) -> pl.DataFrame:
    """One row per technician and working day; clocked hours follow what the store really sold."""
    rng = stream(seed, code, "attendance")
    technicians = crew.roster.filter("is_technician").with_row_index("turn")
    days = pl.DataFrame({"date": open_days}).with_row_index("day_no")
    rows = technicians.select("staff_id", "hire_date", "leave_date", "turn").join(days, how="cross")
    rows = rows.filter(
        (pl.col("date") >= pl.col("hire_date"))
        & (pl.col("date") < pl.col("leave_date").fill_null(date.max))
        & ((pl.col("day_no") + pl.col("turn") * 3) % 7 > 0)
    )
    hours = np.round(rng.choice([7.5, 8.0, 8.0, 8.5, 9.0], len(rows)), 1)
    rows = rows.with_columns(attended_hours=pl.Series(hours), month=pl.col("date").dt.strftime("%Y-%m"))
    total = rows.group_by("month").agg(pl.col("attended_hours").sum()).sort("month")
    load = {
        month: sold_hours.get(month, 0.0) / EFFICIENCY / attended for month, attended in total.iter_rows()
    }
    load_of_row = rows["month"].replace_strict(load, return_dtype=pl.Float64).to_numpy()
    present = np.clip(load_of_row / USUAL_LOAD, 0.1, 1.0)  # with little work a technician stays at home
    clocked = hours * np.clip(load_of_row / present, 0.3, 0.96) * rng.normal(1, 0.06, len(rows))
    rows = rows.with_columns(clocked_hours=pl.Series(np.round(np.minimum(clocked, hours), 1)))
    return rows.filter(pl.Series(rng.random(len(rows)) < present)).select(
        "staff_id", "date", "attended_hours", "clocked_hours"
    )


def training(crew: Crew, *, size: Size, code: str, seed: int) -> pl.DataFrame:
    """Courses due at the end of each quarter for everybody in the shop and at the desk."""
    rng = stream(seed, code, "training")
    due_days = [
        _last_day(month)
        for month in month_names(crew.until, size.months)
        if month[-2:] in ("03", "06", "09", "12")
    ]
    rows = [
        _course(rng, person, due, crew.until)
        for due in due_days
        for group in ("is_technician", "is_service_advisor")
        for person in crew.active(due, group)["staff_id"]
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def _course(rng: np.random.Generator, person: str, due: date, until: date) -> dict[str, object]:
    code, name, kind, hours = COURSES[int(rng.integers(0, len(COURSES)))]
    done: date | None = due - timedelta(days=int(rng.integers(2, 60)))
    if rng.random() < 0.07:
        done = due + timedelta(days=int(rng.integers(3, 40)))
    if rng.random() < 0.04 or (done is not None and done > until):
        done = None
    result = str(rng.choice(["passed", "attended", "failed"], p=[0.94, 0.03, 0.03])) if done else None
    return {
        "staff_id": person, "course_id": f"{code}-{due:%y%m}", "course_name": name, "course_type": kind,
        "due_date": due, "completed_at": done, "result": result, "hours": hours,
    }  # fmt: skip


def certificates(crew: Crew, *, code: str, seed: int) -> pl.DataFrame:
    """Four technicians in five hold a certificate; it runs three years."""
    rng = stream(seed, code, "certificates")
    rows: list[dict[str, object]] = []
    for person, level, trade, hired in (
        crew.roster.filter("is_technician").select("staff_id", "tech_level", "trade", "hire_date").iter_rows()
    ):
        if rng.random() < 0.2:
            continue
        issued = max(hired, crew.until - timedelta(days=1700)) + timedelta(days=int(rng.integers(20, 200)))
        while issued <= crew.until:
            number = f"RZ{len(rows) + 1:05d}"
            expires = date(issued.year + 3, issued.month, min(issued.day, 28))
            rows.append(
                {"staff_id": person, "cert_code": f"{code}{number}", "level": level, "domain": trade,
                 "issued_at": issued, "expires_at": expires}
            )  # fmt: skip
            issued = expires - timedelta(days=int(rng.integers(-40, 60)))
    return pl.DataFrame(rows, infer_schema_length=None)


def _last_day(month: str) -> date:
    year, number = int(month[:4]), int(month[5:])
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(days=1)
