"""单位展示信息: what the unit shows of itself, and what it asks its office to publish."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.stash import discard_stashed, find_stashed, stash
from accounts.actions.unit_introductions import introduce, withdraw
from accounts.forms.unit_introduction import UnitIntroductionForm
from accounts.models import Membership, Unit, UnitIntroduction, UnitIntroductionAttachment
from accounts.queries import newest_introduction, shown_introduction, shown_logo
from accounts.rules import may_publish
from accounts.views.access import for_members, signed_in
from accounts.views.files import send_file
from accounts.views.menu import frame
from portal.lib.client import client_address
from portal.lib.refusals import Refused

SLOT = "unit_logo"


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def unit_introduction(request: HttpRequest, membership: Membership) -> HttpResponse:
    unit = membership.unit
    if request.method != "POST":
        return _page(request, unit, UnitIntroductionForm(instance=_last(unit)))
    form = UnitIntroductionForm(request.POST, request.FILES)
    valid = form.is_valid()
    if form.cleaned_data.get("logo"):
        discard_stashed(request.session, SLOT)
        stash(request.session, SLOT, form.cleaned_data["logo"])
    if not valid:
        return _page(request, unit, form, 422)
    logo = find_stashed(request.session, SLOT)
    text = form.cleaned_data["text"]
    try:
        introduce(unit.pk, text, logo, signed_in(request), client_address(request))
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, unit, form, 409)
    messages.success(request, _("展示信息已提交审核机构审核，通过后在单位主页展示。"))
    return redirect("unit_introduction")


@require_POST
@for_members
def withdraw_introduction(request: HttpRequest, membership: Membership) -> HttpResponse:
    newest = newest_introduction(membership.unit)
    if newest is None or not newest.is_pending:
        raise Refused(_("该展示信息已处理，请刷新页面查看。"))
    withdraw(newest.pk, signed_in(request), client_address(request))
    messages.success(request, _("展示信息已撤回。"))
    return redirect("unit_introduction")


@require_safe
@for_members
def unit_logo(request: HttpRequest, membership: Membership) -> FileResponse:
    """The logo that the office has let through."""
    logo = shown_logo(membership.unit)
    if logo is None or logo.scan != UnitIntroductionAttachment.Scan.CLEAN:
        raise Http404
    return send_file(logo)


def _last(unit: Unit) -> UnitIntroduction:
    """What the form starts with: what was given back, else what is shown."""
    return newest_introduction(unit) or UnitIntroduction(unit=unit)


def _page(
    request: HttpRequest, unit: Unit, form: UnitIntroductionForm, status: int = 200
) -> HttpResponse:
    context = {
        **frame(request),
        "unit": unit,
        "form": form,
        "kept": find_stashed(request.session, SLOT),
        "newest": newest_introduction(unit),
        "shown": shown_introduction(unit),
        "logo": shown_logo(unit),
        "may_publish": may_publish(unit),
    }
    return render(request, "accounts/profile/introduction.html", context, status=status)
