"""Standards to ask for: an instruction in force with a draft, an item with a best-practice photo.

They belong to no store: whoever may see standards sees all of them.
"""

from django.utils import timezone

from biaogan.quality.models import CheckItem, Sop
from biaogan.quality.standards.actions import put_in_force, save_draft, write_sop
from biaogan.quality.standards.items.actions import Wording, add_item
from biaogan.quality.standards.items.scores import Score
from biaogan.quality.standards.steps import StepText
from house_samples.quality import photo


def sop(world) -> Sop:
    def make():
        by, at = world.people["regional_manager"], timezone.now()
        made = write_sop(
            step="welcome", title_zh="接待规范", title_en="Welcome", review_every_days=90,
            steps=[StepText("greet", "迎接", "Greet", "- 一分钟内", "- within a minute")], by=by, at=at,
        )  # fmt: skip
        put_in_force(sop=made, because="首次发布", by=by, at=at)
        save_draft(sop=made, steps=[StepText("greet", "主动迎接")], by=by, at=at)
        return made

    return world.once("sop", make)


def item(world) -> CheckItem:
    def make():
        scores = [Score(1, "一分钟内", "within a minute"), Score(0, "无人迎接", "nobody")]
        wording = Wording("有人迎接", "Somebody greets", scores, 1, best_practice=photo(world, "own"))
        by, at = world.people["regional_manager"], timezone.now()
        return add_item(sop=sop(world), sop_step="greet", level=1, wording=wording, by=by, at=at)

    return world.once("item", make)


def of_sop(world, _place):
    return {"code": sop(world).code}


def of_version(world, _place):
    return {"code": sop(world).code, "number": 1}


def of_item(world, _place):
    return {"code": item(world).code}


for sample in (of_sop, of_version, of_item):
    sample.anywhere = True

SOPS = ("sop", "about_sop", "edit_sop", "force_sop", "discard_sop", "review_sop", "add_item")
ITEMS = ("item", "edit_item", "retire_item", "restore_item", "best_practice")
SAMPLES = {
    **{f"quality:{name}": of_sop for name in SOPS},
    **{f"quality:{name}": of_item for name in ITEMS},
    "quality:sop_version": of_version,
}
