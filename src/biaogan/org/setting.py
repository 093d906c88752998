"""The values a manager may change: name, kind, default, label; each change is audited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.org.models import Setting
from biaogan.org.policies import NotAllowed


@dataclass(frozen=True)
class Declared:
    """One setting: the kind of its value is the kind of its default; whole numbers have a range."""

    name: str
    default: bool | int | str
    label: str | Promise
    help: str | Promise = ""
    least: int = 0
    most: int = 1_000_000

    def current(self) -> Any:
        row = Setting.objects.filter(name=self.name).first()
        return self.default if row is None else row.value

    def checked(self, value: Any) -> Any:
        """The value, when it is of the right kind and in its range."""
        if type(value) is not type(self.default):
            raise NotAllowed(_("%(label)s: the value has the wrong form.") % {"label": self.label})
        if isinstance(value, int) and not isinstance(value, bool) and not self.least <= value <= self.most:
            message = _("%(label)s: between %(least)d and %(most)d.")
            raise NotAllowed(message % {"label": self.label, "least": self.least, "most": self.most})
        return value


_settings: dict[str, Declared] = {}


def declare(*settings: Declared) -> None:
    """Rooms declare theirs in `settings.py`-free fashion: once, when they are loaded."""
    for setting in settings:
        _settings[setting.name] = setting


def declared(name: str) -> Declared:
    try:
        return _settings[name]
    except KeyError:
        raise NotAllowed(_("The setting “%(name)s” is not known.") % {"name": name}) from None


def all_declared() -> tuple[Declared, ...]:
    return tuple(_settings.values())


def values_now() -> dict[str, Any]:
    """The value of every declared setting, read at once."""
    kept = dict(Setting.objects.values_list("name", "value"))
    return {name: kept.get(name, setting.default) for name, setting in _settings.items()}


def value_of(name: str) -> Any:
    """What holds now: the manager's value, else the default."""
    return declared(name).current()


declare(
    Declared(
        "business-month-first-day",
        1,
        gettext_lazy("First day of the business month"),
        gettext_lazy("1 for calendar months; 26 where a month runs from the 26th to the 25th."),
        least=1,
        most=28,
    ),
    Declared(
        "visits-per-week",
        2,
        gettext_lazy("Store visits per week"),
        gettext_lazy("How many stores the regional manager visits each week."),
        least=0,
        most=20,
    ),
    Declared(
        "mystery-shops-per-quarter",
        2,
        gettext_lazy("Mystery shops per store and quarter"),
        "",
        least=0,
        most=30,
    ),
    Declared(
        "mask-persons-in-exports",
        True,  # noqa: FBT003 - the default of a yes-or-no setting
        gettext_lazy("Mask persons in exports"),
        gettext_lazy("Names, phones and plates leave the product shortened."),
    ),
)
