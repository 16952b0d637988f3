"""单位基本信息: view, edit, and the credit-code certificate."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.profile import (
    ChangedMeanwhile,
    ProfileUpdate,
    replace_certificate,
    update_profile,
)
from accounts.actions.unit_changes import withdraw
from accounts.display import readable, shown_changes
from accounts.forms.profile import UnitProfileForm, sign
from accounts.models import Membership, Unit, UnitAttachment, UnitChange
from accounts.papers import check_paper
from accounts.queries import newest_unit_change
from accounts.views.access import for_members, signed_in
from accounts.views.files import send_file
from accounts.views.menu import frame
from accounts.views.proofs import Proofs
from portal.lib.client import client_address
from portal.lib.refusals import Refused
from portal.lib.uploads import UploadRefused

SLOT = "unit_change"


@require_safe
@for_members
def unit_profile(request: HttpRequest, membership: Membership) -> HttpResponse:
    return _profile_page(request, membership)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def edit(request: HttpRequest, membership: Membership) -> HttpResponse:
    # A copy: the form writes into its instance, the frame of the page shows the unit as it is.
    unit = Unit.objects.get(pk=membership.unit_id)
    waiting = _waiting(unit) is not None
    proofs = Proofs(request, SLOT, _("最新营业执照和登记机关的变更说明。"))
    if request.method != "POST":
        return _edit_page(request, proofs, UnitProfileForm(instance=unit, waiting=waiting), 200)
    form = UnitProfileForm(request.POST, instance=unit, waiting=waiting)
    if proofs.take():
        form = UnitProfileForm(initial=request.POST.dict(), instance=unit, waiting=waiting)
        form.initial["seen"] = request.POST.get("seen", "")
        return _edit_page(request, proofs, form, 422 if proofs.refused else 200)
    if not form.is_valid() or proofs.refused:
        return _edit_page(request, proofs, form, 422)
    if form.asks_for_review and not proofs.demand():
        return _edit_page(request, proofs, form, 422)
    try:
        update = update_profile(
            unit.pk,
            form.values,
            form.cleaned_data["seen"],
            proofs.files,
            signed_in(request),
            client_address(request),
        )
    except ChangedMeanwhile as other:
        return _show_both(request, proofs, unit.pk, form, other)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _edit_page(request, proofs, form, 409)
    _say(request, update)
    return redirect("unit_profile")


@require_POST
@for_members
def withdraw_change(request: HttpRequest, membership: Membership) -> HttpResponse:
    """The unit takes its pending 企业信息变更 back."""
    change = _waiting(membership.unit)
    if change is None:
        raise Refused(_("该变更已处理，请刷新页面查看。"))
    withdraw(change.pk, signed_in(request), client_address(request))
    messages.success(request, _("信息变更已撤回。"))
    return redirect("unit_profile")


@require_safe
@for_members
def certificate(request: HttpRequest, membership: Membership) -> FileResponse:
    found = _certificate(membership.unit)
    if found is None or found.scan != UnitAttachment.Scan.CLEAN:
        raise Http404
    return send_file(found)


@require_POST
@for_members
def upload_certificate(request: HttpRequest, membership: Membership) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        return _certificate_page(request, membership, _("请选择要上传的文件。"))
    try:
        checked = check_paper(file)
    except UploadRefused as refusal:
        return _certificate_page(request, membership, refusal.messages[0])
    replace_certificate(membership.unit, checked, signed_in(request), client_address(request))
    return _certificate_page(request, membership, "")


def _say(request: HttpRequest, update: ProfileUpdate) -> None:
    if update.request:
        messages.success(request, _("信息变更已提交审核，通过后生效；其他修改已保存。"))
    elif update.changed:
        messages.success(request, _("单位基本信息已保存，之后新建的申报将使用新信息。"))
    else:
        messages.info(request, _("信息没有变化。"))


def _waiting(unit: Unit) -> UnitChange | None:
    return unit.changes.filter(state=UnitChange.State.PENDING).first()


def _show_both(
    request: HttpRequest,
    proofs: Proofs,
    unit_id: int,
    form: UnitProfileForm,
    other: ChangedMeanwhile,
) -> HttpResponse:
    """The form again: what was typed stays, what was left alone takes the colleague's value.

    Sent once more it is saved, for it has now seen what the colleague did.
    """
    seen, typed = form.cleaned_data["seen"], form.values
    data = request.POST.copy()
    clashes = []
    for name, value in other.fields.items():
        field = name.removesuffix("_id")
        if typed[name] == seen[name]:
            data[field] = value
        clashes.append({"field": form.fields[field].label, "kept": data[field] != value})
    data["seen"] = sign(other.current)
    unit = Unit.objects.select_related("district").get(pk=unit_id)
    for clash, (name, value) in zip(clashes, other.fields.items(), strict=True):
        clash["value"] = readable(name, value)
    again = UnitProfileForm(data, instance=unit, waiting=_waiting(unit) is not None)
    return _edit_page(request, proofs, again, 409, clashes)


def _edit_page(
    request: HttpRequest,
    proofs: Proofs,
    form: UnitProfileForm,
    status: int,
    clashes: list[dict[str, object]] | None = None,
) -> HttpResponse:
    context = {
        **frame(request),
        "unit": form.instance,
        "form": form,
        "proofs": proofs,
        "waiting": _waiting(form.instance),
        "clashes": clashes,
    }
    return render(request, "accounts/profile/edit.html", context, status=status)


def _profile_page(request: HttpRequest, membership: Membership, error: str = "") -> HttpResponse:
    change = newest_unit_change(membership.unit)
    context = {
        **frame(request),
        "unit": membership.unit,
        "change": change,
        "changes": shown_changes(change.changes) if change else [],
        "certificate": _certificate(membership.unit),
        "upload_error": error,
    }
    status = 422 if error else 200
    return render(request, "accounts/profile/profile.html", context, status=status)


def _certificate_page(request: HttpRequest, membership: Membership, error: str) -> HttpResponse:
    """The slot alone for htmx (which swaps successes only), otherwise the page around it."""
    if request.headers.get("HX-Request"):
        context = {"certificate": _certificate(membership.unit), "upload_error": error}
        return render(request, "accounts/profile/_certificate.html", context)
    if error:
        return _profile_page(request, membership, error)
    messages.success(request, _("统一社会信用代码证已更新。"))
    return redirect("unit_profile")


def _certificate(unit: Unit) -> UnitAttachment | None:
    return unit.attachments.filter(slot=UnitAttachment.Slot.USCC_CERTIFICATE).first()
