"""维护单位基本信息: 隶属关系 and 审核机构; 维护单位联络员."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.actions.affiliation import choose_affiliation, name_liaison
from accounts.forms.affiliation import AffiliationForm, LiaisonForm
from accounts.models import Liaison, Membership, Unit
from accounts.views.access import for_members, signed_in
from accounts.views.menu import frame
from portal.lib.client import client_address


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def unit_affiliation(request: HttpRequest, membership: Membership) -> HttpResponse:
    # A copy: what is refused must not show in the frame of the page.
    unit = Unit.objects.get(pk=membership.unit_id)
    form = AffiliationForm(request.POST or None, instance=unit)
    if form.is_valid():
        choose_affiliation(unit.pk, form.cleaned_data, signed_in(request), client_address(request))
        messages.success(request, _("隶属关系和审核机构已保存。"))
        has_liaison = Liaison.objects.filter(unit=unit).exists()
        return redirect("unit_members" if has_liaison else "unit_liaison")
    return _page(request, "affiliation", form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def unit_liaison(request: HttpRequest, membership: Membership) -> HttpResponse:
    present = Liaison.objects.filter(unit=membership.unit_id).first()
    form = LiaisonForm(request.POST or None, instance=present)
    if form.is_valid():
        name_liaison(
            membership.unit_id, form.cleaned_data, signed_in(request), client_address(request)
        )
        messages.success(request, _("单位联络员已保存。"))
        return redirect("unit_members")
    return _page(request, "liaison", form)


def _page(request: HttpRequest, name: str, form: AffiliationForm | LiaisonForm) -> HttpResponse:
    context = {**frame(request), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, f"accounts/members/{name}.html", context, status=status)
