"""What this room knows, as facts beside those of the stores' files, so that metrics read both alike.

A part that has something to publish has a module `published` with `published(*, since)`: rows of the kind
that is named here. What is not built yet publishes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from importlib.util import find_spec

from biaogan.engine.text import Text
from biaogan.quality.publishing.dataset import Dataset, Row

STORE = {"store": "门店代码"}
INSPECTION = STORE | {
    "insp_id": "检查编号",
    "kind": "检查类型",
    "date": "检查日期",
    "item_code": "检查项目",
    "score": "得分",
    "max_score": "满分",
    "applicable": "是否适用",
}
COMPLAINT = STORE | {
    "complaint_no": "投诉编号",
    "received_at": "投诉时间",
    "channel": "投诉来源",
    "type": "投诉类型",
    "severity": "投诉等级",
    "first_contact_at": "首次联系时间",
    "closed_at": "关闭时间",
    "ro_no": "工单号",
}
IMPROVEMENT = STORE | {
    "improvement_no": "改进编号",
    "issue": "改进事项",
    "stage": "改进阶段",
    "raised_on": "提出日期",
    "due_date": "验证期限",
    "verified_on": "效果验证日期",
    "effect": "改进效果",
}


@dataclass(frozen=True)
class Offered:
    """The rows a part offers, asked for when they are published."""

    part: str

    def __call__(self, since: date) -> Sequence[Row]:
        rows: Sequence[Row] = import_module(f"biaogan.quality.{self.part}.published").published(since=since)
        return rows


DECLARED = (
    Dataset("improvement", "improvement", Text("改进", "Improvements"), IMPROVEMENT, Offered("improvements")),
    Dataset("inspection", "inspection", Text("检查", "Inspections"), INSPECTION, Offered("inspections")),
    Dataset("shop", "inspection", Text("神秘客", "Mystery shops"), INSPECTION, Offered("shops")),
    Dataset("video", "inspection", Text("视频抽查", "Video checks"), INSPECTION, Offered("video")),
    Dataset("complaint", "complaint", Text("投诉", "Complaints"), COMPLAINT, Offered("complaints")),
)


def datasets() -> list[Dataset]:
    """Those whose part offers rows."""
    return [
        one
        for one in DECLARED
        if isinstance(one.rows, Offered) and find_spec(f"biaogan.quality.{one.rows.part}.published")
    ]
