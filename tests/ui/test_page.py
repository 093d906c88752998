"""The menu, the table, the tags of the page."""

from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation

from biaogan.ui.freshness import Freshness
from biaogan.ui.links import Link
from biaogan.ui.menu import MenuItem, navigation
from biaogan.ui.table import Cell, Column, Table


def nothing(request):
    return HttpResponse()


room = ([path("", nothing, name="list"), path("new", nothing, name="new")], "orders")
urlpatterns = [
    path("", nothing, name="home"),
    path("stores/", nothing, name="stores"),
    path("orders/", include(room)),
    *(path(f"p{number}/", nothing, name=f"p{number}") for number in range(6)),
]
pytestmark = pytest.mark.urls(__name__)


def item(name, order=0):
    return MenuItem(name, name, "see", order)


def current(path):
    entries = navigation(
        [item("stores"), item("orders:list"), item("orders:new"), item("home")], path
    ).entries
    return [entry.item.url_name for entry in entries if entry.current]


def test_the_longest_address_that_begins_the_page_is_current():
    assert current("/orders/new") == ["orders:new"]
    assert current("/orders/RO1") == ["orders:list"]
    assert current("/") == ["home"]
    assert current("/elsewhere") == []


def test_an_entry_without_a_page_is_not_offered():
    assert [entry.url for entry in navigation([item("ghost"), item("stores")], "/").entries] == ["/stores/"]


def test_entries_stand_in_their_order():
    names = [entry.item.url_name for entry in navigation([item("p1", 9), item("p0", 3)], "/").entries]
    assert names == ["p0", "p1"]


@pytest.mark.parametrize(("number", "bar", "more"), [(3, 3, 0), (5, 5, 0), (6, 4, 2)])
def test_the_bar_of_a_phone_has_at_most_five_places(number, bar, more):
    menu = navigation([item(f"p{at}", at) for at in range(number)], "/")
    assert (len(menu.bar), len(menu.more)) == (bar, more)


def table(**changes):
    columns = [Column("Store", key="store"), Column("Revenue", number=True, key="revenue"), Column("Note")]
    return Table("Stores", columns, [["A", Cell("12", "#", "bad"), None]], **changes)


def test_sorting_turns_round_on_the_second_click_and_numbers_start_with_the_largest():
    store, revenue, note = table(sort="store").headers
    assert (store.order, store.next_sort) == ("ascending", "-store")
    assert (revenue.order, revenue.next_sort) == ("", "-revenue")
    assert note.column.key == ""
    assert table(sort="-revenue").headers[1].order == "descending"


def test_a_row_must_fill_its_columns():
    with pytest.raises(ValueError, match="zip"):
        list(Table("x", [Column("A")], [["1", "2"]]).lines)


def drawn(source, language="en", **values):
    request = RequestFactory().get("/stores/?month=2026-03&page=2")
    with translation.override(language):
        return Template("{% load i18n formats page %}" + source).render(RequestContext(request, values))


INCLUDE_TABLE = '{% include "ui/components/table.html" %}'


def test_a_table_keeps_its_filters_when_sorted_and_starts_again_at_page_one():
    html = drawn(INCLUDE_TABLE, table=table(sort="store"))
    assert 'href="?month=2026-03&amp;sort=-revenue"' in html
    assert 'aria-sort="ascending"' in html


def test_a_judged_cell_says_so_in_words():
    html = drawn(INCLUDE_TABLE, table=table())
    assert 'heat-bad"' in html
    assert 'aria-label="Off target"' in html
    assert 'aria-label="未达标"' in drawn(INCLUDE_TABLE, "zh-hans", table=table())


def test_a_table_without_rows_says_so():
    html = drawn(INCLUDE_TABLE, "zh-hans", table=Table("x", [Column("A")], []))
    assert "暂无内容" in html
    assert "<table" not in html


def test_what_a_cell_holds_is_escaped():
    assert "<i>" not in drawn(INCLUDE_TABLE, table=Table("x", [Column("A")], [["<i>"]]))


def test_a_change_carries_its_arrow_its_sign_and_its_way():
    html = drawn("{{ 3.14|change }} {{ value|gap:'percent' }}", value=-1.6)
    assert '<span class="change up" title="3.14%"><span aria-hidden="true">▲</span> +3.1%</span>' in html
    assert 'class="change down"' in html
    assert "−1.6 pp" in html


def test_nothing_is_printed_as_a_dash_with_a_word():
    html = drawn("{{ value|money }}{{ value|count }}{{ value|dash }}{{ ''|dash }}{{ 0|count }}", value=None)
    assert html == '<span class="absent" title="No data">—</span>' * 4 + "0"


def test_a_moment_of_the_database_is_shown_in_local_time():
    html = drawn("{{ at|moment }}", at=datetime(2026, 3, 1, 20, 30, tzinfo=UTC))
    assert html == "2026-03-02 04:30"


def test_the_theme_is_taken_from_the_cookie_and_only_if_it_is_one():
    request = RequestFactory().get("/")
    for cookie, theme in (("dark", "dark"), ("light", "light"), ('"><script>', ""), ("", "")):
        request.COOKIES["theme"] = cookie
        html = Template("{% load page %}{% chosen_theme %}").render(Context({"request": request}))
        assert html == theme


def test_a_late_store_is_named():
    late = Freshness(None, 9, 10, ["Nanxun"])
    assert not late.complete
    html = drawn('{% include "ui/components/freshness.html" %}', freshness=late)
    assert "9 of 10 stores have reported" in html
    assert "Late: Nanxun" in html


def test_the_last_step_of_a_breadcrumb_is_no_link():
    html = drawn(
        '{% include "ui/components/breadcrumb.html" %}', trail=[Link("Stores", "/s"), Link("A", "/a")]
    )
    assert '<a href="/s">Stores</a>' in html
    assert '<span aria-current="page">A</span>' in html
