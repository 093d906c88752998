"""Inspections to ask for: self checks, which the store's own people may carry out as well."""

from uuid import UUID, uuid4

from django.utils import timezone

from biaogan.org.scope import scope_of
from biaogan.quality.inspections import actions, signing, templates
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import CheckItem, CheckItemVersion, InspectionKind, PictureRole, Sop
from house_samples import anywhere
from house_samples.quality import jpeg

KEY = UUID("8d2f6a44-0000-4000-8000-000000000001")
SCORES = [{"points": 1, "zh": "做到", "en": "Done"}, {"points": 0, "zh": "没有做到", "en": "Not done"}]


def item(world):
    def make():
        now = timezone.now()
        sop = Sop.objects.create(
            code="invented", step=Step.WELCOME, title_zh="接待", reviewed_on=timezone.localdate()
        )
        made = CheckItem.objects.create(code="invented", sop=sop, step=Step.WELCOME, level=Level.BASIC)
        CheckItemVersion.objects.create(
            item=made, number=1, text_zh="当面环检", scores=SCORES, pass_points=1, written_at=now,
            in_force_from=timezone.localdate(), photo_on_fail=False,
        )  # fmt: skip
        return made

    return world.once("inspection-item", make)


def template(world):
    def make():
        return templates.make_template(
            name="自查", kind=InspectionKind.SELF, items=[item(world)], by=None, at=timezone.now()
        )

    return world.once("inspection-template", make)


def inspection(world, place):
    def make():
        person = world.people["regional_manager" if place != "far" else "manager-far"]
        return actions.plan_inspection(
            store=world.stores[place], template=template(world), planned_on=timezone.localdate(),
            inspector=person, scope=scope_of(person), at=timezone.now(),
        )  # fmt: skip

    return world.once(f"inspection-{place}", make)


def signed(world, place):
    """A signed one, whose answers are amended."""

    def make():
        person, now, key = (
            world.people["manager-far" if place == "far" else "regional_manager"],
            timezone.now(),
            uuid4(),
        )
        one = actions.plan_inspection(
            store=world.stores[place], template=template(world), planned_on=timezone.localdate(),
            inspector=person, scope=scope_of(person), at=now,
        )  # fmt: skip
        line = one.lines.get()
        given = actions.Given(line.pk, 1, "", now)
        actions.record_answer(inspection=one, key=uuid4(), given=given, received="", by=person, at=now)
        actions.keep_picture(
            inspection=one, key=key, role=PictureRole.INSPECTOR, line=None, content=jpeg(), by=person, at=now
        )
        done = signing.SignOff(now, key)
        return signing.sign_off(inspection=one, key=uuid4(), signed=done, received="", by=person, at=now)

    return world.once(f"signed-{place}", make)


def of_inspection(world, place):
    return {"pk": inspection(world, place).pk}


def sent(world, place):
    return {"pk": inspection(world, place).pk, "key": KEY}


def amended(world, place):
    one = signed(world, place)
    return {"pk": one.pk, "line": one.lines.get().pk}


def of_template(world, place):
    return {"pk": template(world).pk}


of_template.anywhere = anywhere().anywhere
SAMPLES = {
    **{
        f"quality:inspection{name}": of_inspection
        for name in ("", "_phone", "_cancel", "_answers", "_sign", "_paper")
    },
    **{f"quality:inspection_{name}": sent for name in ("answer", "picture", "sign_off")},
    "quality:inspection_amend": amended,
    "quality:inspection_template": of_template,
    "quality:inspection_template_retire": of_template,
}
