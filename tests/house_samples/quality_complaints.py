"""Complaints, promises, compensations and limits to ask for."""

from datetime import timedelta

from django.utils import timezone


def complaint(world, place):
    from biaogan.quality.complaints.actions import record_complaint

    def make():
        now = timezone.now()
        return record_complaint(
            store=world.stores[place], channel="phone", severity=3, step="repair", level=2, topic="repair",
            text="空调修了两次还是不制冷", opened_at=now - timedelta(hours=1), at=now,
            by=world.people["regional_manager"],
        )  # fmt: skip

    return world.once(f"complaint-{place}", make)


def promise(world, place):
    from biaogan.quality.complaints.promising import make_promise

    def make():
        now = timezone.now()
        return make_promise(
            complaint=complaint(world, place), what="周五前答复", recipient="customer",
            due=now + timedelta(days=1), by=world.people[f"manager-{place}"], at=now,
        )  # fmt: skip

    return world.once(f"promise-{place}", make)


def compensation(world, place):
    from biaogan.quality.complaints.compensating import compensate

    def make():
        return compensate(
            complaint=complaint(world, place), kind="cash", amount_yuan=2_000, why="客户要求退还本次工时费",
            by=world.people[f"manager-{place}"], at=timezone.now(),
        )  # fmt: skip

    return world.once(f"compensation-{place}", make)


STEPS = (
    "complaint", "complaint_contact", "complaint_offer", "complaint_decline", "complaint_close",
    "complaint_reopen", "complaint_withdraw", "complaint_separate", "complaint_change", "complaint_promise",
    "complaint_compensate",
)  # fmt: skip
SAMPLES = {
    **{f"quality:{name}": lambda world, place: {"pk": complaint(world, place).pk} for name in STEPS},
    "quality:complaint_keep": lambda world, place: {"pk": promise(world, place).pk},
    "quality:complaint_decide": lambda world, place: {"pk": compensation(world, place).pk},
    "quality:complaint_set_limits": lambda world, place: {"pk": world.regions[place].pk},
}
