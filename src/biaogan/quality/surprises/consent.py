"""The wording a customer agrees to before a preference is kept; every version stays and can be shown."""

from __future__ import annotations

from django.utils import translation

from biaogan.engine.text import Text

WORDINGS: dict[str, Text] = {
    "2026-11": Text(
        (
            "我同意本店记录我的这一项服务偏好，仅用于为我提供更贴心的服务。我可以随时在店内或电话撤回同意，"
            "撤回后该记录将被删除。不记录儿童的姓名与年龄。"
        ),
        (
            "I agree that this store keeps this one preference of mine, only to serve me better."
            " I can withdraw my consent at any time, in the store or by telephone;"
            " the record is deleted then. No child's name or age is kept."
        ),
    )
}
CURRENT = "2026-11"


def wording(version: str = CURRENT) -> str:
    text = WORDINGS[version]
    return text.en if (translation.get_language() or "").startswith("en") else text.zh
