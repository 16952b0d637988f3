"""单位基本信息: view, edit, and the credit-code certificate."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.profile import ChangedMeanwhile, replace_certificate, update_profile
from accounts.forms.profile import UnitProfileForm, sign
from accounts.models import Membership, Unit, UnitAttachment
from accounts.views.access import for_members, signed_in
from accounts.views.files import send_file
from accounts.views.menu import frame
from portal.lib.client import client_address
from portal.lib.uploads import UploadRefused, check_upload

CERTIFICATE_TYPES = ("pdf", "jpg", "png")
CERTIFICATE_BYTES = 10 * 1024 * 1024


@require_safe
@for_members
def unit_profile(request: HttpRequest, membership: Membership) -> HttpResponse:
    return _profile_page(request, membership)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def edit(request: HttpRequest, membership: Membership) -> HttpResponse:
    unit = membership.unit
    form = UnitProfileForm(request.POST or None, instance=unit)
    if not form.is_valid():
        return _edit_page(request, unit, form, 422 if form.is_bound else 200)
    try:
        changed = update_profile(
            unit.pk,
            form.values,
            form.cleaned_data["seen"],
            signed_in(request),
            client_address(request),
        )
    except ChangedMeanwhile as other:
        return _show_both(request, unit.pk, form, other)
    if changed:
        messages.success(request, _("单位基本信息已保存，之后新建的申报将使用新信息。"))
    else:
        messages.info(request, _("信息没有变化。"))
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
        checked = check_upload(file, types=CERTIFICATE_TYPES, max_bytes=CERTIFICATE_BYTES)
    except UploadRefused as refusal:
        return _certificate_page(request, membership, refusal.messages[0])
    replace_certificate(membership.unit, checked, signed_in(request), client_address(request))
    return _certificate_page(request, membership, "")


def _show_both(
    request: HttpRequest, unit_id: int, form: UnitProfileForm, other: ChangedMeanwhile
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
    again = UnitProfileForm(data, instance=unit)
    for clash, name in zip(clashes, other.fields, strict=True):
        clash["value"] = _readable(unit, name)
    return _edit_page(request, unit, again, 409, clashes)


def _readable(unit: Unit, name: str) -> str:
    if name == "district_id":
        return str(unit.district)
    if name == "type":
        return unit.get_type_display()
    return str(getattr(unit, name))


def _edit_page(
    request: HttpRequest,
    unit: Unit,
    form: UnitProfileForm,
    status: int,
    clashes: list[dict[str, object]] | None = None,
) -> HttpResponse:
    context = {**frame(request), "unit": unit, "form": form, "clashes": clashes}
    return render(request, "accounts/profile/edit.html", context, status=status)


def _profile_page(request: HttpRequest, membership: Membership, error: str = "") -> HttpResponse:
    context = {
        **frame(request),
        "unit": membership.unit,
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
