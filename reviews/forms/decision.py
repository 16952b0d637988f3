"""Decisions on one application: small forms, each with the verb it carries out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from programs.models import Application, Mark
from programs.states import Action
from programs.workflow import MarkInput, move
from reviews.models import DecisionDraft

MARK_PREFIX = "mark."
OPINION_LENGTH = 1000
REASON_LENGTH = 300


class DecisionForm(forms.Form):
    """An opinion on an application in the stage that the reviewer has seen."""

    action: Action
    opinion_needed = False

    opinion = forms.CharField(
        label=_("审核意见"),
        required=False,
        max_length=OPINION_LENGTH,
        widget=forms.Textarea(
            attrs={"rows": 2, "placeholder": _("退回或不通过时必填；意见将展示给申报单位")}
        ),
    )
    seen_stage = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, application: Application, data: Any = None, draft: DecisionDraft | None = None
    ) -> None:
        opinion = draft.opinion if draft else ""
        initial = {"seen_stage": application.stage, "opinion": opinion}
        super().__init__(data, initial=initial, auto_id="id_%s")
        self.application = application
        self.saved_at = draft.updated_at if draft else None
        self.marks = (
            draft.marks
            if draft
            else {
                name.removeprefix(MARK_PREFIX): value.strip()
                for name, value in (data or {}).items()
                if name.startswith(MARK_PREFIX) and isinstance(value, str) and value.strip()
            }
        )

    def clean_opinion(self) -> str:
        opinion: str = self.cleaned_data["opinion"].replace("\x00", "").strip()
        if self.opinion_needed and not opinion:
            raise forms.ValidationError(_("请填写审核意见，申报单位将据此修改。"))
        return opinion

    def _move(self, actor: User, address: str | None, marks: list[MarkInput]) -> Application:
        return move(
            self.application.pk,
            self.action,
            actor,
            self.cleaned_data["opinion"],
            marks=marks,
            seen_stage=self.cleaned_data["seen_stage"],
            address=address,
        )


class ApproveForm(DecisionForm):
    """通过. Refused while places are marked: somebody would be told of faults and approved."""

    action = Action.APPROVE

    def clean(self) -> dict[str, Any]:
        if self.marks:
            raise forms.ValidationError(
                _("您标记了 {count} 处需要修改的内容。请退回修改，或清空标记后再通过。").format(
                    count=len(self.marks)
                )
            )
        return self.cleaned_data

    def decide(self, actor: User, address: str | None) -> Application:
        """Sends the application to the next stage, or grants it after the last."""
        return self._move(actor, address, [])


class ReturnForm(DecisionForm):
    """退回修改, with the places to be corrected and why."""

    action = Action.RETURN
    opinion_needed = True

    def clean(self) -> dict[str, Any]:
        known = {
            *(f"{Mark.Target.FIELD}.{key}" for key in self.application.form.fields),
            *(f"{Mark.Target.GROUP}.{key}" for key in self.application.form.groups),
            *(f"{Mark.Target.SLOT}.{key}" for key in self.application.form.slot_by_key),
        }
        if strange := set(self.marks) - known:
            raise forms.ValidationError(
                _("标记的内容不在本申报表中：{names}").format(names="、".join(sorted(strange)))
            )
        if any(len(reason) > REASON_LENGTH for reason in self.marks.values()):
            raise forms.ValidationError(
                _("每处标记的原因最多 {limit} 个字。").format(limit=REASON_LENGTH)
            )
        return self.cleaned_data

    def decide(self, actor: User, address: str | None) -> Application:
        """Gives the application back to its unit, pointing at every marked place."""
        marks = []
        for place, reason in self.marks.items():
            target, _dot, key = place.partition(".")
            marks.append(MarkInput(target, key, reason.replace("\x00", "")))
        return self._move(actor, address, marks)


class RejectForm(DecisionForm):
    """不通过: final."""

    action = Action.REJECT
    opinion_needed = True

    def decide(self, actor: User, address: str | None) -> Application:
        """Refuses the application for good."""
        return self._move(actor, address, [])


Decision = ApproveForm | ReturnForm | RejectForm
DECISIONS: dict[str, type[Decision]] = {
    "approve": ApproveForm,
    "approve_next": ApproveForm,
    "return": ReturnForm,
    "reject": RejectForm,
}
