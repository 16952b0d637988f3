"""The first visit through the provincial service network."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms.alipay import FirstVisitForm
from accounts.models import District, Office
from accounts.queries import reviewing_offices


class UnitFirstVisitForm(FirstVisitForm):
    """Where a unit belongs, asked once; changed later in 单位基本信息."""

    district = forms.ModelChoiceField(
        District.objects.filter(is_active=True),
        label=_("所属区域"),
        empty_label=_("请选择"),
        error_messages={"required": _("请选择单位注册地所在的区域。")},
    )
    reviewing_office = forms.ModelChoiceField(
        Office.objects.none(),
        label=_("所属主管部门"),
        empty_label=_("请选择"),
        help_text=_("负责审核本单位申报材料的部门；如有变更，登录后可在【单位基本信息】修改。"),
        error_messages={"required": _("请选择单位所属的主管部门。")},
    )
    field_order = ("district", "reviewing_office", "consent")

    def __init__(self, *args: Any, uscc: str, office: Office | None = None, **kwargs: Any) -> None:
        """`office`: the one that is known already, and not asked again."""
        super().__init__(*args, **kwargs)
        if office is not None:
            del self.fields["reviewing_office"]
            if office.district_id:
                del self.fields["district"]
                return
        # The registration authority stands in the code: right for most, and to be changed.
        self.initial.setdefault("district", uscc[2:8])
        if office is not None:
            return
        offices = self.fields["reviewing_office"]
        assert isinstance(offices, forms.ModelChoiceField)
        offices.queryset = reviewing_offices()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        office, district = data.get("reviewing_office"), data.get("district")
        if office and district and office.district_id not in (None, district.pk):
            self.add_error(
                "reviewing_office",
                ValidationError(
                    _("该部门不属于所选区域，请选择%(district)s或市级的部门。"),
                    code="other_district",
                    params={"district": district},
                ),
            )
        return data
