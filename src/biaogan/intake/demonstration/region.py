"""The demonstration region: its size, its ten invented stores, and the stories planted in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Size:
    """How much to grow. Older months come as one archive per year, the latest as one file a month."""

    stores: int
    months: int
    orders_per_store_month: int
    monthly_files: int = 12


SMALL = Size(stores=3, months=26, orders_per_store_month=60, monthly_files=3)
MEDIUM = Size(stores=10, months=36, orders_per_store_month=120, monthly_files=3)
LARGE = Size(stores=10, months=36, orders_per_store_month=1500, monthly_files=12)

BRAND = "曜岳"  # an invented marque
SERIES = ("清川", "云岭", "远岫", "星渚")
MODELS = ("清川 L45", "云岭 C55", "远岫 S75", "星渚 E50")
ELECTRIC = 3  # index of the battery series


@dataclass(frozen=True)
class DemoStore:
    code: str
    name: str
    aliases: tuple[str, ...]
    city: str


STORES: tuple[DemoStore, ...] = (
    DemoStore("S01", "云溪澜庭店", ("云溪澜庭", "YXLT"), "云溪市"),
    DemoStore("S02", "澄川衡远店", ("澄川衡远", "衡远服务站"), "澄川市"),
    DemoStore("S03", "青麓明堂店", ("青麓明堂", "明堂(青麓)"), "青麓市"),
    DemoStore("S04", "兰渚骏台店", ("兰渚骏台", "骏台4S店"), "兰渚市"),
    DemoStore("S05", "望岳启辉店", ("望岳启辉", "启辉望岳"), "望岳市"),
    DemoStore("S06", "云溪北苑店", ("云溪北苑", "北苑"), "云溪市"),
    DemoStore("S07", "松屿弘晟店", ("松屿弘晟", "弘晟特约店"), "松屿市"),
    DemoStore("S08", "澄川南岸店", ("澄川南岸", "南岸店"), "澄川市"),
    DemoStore("S09", "鹿泊景行店", ("鹿泊景行", "景行"), "鹿泊市"),
    DemoStore("S10", "枫桦致和店", ("枫桦致和", "致和(枫桦)"), "枫桦市"),
)


@dataclass(frozen=True)
class Story:
    """Something that happens in one store (None: in all), from a share of the window onwards."""

    store: str | None
    begins: float
    what: str

    def first_month(self, *, until: date, months: int) -> str:
        """The month (YYYY-MM) in which the story begins in a window of `months` ending with `until`."""
        return month_names(until, months)[self.month_index(months)]

    def month_index(self, months: int) -> int:
        return min(months - 1, int(self.begins * months))


STORIES: dict[str, Story] = {
    "rising": Story("S01", 0.3, "Visits, appointments and recommendation climb month after month."),
    "borrowed-future": Story("S02", 0.5, "Revenue per visit rises while comebacks triple."),
    "promise-never-edited": Story("S03", 0.0, "The promise is the system's default: opening + 2 hours."),
    "promotion-with-dip": Story("S03", 0.6, "One month of promotion, then two months below normal."),
    "short-staffed": Story("S04", 0.5, "Leavers are not replaced; cars stay long and come back late."),
    "survey-gaming": Story("S05", 0.25, "Few surveys sent, top scores, answers in bursts at month end."),
    "header-only": Story("S06", 0.0, "Exports order totals only, never a line."),
    "spring-festival": Story(None, 0.0, "Closed for some days, full before, quiet after; the date moves."),
}


def month_names(until: date, months: int) -> list[str]:
    """The `months` calendar months ending with that of `until`, oldest first, as YYYY-MM."""
    last = until.year * 12 + until.month - 1
    return [f"{index // 12:04d}-{index % 12 + 1:02d}" for index in range(last - months + 1, last + 1)]


def window_start(until: date, months: int) -> date:
    year, month = month_names(until, months)[0].split("-")
    return date(int(year), int(month), 1)
