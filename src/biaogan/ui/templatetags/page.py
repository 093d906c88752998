"""Tags of the page itself: icons, the menu's place, the theme, small drawings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from biaogan.ui import sparkline as drawing
from biaogan.ui.menu import MenuItem, Navigation, navigation
from biaogan.ui.status import Status, word

register = template.Library()

THEMES = ("light", "dark")
STATUS_ICONS = {
    Status.GOOD: "good",
    Status.WATCH: "watch",
    Status.BAD: "bad",
    Status.NONE: "none",
    Status.INFO: "info",
}


@register.simple_tag
@lru_cache(maxsize=512)
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of icons.svg; with a label it speaks, without one it is silent."""
    address = f"{static('ui/icons.svg')}#{name}"
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)


@register.simple_tag
def status(code: str, text: str = "") -> SafeString:
    """A status as icon and word: {% status "bad" %}, {% status "watch" _("Two days late") %}."""
    code = code or Status.NONE
    return format_html(
        '<span class="status status-{}">{}<span>{}</span></span>',
        code,
        icon(STATUS_ICONS[Status(code)]),
        text or word(code),
    )


@register.simple_tag
def status_mark(code: str) -> SafeString:
    """The status as an icon that speaks, for a table cell."""
    return icon(STATUS_ICONS[Status(code)], word(code))


@register.simple_tag(takes_context=True)
def menu_of(context: template.Context, items: Iterable[MenuItem] | str | None) -> Navigation:
    request: HttpRequest | None = context.get("request")
    return navigation([] if isinstance(items, str) or not items else items, request.path if request else "")


@register.simple_tag(takes_context=True)
def chosen_theme(context: template.Context) -> str:
    """The theme a person chose; empty follows the system."""
    request: HttpRequest | None = context.get("request")
    wish = request.COOKIES.get("theme", "") if request else ""
    return wish if wish in THEMES else ""


@register.simple_tag
def sparkline(values: Sequence[float | None], label: str = "") -> SafeString:
    return drawing.svg(values, label)
