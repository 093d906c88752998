"""Stores and the spellings they are known by."""

import pytest

from biaogan.org import actions, audit
from biaogan.org.models import Store
from biaogan.org.policies import NotAllowed

pytestmark = pytest.mark.django_db


def test_a_store_is_found_by_code_name_and_alias_however_spelled():
    store = actions.create_store(code="S01", name="北城（一店）", aliases=["ＢＣ 01"], by=None)
    for spelling in ["s01", " 北城(一店) ", "北城【一店】", "bc01"]:
        assert Store.objects.called(spelling) == store, spelling
    assert Store.objects.called("南城") is None


def test_two_stores_never_share_a_spelling():
    actions.create_store(code="S01", name="北城店", by=None)
    with pytest.raises(NotAllowed, match="S01"):
        actions.create_store(code="S02", name="北城店 ", by=None)
    assert Store.objects.count() == 1
    assert audit.verify_chain().rows == 2, "the refused store left nothing in the trail"


def test_a_renamed_store_is_still_found_by_its_former_name():
    store = actions.create_store(code="S01", name="北城店", by=None)
    actions.rename_store(store=store, name="北城旗舰店", by=None)
    assert Store.objects.called("北城店") == Store.objects.called("北城旗舰店") == store
