"""The confirmation of a batch."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.models import BatchDecision

from .decision import OPINION_LENGTH


class BatchForm(forms.Form):
    """One opinion for all rows; a return cannot do without."""

    opinion = forms.CharField(
        label=_("统一审核意见"),
        required=False,
        max_length=OPINION_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, batch: BatchDecision, data: Any = None) -> None:
        super().__init__(data, auto_id="id_%s")
        self.batch = batch

    def clean_opinion(self) -> str:
        opinion: str = self.cleaned_data["opinion"].replace("\x00", "").strip()
        if self.batch.verb == BatchDecision.Verb.RETURN and not opinion:
            raise forms.ValidationError(_("请填写退回意见，各申报单位将据此修改。"))
        return opinion
