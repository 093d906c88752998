"""What people type about the organisation, checked before an action sees it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from biaogan.org import queries, words
from biaogan.org.models import ChangeColours, Person, Region, Store
from biaogan.org.permissions import Role
from biaogan.org.policies import NotAllowed
from biaogan.org.scope import Scope
from biaogan.org.setting import Declared, all_declared, values_now


class Form(forms.Form):
    """A form whose action may still refuse: the reason is shown on the form."""

    def tried(self, action: Callable[[], object]) -> bool:
        """Whether the action went through."""
        try:
            action()
        except NotAllowed as refusal:
            self.add_error(None, str(refusal))
        except ValidationError as refusal:
            self.add_error(None, refusal.messages)
        return not self.errors

    def complaint(self) -> str:
        """All errors in one line, for pages that show the form elsewhere."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)


def password_field() -> forms.CharField:
    return forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters, not a common word."),
    )


class FirstStart(Form):
    region_name = forms.CharField(label=_("Name of the region"), max_length=80)
    display_name = forms.CharField(label=_("Your name"), max_length=80)
    username = forms.CharField(label=_("User name"), max_length=80)
    password = password_field()

    def clean_password(self) -> str:
        return _good_password(self)


class NewPassword(Form):
    password = password_field()

    def clean_password(self) -> str:
        return _good_password(self)


class Account(Form):
    display_name = forms.CharField(label=_("Your name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"), required=False)
    change_colours = forms.ChoiceField(label=_("Colours of rise and fall"), choices=ChangeColours.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        languages: Any = self.fields["language"]
        languages.choices = [("", _("As the browser asks")), *settings.LANGUAGES]


class RegionForm(Form):
    """The name of a region and those who answer for it."""

    name = forms.CharField(label=_("Name of the region"), max_length=80)
    managers = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=_("Who answers for it"),
        required=False,  # the action says what is missing
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They see its stores and files, and can let people in."),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        managers: Any = self.fields["managers"]
        managers.queryset = queries.possible_managers().filter(pk__in=Person.objects.within(scope))


class ChangeStore(Form):
    name = forms.CharField(label=_("Name"), max_length=80)
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), empty_label=None)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    brand = forms.CharField(label=_("Brand"), max_length=80, required=False)
    opened_on = forms.DateField(
        label=_("Opened on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    is_active = forms.BooleanField(label=_("The store is open"), required=False, initial=True)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions: Any = self.fields["region"]
        regions.queryset = Region.objects.within(scope)


class NewStore(Form):
    code = forms.CharField(label=_("Code"), max_length=32, help_text=_("As the files call it, such as S01."))
    name = forms.CharField(label=_("Name"), max_length=80)
    city = forms.CharField(label=_("City"), max_length=80, required=False)
    brand = forms.CharField(label=_("Brand"), max_length=80, required=False)
    region = forms.ModelChoiceField(Region.objects.none(), label=_("Region"), empty_label=None)
    aliases = forms.CharField(
        label=_("Other spellings"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One per line, as they appear in the store’s files."),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions: Any = self.fields["region"]
        regions.queryset = Region.objects.within(scope)

    def clean_aliases(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["aliases"].splitlines() if line.strip()]


class Alias(Form):
    text = forms.CharField(label=_("Another spelling"), max_length=120)


class Work(Form):
    """Role and places; only those of the giver's own scope can be chosen."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    regions = forms.ModelMultipleChoiceField(
        Region.objects.none(), label=_("Regions"), required=False, widget=forms.CheckboxSelectMultiple
    )
    stores = forms.ModelMultipleChoiceField(
        Store.objects.none(), label=_("Stores"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        regions: Any = self.fields["regions"]
        stores: Any = self.fields["stores"]
        regions.queryset = Region.objects.within(scope)
        stores.queryset = Store.objects.within(scope)


class NewPerson(Work):
    display_name = forms.CharField(label=_("Full name"), max_length=80)
    username = forms.CharField(label=_("User name"), max_length=80)
    password = password_field()
    field_order = ["display_name", "username", "password"]

    def clean_password(self) -> str:
        return _good_password(self)


class Settings(Form):
    """One field for every declared setting; its kind follows the kind of the default."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        now = values_now()
        for setting in all_declared():
            self.fields[setting.name] = setting_field(setting, now[setting.name])


class TrailFilter(Form):
    about = forms.ChoiceField(label=_("About"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["about"]
        kinds.choices = [
            ("", _("everything")),
            *((kind, words.thing(kind)) for kind in queries.kinds_of_trail()),
        ]


def _good_password(form: forms.Form) -> str:
    password: str = form.cleaned_data["password"]
    names = {name: form.cleaned_data.get(name, "") for name in ("username", "display_name")}
    validate_password(password, Person(**names))
    return password


def setting_field(setting: Declared, now: Any) -> forms.Field:
    shown: dict[str, Any] = {
        "label": setting.label,
        "help_text": setting.help,
        "required": False,
        "initial": now,
    }
    if isinstance(setting.default, bool):
        return forms.BooleanField(**shown)
    if isinstance(setting.default, int):
        shown["required"] = True
        return forms.IntegerField(min_value=setting.least, max_value=setting.most, **shown)
    return forms.CharField(max_length=200, **shown)
