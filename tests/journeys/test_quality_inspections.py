"""Three people and one visit: the region plans a surprise, the store learns of it when it is over."""

from __future__ import annotations

from io import BytesIO

import pypdf
import pytest
from tests.quality.inspections.builders import AT, body, items, jpeg, png, send
from tests.quality.inspections.test_sending import sign_off
from tests.targets.conftest import own_home

from biaogan.quality.models import Finding, Inspection, InspectionTemplate
from house_world import build


@pytest.fixture
def world(db, tmp_path, time_machine):
    time_machine.move_to(AT.replace(hour=12), tick=False)
    with own_home(tmp_path):
        yield build()


def test_from_a_template_to_findings_an_amendment_and_the_signed_page(world):
    region, own, sister = (world.client(who) for who in ("regional_manager", "manager-own", "manager-sister"))
    items(4)
    region.post("/quality/inspections/templates/usual")
    template = InspectionTemplate.objects.get(kind="surprise")
    form = {
        "store": world.stores["own"].pk, "template": template.pk, "planned_on": "2026-06-10",
        "inspector": world.people["regional_manager"].pk,
    }  # fmt: skip
    assert own.post("/quality/inspections/plan", form).status_code == 200  # refused, the form again
    address = region.post("/quality/inspections/plan", form).url
    one = Inspection.objects.get()
    assert [client.get(address).status_code for client in (region, own, sister)] == [200, 404, 404]

    lines = list(one.lines.all())
    page = region.get(f"{address}/phone").content.decode()
    assert page.count('class="item"') == len(lines) == 2
    key = "11111111-1111-4111-8111-111111111111"
    assert send(region, one, f"answers/{key}", body(lines[0], 0, note="没有环检")).status_code == 200
    assert send(region, one, f"answers/{key.replace('1', '2')}", body(lines[1], 2)).status_code == 200
    assert own.get(address).status_code == 404
    _content, refused = sign_off(region, one, "33333333-3333-4333-8333-333333333333")
    assert refused.status_code == 422  # the failure has no photo yet
    photo = f"pictures/{key.replace('1', '4')}?role=item&line={lines[0].pk}"
    assert send(region, one, photo, jpeg()).status_code == 200
    _content, done = sign_off(region, one, "55555555-5555-4555-8555-555555555555")
    assert done.status_code == 200
    assert send(region, one, f"pictures/{key.replace('1', '6')}?role=store", png()).status_code == 200

    said = own.get(address).content.decode()
    assert "没有环检" in said
    assert own.get(f"/quality/photos/{key.replace('1', '4')}").status_code == 200
    assert sister.get(address).status_code == 404
    assert sister.get(f"/quality/photos/{key.replace('1', '4')}").status_code == 404
    found = Finding.objects.get()
    assert (found.key, found.store.code, found.source) == (key, "T-own", "inspection")

    amend = f"{address}/items/{lines[0].pk}/amend"
    assert own.get(amend).status_code == 403
    region.post(amend, {"score": "1", "note": "后来补做了环检", "reason": "监控录像复核"})
    said = own.get(address).content.decode()
    assert "监控录像复核" in said
    paper = own.post(f"{address}/paper").content
    words = "".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(paper)).pages)
    assert "监控录像复核" in words.replace("\n", "")
    assert sister.post(f"{address}/paper").status_code == 404
