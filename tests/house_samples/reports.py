"""Reports to ask for: one of the own region, one of another."""

from django.utils import timezone


def report(world, place):
    from biaogan.reports.document import Document, Page
    from biaogan.reports.models import Report

    def make():
        now = timezone.now()
        draft = Document("周报", "北区", "2026-W48", "—", "none", [Page("summary", "30 秒摘要")])
        return Report.objects.create(
            region=world.regions[place], kind="weekly", period="2026-W48", language="zh-hans",
            draft=draft.to_dict(), facts_version="none", written_as_of=timezone.localdate(now),
            made_by=world.people["regional_manager"], made_at=now,
        )  # fmt: skip

    return world.once(f"report-{place}", make)


def of_report(world, place):
    return {"pk": report(world, place).pk}


SAMPLES = {
    **{f"reports:{name}": of_report for name in ("report", "edit", "send", "confirm")},
    "reports:hand_out": lambda world, place: {"pk": report(world, place).pk, "form": "xlsx"},
}
