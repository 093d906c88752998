"""How the text of an instruction is shown."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from biaogan.quality.standards.marks import as_html

register = template.Library()


@register.filter
def written(text: str) -> SafeString:
    """A step's text with its lists and headings."""
    return as_html(text or "")
