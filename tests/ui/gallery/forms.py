"""Forms as pages have them: filters, a person, files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ui.gallery.speech import say
from ui.gallery.stores import STORES, store_name


class FilterForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"] = forms.CharField(label=say("工单号", "Order"), required=False)
        choices = [("", say("全部门店", "All stores")), *((row[0], store_name(row)) for row in STORES)]
        self.fields["store"] = forms.ChoiceField(label=_("Store"), choices=choices, required=False)
        month = forms.DateInput(attrs={"type": "month"})
        self.fields["month"] = forms.CharField(label=say("月份", "Month"), widget=month, required=False)


class PersonForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [("manager", say("店长", "Store manager")), ("advisor", say("服务顾问", "Advisor"))]
        self.fields["name"] = forms.CharField(label=say("姓名", "Name"), max_length=20)
        self.fields["login"] = forms.CharField(
            label=say("登录名", "User name"),
            help_text=say("字母、数字和下划线", "Letters, digits and underscores"),
        )
        self.fields["role"] = forms.ChoiceField(label=say("角色", "Role"), choices=roles)
        self.fields["language"] = forms.ChoiceField(
            label=say("语言", "Language"),
            choices=[("zh", "中文"), ("en", "English")],
            widget=forms.RadioSelect,
        )
        self.fields["stores"] = forms.MultipleChoiceField(
            label=say("负责门店", "Stores"),
            choices=[(row[0], store_name(row)) for row in STORES[:4]],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields["note"] = forms.CharField(
            label=say("备注", "Note"), widget=forms.Textarea, required=False
        )
        self.fields["active"] = forms.BooleanField(label=say("账户有效", "Account is active"), required=False)


class FilesForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["files"] = forms.FileField(
            label=say("选择或拖入 DMS 导出文件", "Choose or drop files exported from the DMS"),
            help_text=say("Excel、CSV 或压缩包，每个不超过 200 MB", "Excel, CSV or zip, up to 200 MB each"),
        )
