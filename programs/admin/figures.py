"""年度参数: every figure of a call beside last year's, typed anew where it changes."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from accounts.models import District
from accounts.views.access import signed_in
from portal.lib.client import client_address
from portal.lib.refusals import Refused
from programs.actions.figures import set_figures
from programs.definitions.figures import Parameters
from programs.definitions.schema import Definition
from programs.forms.figures import ExceptionFormSet, FiguresForm, exceptions_of, shown
from programs.models import Call
from programs.queries.figures import earlier_figures, figures_to_begin_with, is_filed_upon


class FiguresView(ModelAdmin):  # type: ignore[type-arg]  # none at run time
    """The page of a call's figures; managers set them, other readers look."""

    def figures(self, request: HttpRequest, pk: int) -> HttpResponse:
        is_post = request.method == "POST"
        call = self.call_for(request, pk, to_change=is_post)
        definition, earlier = call.definition, earlier_figures(call)
        if not definition.figures:
            raise Http404(_("该项目没有年度参数。"))
        begin, data = figures_to_begin_with(call), request.POST if is_post else None
        form = FiguresForm(definition, call.figures, earlier[1] if earlier else None, begin, data)
        exceptions = exceptions_of(definition, begin, data)
        refusal, status = "", 200
        if is_post:
            try:
                if self._save_figures(request, call, form, exceptions):
                    return redirect("admin:programs_call_figures", pk)
                status = 400
            except Refused as refused:
                refusal, status = str(refused), 409
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("年度参数"),
            "call": call,
            "form": form,
            "rows": list(form.rows()),
            "exceptions": exceptions,
            "earlier_year": earlier[0] if earlier else None,
            "earlier_exceptions": _exceptions_in_words(definition, earlier[1]) if earlier else [],
            "refusal": refusal,
            "is_set": call.figures is not None,
            "is_filed_upon": is_filed_upon(call),
            "may_change": self.has_change_permission(request),
        }
        template = "admin/programs/call/figures.html"
        return TemplateResponse(request, template, context, status=status)

    def _save_figures(
        self, request: HttpRequest, call: Call, form: FiguresForm, exceptions: ExceptionFormSet
    ) -> bool:
        """Whether everything was in order and is saved."""
        if not (form.is_valid() & exceptions.is_valid()):
            return False
        if not exceptions.check_with(form.values(), call.definition):
            return False
        seen = request.POST.get("seen", "")
        changed = set_figures(
            call.pk,
            int(seen) if seen.isdecimal() else 0,
            Parameters(values=form.values(), districts=exceptions.districts()),
            signed_in(request),
            reason=form.cleaned_data["reason"],
            address=client_address(request),
        )
        text = _("年度参数已保存。") if changed else _("参数没有变化。")
        messages.success(request, text)
        return True

    def call_for(self, request: HttpRequest, pk: int, *, to_change: bool = False) -> Call:
        """The call of a page beside its form, for who may see or change it."""
        allowed = self.has_change_permission if to_change else self.has_view_permission
        if not allowed(request):
            raise PermissionDenied
        call = self.get_queryset(request).filter(pk=pk).first()
        if call is None:
            raise Http404
        return cast(Call, call)


def _exceptions_in_words(definition: Definition, parameters: Parameters) -> list[dict[str, Any]]:
    """What districts had instead, the year before."""
    known = definition.figures_by_key
    names = {district.pk: str(district) for district in District.objects.all()}
    return [
        {
            "district": names.get(code, code),
            "label": str(known[name].label),
            "value": shown(known[name], value),
        }
        for code, own in parameters.districts.items()
        for name, value in own.items()
        if name in known
    ]
