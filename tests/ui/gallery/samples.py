"""Invented stores and figures for the gallery, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils.translation import get_language

from biaogan.ui import formats
from biaogan.ui.charts import Series, bar_chart, time_chart
from biaogan.ui.freshness import Freshness
from biaogan.ui.intervals import Interval, Intervals
from biaogan.ui.kpi import Kpi
from biaogan.ui.links import Link
from biaogan.ui.menu import MenuItem
from biaogan.ui.table import Cell, Column, Table
from biaogan.ui.templatetags.formats import change, count, hours, percent, wan
from ui.gallery.forms import FilesForm, FilterForm, PersonForm
from ui.gallery.speech import language, say
from ui.gallery.stores import STORES, store_name

MONTHS = [f"{2025 + at // 12}-{at % 12 + 1:02d}" for at in range(18)]
REVENUE = [412, 330, 455, 471, 468, 490, 502, 498, 511, 530, 541, 560, 470, 352, 520, 533, None, 561]


def everywhere(request: HttpRequest) -> dict[str, Any]:
    entries = (
        ("gallery-cockpit", "驾驶舱", "Cockpit", "cockpit", ""),
        ("gallery-metric", "指标", "Metrics", "metrics", ""),
        ("gallery-list", "工单", "Orders", "orders", ""),
        ("gallery-import", "数据导入", "Imports", "imports", "data"),
        ("gallery-states", "数据质量", "Data quality", "quality", "data"),
        ("gallery-form", "人员与角色", "People and roles", "people", "order"),
        ("gallery-login", "设置", "Settings", "settings", "order"),
    )
    groups = {"": "", "data": say("数据", "Data"), "order": say("组织", "Organisation")}
    return {
        "user": SimpleNamespace(
            is_authenticated=True, display_name=say("陆远航", "Lu Yuanhang"), change_colours="none"
        ),
        "menu": [
            MenuItem(url, say(zh, en), "see_figures", order, icon, groups[group])
            for order, (url, zh, en, icon, group) in enumerate(entries)
        ],
        "messages": [],
    }


def cards() -> list[Kpi]:
    trend = [float(value) if value else None for value in REVENUE[-12:]]
    return [
        Kpi(
            say("售后产值", "After-sales revenue"),
            35_612_304,
            "CNY",
            "#",
            40_000_000,
            89.0,
            76.7,
            8.3,
            -2.1,
            trend,
            "good",
        ),
        Kpi(say("进厂台次", "Visits"), 9_322, "count", "#", 10_400, 89.6, 76.7, 3.1, 0, trend, "good"),
        Kpi(
            say("单车产值", "Revenue per visit"),
            3_820,
            "CNY",
            "#",
            3_900,
            97.9,
            None,
            5.0,
            -2.2,
            trend,
            "watch",
        ),
        Kpi(
            say("一次修复率", "First-time fix"),
            87.4,
            "percent",
            "#",
            92,
            95.0,
            None,
            -1.6,
            -0.4,
            trend,
            "bad",
        ),
        Kpi(
            say("准时交车率", "On-time delivery"),
            91.25,
            "percent",
            "#",
            90,
            101.4,
            None,
            2.2,
            0.3,
            trend,
            "good",
        ),
        Kpi(
            say("客户满意度", "Customer satisfaction"),
            None,
            "score",
            "#",
            9.2,
            None,
            None,
            None,
            None,
            [],
            "none",
            "",
            say("本月尚无问卷", "No survey yet this month"),
        ),
        Kpi(
            say("投诉率", "Complaint rate"),
            2.4,
            "per-thousand",
            "#",
            3,
            None,
            None,
            -12.0,
            8.0,
            trend,
            "good",
        ),
        Kpi(
            say("平均在厂时间", "Mean time on site"),
            5.4,
            "hours",
            "#",
            None,
            None,
            None,
            -0.8,
            0.1,
            trend,
            "none",
        ),
    ]


def heat_table() -> Table:
    columns = [
        Column(say("门店", "Store"), key="store"),
        Column(say("售后产值", "Revenue"), formats.wan_unit(language()), number=True, key="revenue"),
        Column(say("同比", "Year on year"), number=True),
        Column(say("进厂台次", "Visits"), number=True, key="visits"),
        Column(say("一次修复率", "First-time fix"), number=True),
        Column(say("准时交车", "On-time delivery"), number=True),
        Column(say("返修率", "Comebacks"), number=True),
        Column(say("在厂时间", "Time on site"), number=True),
    ]
    rows = []
    for at, row in enumerate(STORES):
        gone = row[3] is None
        rows.append(
            [
                Cell(store_name(row), "#"),
                Cell(wan(row[3]), "" if gone else "#"),
                change(None if gone else 8.3 - at * 3.1),
                Cell(count(row[4]), "" if gone else "#"),
                Cell(percent(None if gone else 93.2 - at * 1.7), "" if gone else "#", row[5]),
                Cell(percent(None if gone else 88 + at), "#" if not gone else "", "none" if gone else "good"),
                Cell(
                    percent(None if gone else 1.2 + at * 0.6, 2),
                    "",
                    ("none" if gone else "bad" if at == 3 else "watch"),
                ),
                hours(None if gone else 4.5 + at / 4),
            ]
        )
    totals = [
        say("区域", "Region"),
        wan(31_302_698_95),
        change(3.2),
        count(8322),
        percent(89.1),
        percent(90.6),
        percent(2.3),
        hours(5.1),
    ]
    return Table(say("门店一览", "Stores at a glance"), columns, rows, totals, "-revenue", "#")


def orders_table() -> Table:
    columns = [
        Column(say("工单号", "Order"), key="order"),
        Column(say("门店", "Store")),
        Column(say("进厂时间", "Arrived"), key="arrived"),
        Column(say("车牌", "Plate")),
        Column(say("服务顾问", "Advisor")),
        Column(say("类别", "Category")),
        Column(say("金额", "Amount"), say("元", "CNY"), number=True, key="amount"),
    ]
    rows = [
        [
            Cell(f"RO2603{at:04d}", "#"),
            store_name(STORES[at % 7]),
            formats.moment(datetime(2026, 3, 1 + at, 9, 5 + at)),
            formats.masked_plate("沪A12345" if at % 2 else "沪AD12345"),
            formats.masked_name("张三"),
            say("保养", "Maintenance") if at % 3 else say("一般维修", "Repair"),
            formats.grouped(1280.5 * (at + 1), 2),
        ]
        for at in range(12)
    ]
    return Table(say("工单", "Orders"), columns, rows, (), "arrived", "#", cards=True)


def charts() -> dict[str, Any]:
    yuan = [None if value is None else value * 10_000 for value in REVENUE]
    before = [None if value is None else value * 9_300 for value in REVENUE]
    return {
        "trend": time_chart(
            say("售后产值，18 个月", "After-sales revenue, 18 months"),
            MONTHS,
            [
                Series(say("本期", "This period"), yuan),
                Series(say("去年同期", "A year before"), before, dashed=True),
            ],
            unit="CNY",
            language=language(),
            target=5_200_000,
            note=say(
                "2026年5月没有数据；春节月份偏低。",
                "May 2026 has no data; the Spring Festival months are low.",
            ),
        ),
        "bars": bar_chart(
            say("一次修复率，按门店", "First-time fix by store"),
            [store_name(row) for row in STORES],
            [93.2, 91.5, 92.8, 84.1, 94.0, None, 90.2],
            unit="percent",
            language=language(),
            statuses=[row[5] for row in STORES],
            target=92,
        ),
        "columns": time_chart(
            say("进厂台次", "Visits"),
            MONTHS,
            [Series(say("台次", "Visits"), [1000 + at * 13 for at in range(18)], bars=True)],
            unit="count",
            language=language(),
        ),
        "intervals": Intervals(
            say("一次修复率与区间", "First-time fix with intervals"),
            "percent",
            [
                Interval(
                    store_name(row),
                    None if row[4] is None else 93.2 - at * 1.7,
                    None if row[4] is None else 90.1 - at * 2,
                    None if row[4] is None else 95.4 - at * 1.5,
                    "#",
                    row[5],
                    row[4],
                )
                for at, row in enumerate(STORES)
            ],
            92,
        ),
    }


def freshness() -> Freshness:
    until = datetime(2026, 6, 21, 23, 40)
    return Freshness(until, 9, 10, [say("南浔店", "Nanxun")], "#")


def context(name: str, request: HttpRequest) -> dict[str, Any]:
    wrong = PersonForm({"name": "", "login": "a b", "role": "advisor"})
    return {
        "name": name,
        "cards": cards(),
        "stores": heat_table(),
        "orders": orders_table(),
        "empty_table": Table(say("奖惩记录", "Recognition"), [Column(say("门店", "Store"))], []),
        "charts": charts(),
        "freshness": freshness() if name in ("cockpit", "metric") else None,
        "filter_form": FilterForm(request.GET or None),
        "person_form": wrong,
        "files_form": FilesForm(),
        "page": Paginator(range(412), 12).page(3),
        "steps": [say("上传", "Upload"), say("匹配", "Map"), say("检查", "Check"), say("确认", "Confirm")],
        "tabs": [
            Link(say("概览", "Overview"), "#", current=True),
            Link(say("工单", "Orders"), "#", count=1480),
            Link(say("服务顾问", "Advisors"), "#", count=12),
            Link(say("数据来源", "Sources"), "#"),
        ],
        "trail": [
            Link(say("门店", "Stores"), "#"),
            Link(say("北屿店", "Beiyu"), "#"),
            Link(say("一次修复率", "First-time fix")),
        ],
        "facts": [
            (say("文件", "File"), "工单明细_202603.xls" if get_language() != "en" else "orders_202603.xls"),
            (say("工作表", "Sheet"), "Sheet1"),
            (say("读取", "Read"), formats.count(12_408)),
            (say("采用", "Accepted"), formats.count(12_377)),
            (say("隔离", "Quarantined"), formats.count(31)),
            (say("去年同期", "A year before"), None),
        ],
        "today": date(2026, 6, 22),
        "formula": say(
            "首次维修后 30 天内未因同一问题返厂的维修台次 ÷ 维修台次",
            "Repair visits without a related return within 30 days ÷ repair visits",
        ),
        "exclusions": say("返工单、洗车、内部工单", "Rework orders, car wash, internal orders"),
        "todo": [
            (
                "bad",
                say(
                    "北屿店：一次修复率连续三个月低于目标",
                    "Beiyu: first-time fix below target for three months",
                ),
            ),
            ("watch", say("南浔店：6月18日以后没有上报数据", "Nanxun: no data since 18 June")),
            (
                "watch",
                say("沙洲店：返修率高于区域均值 1.8 个百分点", "Shazhou: comebacks 1.8 pp above the region"),
            ),
        ],
        "say": {
            key: say(zh, en)
            for key, zh, en in (
                ("cockpit", "区域驾驶舱", "Region cockpit"),
                ("metric", "一次修复率", "First-time fix"),
                ("list", "工单", "Orders"),
                ("import", "数据导入", "Import"),
                ("form", "新增人员", "Add a person"),
                ("states", "页面状态", "States"),
                ("login", "登录", "Log in"),
                ("export", "导出", "Export"),
                ("save", "保存", "Save"),
                ("first", "今日要事", "To do today"),
                ("open", "打开", "Open"),
                ("checking", "正在检查工单明细", "Checking the order lines"),
                ("undo", "撤销此批次？", "Undo this batch?"),
                (
                    "undo_text",
                    "12,377 行数据将不再计入任何指标，可重新导入。",
                    "12,377 rows will no longer count in any figure. They can be imported again.",
                ),
                ("undo_verb", "撤销", "Undo"),
                ("late", "南浔店的数据晚了三天。", "The data of Nanxun is three days late."),
                ("failed", "文件无法读取", "The file could not be read"),
                ("where", "工单明细_202603.xls，Sheet1，H12", "orders_202603.xls, Sheet1, H12"),
                (
                    "remedy",
                    "请在 DMS 中重新导出后再上传。",
                    "Export it again from the DMS and upload it once more.",
                ),
                ("saved", "已保存", "Saved"),
                ("no_orders", "此月没有工单", "No orders in this month"),
                (
                    "no_orders_text",
                    "换一个月份，或导入该月的工单文件。",
                    "Choose another month, or import the order file of this one.",
                ),
                ("imports", "导入数据", "Import data"),
            )
        },
    }
