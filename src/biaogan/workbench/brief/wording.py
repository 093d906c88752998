"""The brief as a few lines for a chat, in the language of the moment."""

from __future__ import annotations

from hashlib import blake2b

from django.utils.translation import gettext as _

from biaogan.ui import formats
from biaogan.workbench.brief.queries import Brief


def lines_of(brief: Brief) -> list[str]:
    """What is worth a message. Empty where there is nothing to know."""
    lines = [
        _("%(name)s %(value)s") % {"name": one.name, "value": one.figure}
        for one in brief.figures
        if one.value is not None
    ]
    if brief.changes:
        lines.append(_("What changed for real:"))
        lines += [f"· {one.store.name} {one.says} {one.value}".rstrip() for one in brief.changes]
    if brief.landings:
        lines.append(_("Month-end landing:"))
        lines += [f"· {one.name} {one.text}" for one in brief.landings]
    if brief.overdue:
        lines.append(_("Overdue:"))
        lines += [f"· {one.store.name} {one.title}" for one in brief.overdue]
    if brief.duties:
        lines.append(_("Today's duties: %(names)s") % {"names": _and(one.duty.name for one in brief.duties)})
    if brief.calls:
        names = _and(
            f"{one.store.name}（{one.person.display_name}）" if one.person else one.store.name
            for one in brief.calls
        )
        lines.append(_("Call: %(names)s") % {"names": names})
    return lines


def _and(names: object) -> str:
    return _(", ").join(names)  # type: ignore[arg-type]


def title_of(brief: Brief) -> str:
    return _("Morning brief %(day)s") % {"day": formats.iso_day(brief.day)}


def digest_of(lines: list[str]) -> str:
    """Two mornings with the same lines are one piece of news."""
    return blake2b("\n".join(lines).encode(), digest_size=8).hexdigest()
