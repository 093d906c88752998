"""Customers' texts to ask for."""

from datetime import date

from django.utils import timezone

from house_samples import anywhere


def text(world, place):
    from biaogan.quality.feedback.actions import type_in

    def make():
        return type_in(
            store=world.stores[place], said_on=date(2026, 5, 4), text=f"等了三个小时没人通知（{place}）",
            by=world.people["regional_manager"], at=timezone.now(),
        )  # fmt: skip

    return world.once(f"feedback-{place}", make)


def file(world, place):
    from biaogan.quality.feedback.actions import Said, bring_texts

    def make():
        said = [Said(world.stores[place], date(2026, 5, 4), f"洗车不干净（{place}）")]
        return bring_texts(
            name="五月点评.xlsx", said=said, refused=[], ignored=0, by=world.people[f"manager-{place}"],
            at=timezone.now(),
        )  # fmt: skip

    return world.once(f"feedback-file-{place}", make)


def of_text(world, place):
    return {"pk": text(world, place).pk}


TEXTS = ("feedback_text", "confirm_theme", "feedback_finding")
THEMES = ("feedback_theme", "feedback_edit_theme", "restore_feedback_theme")
SAMPLES = {
    **{f"quality:{name}": of_text for name in TEXTS},
    "quality:feedback_file": lambda world, place: {"pk": file(world, place).pk},
    **{f"quality:{name}": anywhere(code="waiting") for name in THEMES},
    "quality:integrity_rows": lambda world, place: {"sign": "fast", "store": world.stores[place].code},
}
