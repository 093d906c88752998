"""What people choose and type about files, columns, wordings and persons."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from biaogan.intake.naming import code_choices, field_choices, kind_choices, state_choices
from biaogan.intake.uploads import allowed_stores
from biaogan.org.models import Store
from biaogan.org.scope import Scope

MOST_FILES = 500
MOST_BYTES = 1024**3
STAYS = "_"  # a column or a wording that is not to be changed
LEAVE_OUT = ""


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, none of them empty of name."""

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given = data if isinstance(data, (list, tuple)) else [data]
        clean = super().clean
        files = [clean(file, initial) for file in given]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                _("At most %(most)d files at a time; put more into a zip.") % {"most": MOST_FILES}
            )
        if sum(file.size or 0 for file in files) > MOST_BYTES:
            raise forms.ValidationError(_("Together at most 1 GB at a time; bring them in parts."))
        return files


class GiveFiles(forms.Form):
    given = FilesField(
        label=gettext_lazy("Choose files"),
        allow_empty_file=True,
        widget=SeveralFiles(attrs={"multiple": True}),
        help_text=gettext_lazy("Excel, CSV or zip, several at once. Column order and wording do not matter."),
    )
    store = forms.ChoiceField(
        label=gettext_lazy("Store"),
        required=False,
        help_text=gettext_lazy("Only for files without a store column."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of data"),
        required=False,
        help_text=gettext_lazy("Usually recognised by content."),
    )
    amounts = forms.ChoiceField(
        label=gettext_lazy("Amounts in the files"),
        choices=[("net", gettext_lazy("Without VAT")), ("gross", gettext_lazy("With VAT"))],
        initial="net",
    )
    vat = forms.DecimalField(
        label=gettext_lazy("VAT rate in percent"),
        min_value=0,
        max_value=99,
        max_digits=4,
        decimal_places=2,
        initial=13,
        help_text=gettext_lazy("Taken out of amounts that include VAT."),
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stores = list(Store.objects.within(scope).active().values_list("code", "name"))
        choices = [(code, f"{name} · {code}") for code, name in stores]
        self.fields["store"].choices = [("", _("As the files say")), *choices]  # type: ignore[attr-defined]
        if allowed_stores(scope) is not None and len(choices) == 1:
            self.fields["store"].initial = choices[0][0]
        self.fields["kind"].choices = [("", _("Recognise by content")), *kind_choices()]  # type: ignore[attr-defined]

    def options(self) -> dict[str, Any]:
        chosen = self.cleaned_data
        return {
            "store": chosen["store"],
            "kind": chosen["kind"],
            "amounts": chosen["amounts"],
            "vat": str(chosen["vat"] / Decimal(100)),
        }


class SayWhatItIs(forms.Form):
    """Which kind of data a sheet holds and which of its rows is the header."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind of data"))
    row = forms.ChoiceField(label=gettext_lazy("Row with the column names"))

    def __init__(self, *args: Any, rows: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = [] if self.initial else [("", _("Choose…"))]
        lines = [(str(row["line"]), row_label(row)) for row in rows]
        self.fields["kind"].choices = [*start, *kind_choices()]  # type: ignore[attr-defined]
        self.fields["row"].choices = [*start, *lines]  # type: ignore[attr-defined]
        self.signatures = {str(row["line"]): row["signature"] for row in rows}

    @property
    def signature(self) -> str:
        return str(self.signatures[self.cleaned_data["row"]])


def row_label(row: dict[str, Any]) -> str:
    texts = " · ".join(row["texts"][:6])
    return _("Row %(line)s: %(texts)s") % {"line": row["line"], "texts": texts[:80]}


class MapColumns(forms.Form):
    """One choice a column; a column left as it was is not spoken of."""

    def __init__(self, *args: Any, kind: str, columns: Sequence[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns = [column for column in columns if "part_of" not in column]
        fields = field_choices(kind)
        for column in self.columns:
            current = column["field"] or LEAVE_OUT
            choices = [(LEAVE_OUT, _("Leave out")), *fields]
            if "|" in current:  # a column of a wide table: only its use or its absence can be chosen
                choices = [(LEAVE_OUT, _("Leave out")), (current, current.partition("=")[2])]
            self.fields[name_of(column)] = forms.ChoiceField(
                label=column["header"], choices=choices, initial=current, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        used = [value for value in cleaned.values() if value]
        twice = sorted({value for value in used if used.count(value) > 1})
        for column in self.columns:
            if cleaned.get(name_of(column)) in twice:
                self.add_error(name_of(column), _("Two columns cannot fill the same field."))
        return cleaned

    def changed(self) -> dict[str, str]:
        """Header -> field of the columns that were changed."""
        return {
            column["header"]: self.cleaned_data[name_of(column)]
            for column in self.columns
            if self.cleaned_data[name_of(column)] != (column["field"] or LEAVE_OUT)
        }


def name_of(column: dict[str, Any]) -> str:
    return f"column-{column['index']}"


class SettleStore(forms.Form):
    """A name that nobody knows: another spelling of a store, or a new one."""

    name = forms.CharField(widget=forms.HiddenInput, max_length=120)
    store = forms.ModelChoiceField(
        label=gettext_lazy("Another spelling of"), queryset=Store.objects.none(), to_field_name="code"
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["store"].queryset = Store.objects.within(scope).active()  # type: ignore[attr-defined]


class NewStore(forms.Form):
    name = forms.CharField(widget=forms.HiddenInput, max_length=80)
    code = forms.CharField(label=gettext_lazy("New store with the code"), max_length=32)


class MeanWordings(forms.Form):
    """What the wordings without a known code stand for; those left open stay open."""

    def __init__(self, *args: Any, wordings: Sequence[tuple[str, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wordings = wordings
        for number, (kind, field, wording) in enumerate(wordings):
            choices = [(STAYS, _("Leave open")), *code_choices(kind, field)]
            self.fields[f"wording-{number}"] = forms.ChoiceField(
                label=wording, choices=choices, initial=STAYS, required=False
            )

    def meant(self) -> list[tuple[str, str, str]]:
        """field, wording, code of those that were decided."""
        return [
            (field, wording, code)
            for number, (_kind, field, wording) in enumerate(self.wordings)
            if (code := self.cleaned_data[f"wording-{number}"]) not in {"", STAYS}
        ]


class FilterImports(forms.Form):
    store = forms.ChoiceField(label=gettext_lazy("Store"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind of data"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stores = Store.objects.within(scope).values_list("code", "name")
        everything = ("", _("All"))
        self.fields["store"].choices = [everything, *stores]  # type: ignore[attr-defined]
        self.fields["kind"].choices = [everything, *kind_choices()]  # type: ignore[attr-defined]
        self.fields["state"].choices = [everything, *state_choices()]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """The filters that hold; an unknown choice filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class FilterQuality(forms.Form):
    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)

    def __init__(self, *args: Any, months: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(month, month) for month in months]  # type: ignore[attr-defined]


class FindPerson(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Plate, VIN, telephone number or name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
