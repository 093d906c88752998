"""The audit trail shows whoever touched it from outside."""

import pytest
from django.db import IntegrityError, connection, transaction

from biaogan.org import actions, audit
from biaogan.org.models import AuditEvent, Store

pytestmark = pytest.mark.django_db


@pytest.fixture
def trail():
    for number in range(1, 6):
        actions.create_store(code=f"S{number}", name=f"店{number}", by=None)
    assert audit.verify_chain() == audit.Verdict(6, None)
    return audit.head()


def test_an_edited_row_is_found(trail):
    AuditEvent.objects.filter(sequence=3).update(key="S9")
    assert audit.verify_chain().bad == 3


def test_edited_details_are_found(trail):
    AuditEvent.objects.filter(sequence=4).update(details={"name": "别的店"})
    assert audit.verify_chain().bad == 4


def test_a_deleted_row_is_found(trail):
    AuditEvent.objects.filter(sequence=3).delete()
    assert audit.verify_chain().bad == 4, "the first row that does not follow"


def test_an_inserted_row_is_found(trail):
    copy = AuditEvent.objects.get(sequence=6)
    copy.pk = 7
    copy.save(force_insert=True)
    assert audit.verify_chain().bad == 7


def test_swapped_rows_are_found(trail):
    one, two = AuditEvent.objects.get(sequence=3), AuditEvent.objects.get(sequence=4)
    one.sequence, two.sequence = 4, 3
    one.save()
    two.save()
    assert audit.verify_chain().bad == 3


def test_cut_off_rows_are_found(trail):
    AuditEvent.objects.filter(sequence__gt=4).delete()
    assert audit.verify_chain().bad == 5


def test_a_trail_turned_back_as_a_whole_shows_against_a_head_noted_elsewhere(trail):
    from biaogan.org.models import AuditHead

    last = AuditEvent.objects.get(sequence=4)
    AuditEvent.objects.filter(sequence__gt=4).delete()
    AuditHead.objects.update(sequence=4, digest=last.digest)
    assert audit.verify_chain().bad is None, "the database alone cannot know"
    assert audit.verify_chain(trail).bad == 5


def test_a_trail_written_anew_without_the_key_is_found(trail, settings):
    known = settings.BIAOGAN_AUDIT_KEY
    settings.BIAOGAN_AUDIT_KEY = b"another key"
    event = AuditEvent.objects.get(sequence=2)
    event.key = "S9"
    event.digest = audit._digest(event)
    event.save()
    settings.BIAOGAN_AUDIT_KEY = known
    assert audit.verify_chain().bad == 2


def test_a_change_that_fails_leaves_no_event(trail):
    def half_a_change():
        with transaction.atomic():
            actions.create_store(code="S7", name="店7", by=None)
            Store.objects.create(code="S7", name="店8", region_id=1)

    with pytest.raises(IntegrityError):
        half_a_change()
    assert audit.head() == trail


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    assert not connection.in_atomic_block
    with pytest.raises(audit.NotInTransaction):
        audit.record("anything", by=None, about="x", key="y")


def test_the_manager_of_the_only_region_reads_the_whole_trail(client):
    person = actions.begin(
        region_name="北区", username="lin", display_name="林一", password="quiet-harbour-42"
    )
    actions.create_store(code="S01", name="北城店", by=None)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    text = client.get("/audit").content.decode()
    for words in ("创建区域", "添加人员", "区域服务经理", "添加门店", "命令行"):
        assert words in text
    assert "regional_manager" not in text
