"""Check items, inspections and what a phone sends, for tests."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.utils import timezone
from PIL import Image

from biaogan.org.scope import scope_of
from biaogan.quality.inspections import actions, signing, templates
from biaogan.quality.inspections.actions import Given
from biaogan.quality.levels import Level, Step
from biaogan.quality.models import CheckItem, CheckItemVersion, InspectionKind, PictureRole, Sop

AT = datetime(2026, 6, 10, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SCORES = [
    {"points": 2, "zh": "完全做到，客户在场时也如此", "en": "Fully, also while the customer is there"},
    {"points": 1, "zh": "做到一部分", "en": "In part"},
    {"points": 0, "zh": "没有做到", "en": "Not at all"},
]
WORDS = ("接车时当面环检并请客户确认", "报价写明工时与配件", "交车前完成质检签字", "维修车间地面无油污")


def items(count: int = 4, *, photo_on_fail: bool = True) -> list[CheckItem]:
    """Items over steps and levels, each with a current wording."""
    sop, _new = Sop.objects.get_or_create(
        code="reception", defaults={"step": Step.WELCOME, "title_zh": "接待流程", "reviewed_on": AT.date()}
    )
    start = CheckItem.objects.count()
    return [_item(sop, start + number, photo_on_fail) for number in range(count)]


def _item(sop: Sop, number: int, photo_on_fail: bool) -> CheckItem:
    made = CheckItem.objects.create(
        code=f"item-{number}", sop=sop, step=Step.values[number % 8], level=Level.values[number % 4]
    )
    CheckItemVersion.objects.create(
        item=made, number=1, text_zh=f"{WORDS[number % 4]}（{number + 1}）", text_en=f"Item {number + 1}",
        scores=SCORES, pass_points=1, photo_on_fail=photo_on_fail, written_at=AT, in_force_from=AT.date(),
    )  # fmt: skip
    return made


def template(kind: str = InspectionKind.ANNOUNCED, *, name: str = "月度检查", of=None):
    return templates.make_template(name=name, kind=kind, items=of or items(), by=None, at=AT)


def inspection(world, place="own", *, kind=InspectionKind.ANNOUNCED, by="regional_manager", of=None, at=AT):
    """Planned for the day itself."""
    person, store = world.people[by], world.stores[place]
    return actions.plan_inspection(
        store=store, template=template(kind, name=f"{kind}-{uuid4().hex[:6]}", of=of),
        planned_on=timezone.localdate(at), inspector=person, scope=scope_of(person), at=at,
    )  # fmt: skip


def given(line, points=2, *, note="", minute=1, saw=(), at=AT) -> Given:
    return Given(line.pk, points, note, at + timedelta(minutes=minute), saw=[str(key) for key in saw])


def answer(one, line, points=2, *, by, key=None, minute=1, received="r", at=AT, **more):
    return actions.record_answer(
        inspection=one, key=key or uuid4(), given=given(line, points, minute=minute, at=at, **more),
        received=received, by=by, at=at + timedelta(hours=3),
    )  # fmt: skip


def answer_all(one, *, by, failing=(), at=AT) -> None:
    """Failing places get a photo."""
    for line in one.lines.all():
        answer(one, line, 0 if line.place in failing else 2, by=by, at=at)
        if line.place in failing:
            picture(one, by=by, line=line.pk, at=at)


def picture(one, *, by, role=PictureRole.ITEM, line=None, content=None, key=None, at=AT):
    return actions.keep_picture(
        inspection=one, key=key or uuid4(), role=role, line=line, content=content or jpeg(), by=by,
        at=at + timedelta(hours=3),
    )  # fmt: skip


def signed(one, *, by, at=AT, **more):
    """Signed off with both signatures."""
    keys = {}
    for role in (PictureRole.STORE, PictureRole.INSPECTOR):
        keys[role.value] = uuid4()
        picture(one, by=by, role=role, key=keys[role.value], content=png(), at=at)
    later = at + timedelta(hours=2)
    return signing.sign_off(
        inspection=one, key=more.pop("key", uuid4()), received=more.pop("received", "s"), by=by,
        signed=signing.SignOff(later, signatory="林知秋", **(keys | more)), at=at + timedelta(hours=3),
    )  # fmt: skip


def jpeg(colour=(90, 120, 140), size=(64, 48), **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **more)
    return out.getvalue()


def png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (120, 40), (0, 0, 0, 0)).save(out, "PNG")
    return out.getvalue()


# As a phone sends it


def body(line, points=2, *, note="", at=AT, minute=1, **more) -> bytes:
    made = (at + timedelta(minutes=minute)).isoformat()
    return json.dumps({"line": line.pk, "points": points, "note": note, "made_at": made, **more}).encode()


def send(client, one, path: str, content: bytes, **headers):
    return client.post(
        f"/quality/inspections/{one.pk}/{path}",
        content,
        content_type="application/octet-stream",
        headers=headers,
    )


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
