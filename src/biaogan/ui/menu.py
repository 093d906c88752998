"""The menu as data: each room declares its entries, the page shows those a person may open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise


@dataclass(frozen=True)
class MenuItem:
    """One entry: `label` is lazy text, `permission` what one needs to see it, `icon` a name of icons.svg."""

    url_name: str
    label: str | Promise
    permission: str
    order: int
    icon: str = "page"
    group: str | Promise = ""


@dataclass(frozen=True)
class Entry:
    item: MenuItem
    url: str
    current: bool


@dataclass(frozen=True)
class Navigation:
    """The whole menu for the side, and its first entries for the bar at the foot of a phone."""

    entries: tuple[Entry, ...] = ()
    bar: tuple[Entry, ...] = field(default=())
    more: tuple[Entry, ...] = field(default=())


BAR_LENGTH = 4  # and a fifth place that opens the rest


def navigation(items: Iterable[MenuItem], path: str) -> Navigation:
    """The entries of a page; the one with the longest address that begins `path` is current."""
    addressed = [(item, url) for item in sorted(items, key=_place) if (url := _address(item.url_name))]
    matching = [url for _, url in addressed if path == url or (url != "/" and path.startswith(url))]
    current = max(matching, key=len, default=None)
    entries = tuple(Entry(item, url, url == current) for item, url in addressed)
    fits = len(entries) <= BAR_LENGTH + 1
    cut = len(entries) if fits else BAR_LENGTH
    return Navigation(entries, entries[:cut], entries[cut:])


def _place(item: MenuItem) -> tuple[int, str]:
    return item.order, item.url_name


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""  # a room may be declared before its pages are mounted
