"""Duties and ticks of the work list to ask for: a person's own, so they belong to no store."""

from django.utils import timezone

from house_samples import anywhere


def _duty(world, _place):
    from biaogan.workbench.models import Duty

    return {"pk": Duty.objects.get(code="sharing").pk}


def _own_duty(world, _place):
    from biaogan.workbench.duties.actions import add_duty

    def make():
        return add_duty(
            name="复盘周会", cadence="weekly", place=5, area="coaching", minutes=30, times=1,
            by=world.people["regional_manager"],
        )  # fmt: skip

    return {"pk": world.once("own-duty", make).pk}


def _tick(world, place):
    from biaogan.workbench.duties.actions import tick_duty
    from biaogan.workbench.models import Duty

    def make():
        now = timezone.now()
        return tick_duty(
            duty=Duty.objects.get(code="sharing"), day=timezone.localdate(now), note="分享会已开",
            minutes=90, by=world.people["regional_manager"], at=now,
        )  # fmt: skip

    return {"pk": world.once("tick", make).pk}


for one in (_duty, _own_duty, _tick):
    one.anywhere = True
SAMPLES = {
    "workbench:duty": _duty,
    "workbench:remove_duty": _own_duty,
    "workbench:take_tick_back": _tick,
    "workbench:calendar": anywhere(secret="nobody-knows-this"),
}
