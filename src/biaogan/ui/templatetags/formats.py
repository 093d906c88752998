"""Template filters over ui.formats, in the language of the page."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from biaogan.ui import formats
from biaogan.ui.formats import Figure, Language, Number

register = template.Library()


def page_language() -> Language:
    return formats.language_of(get_language())


def shown(figure: Figure) -> SafeString:
    """A figure as HTML: digits, a quieter unit, the unshortened value in the title."""
    if figure is formats.NOTHING:
        return absent()
    unit = format_html(' <span class="unit">{}</span>', figure.unit)
    return format_html(
        '<span class="figure" title="{}">{}{}</span>',
        figure.raw or str(figure),
        str(figure) if figure.glued else figure.number,
        "" if figure.glued or not figure.unit else unit,
    )


def absent() -> SafeString:
    return format_html('<span class="absent" title="{}">{}</span>', gettext("No data"), formats.NONE)


def directed(value: Number | None, figure: Figure) -> SafeString:
    """A change with its arrow; the colour, if any, follows the person's setting."""
    if value is None:
        return absent()
    way = {formats.UP: "up", formats.DOWN: "down", "": "level"}[formats.arrow(value)]
    mark = format_html('<span aria-hidden="true">{}</span> ', formats.arrow(value)) if way != "level" else ""
    return format_html('<span class="change {}" title="{}">{}{}</span>', way, figure.raw, mark, str(figure))


def _filled(text: str) -> str | SafeString:
    return absent() if text == formats.NONE else text


@register.filter
def money(fen: int | None) -> SafeString:
    return shown(formats.money(fen, page_language()))


@register.filter
def yuan(value: Number | None) -> SafeString:
    return shown(formats.yuan(value, page_language()))


@register.filter
def wan(fen: int | None) -> SafeString:
    """Money in the one scale of a column; its header prints {% wan_unit %}."""
    return shown(formats.wan(fen, page_language()))


@register.simple_tag
def wan_unit() -> str:
    return formats.wan_unit(page_language())


@register.filter
def exact_money(fen: int | None) -> str | SafeString:
    return absent() if fen is None else formats.exact_money(formats.rounded(fen) / 100)


@register.filter
def percent(value: Number | None, places: int = 1) -> SafeString:
    return shown(formats.percent(value, places))


@register.filter
def points(gap: Number | None) -> SafeString:
    return directed(gap, formats.points(gap, page_language()))


@register.filter
def change(value: Number | None) -> SafeString:
    return directed(value, formats.change(value))


@register.filter
def count(value: Number | None) -> str | SafeString:
    return _filled(formats.count(value))


@register.filter
def hours(value: Number | None) -> SafeString:
    return shown(formats.hours(value, page_language()))


@register.filter
def number(value: Number | None, places: int = 1) -> str | SafeString:
    return absent() if value is None else formats.grouped(value, places)


@register.filter
def figure(value: Number | None, unit: str) -> SafeString:
    """A reading in its metric's unit."""
    return shown(formats.figure(value, unit, page_language()))


@register.filter
def unit_word(unit: str) -> str:
    return formats.unit_word(unit, page_language())


@register.filter
def gap(value: Number | None, unit: str) -> SafeString:
    return directed(value, formats.gap(value, unit, page_language()))


@register.filter(expects_localtime=True)
def iso_day(value: date | None) -> str | SafeString:
    return _filled(formats.iso_day(value))


@register.filter(expects_localtime=True)
def moment(value: datetime | None) -> str | SafeString:
    return _filled(formats.moment(value))


@register.filter(expects_localtime=True)
def day(value: date | None) -> str | SafeString:
    return _filled(formats.day(value, page_language()))


@register.filter
def month(value: str | None) -> str | SafeString:
    return _filled(formats.month(value, page_language()))


@register.filter(expects_localtime=True)
def week(value: date | None) -> str | SafeString:
    return _filled(formats.week(value, page_language()))


@register.filter
def masked(value: str | None, kind: str) -> str | SafeString:
    """A personal value, masked as its kind demands: plate, vin, phone or name."""
    return _filled(formats.MASKS[kind](value))


@register.filter
def dash(value: object) -> object:
    """The value itself, or the dash where there is none (an empty text counts as none)."""
    return absent() if value is None or value == "" else value
