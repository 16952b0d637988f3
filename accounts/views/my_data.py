"""我的数据: what is stored, a copy of it, consents, and requests to correct or erase."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.audit import record
from accounts.actions.my_data import ask, order_export, take_back
from accounts.forms.my_data import DataRequestForm
from accounts.models import Consent, DataExport, DataRequest
from accounts.own_data import all_blocks, all_obstacles
from accounts.privacy_notice import privacy_notice
from accounts.views.access import for_owners, signed_in
from accounts.views.confirming import ask_to_confirm, confirmed_lately
from accounts.views.menu import frame
from accounts.views.proofs import Proofs
from portal.lib.client import client_address
from portal.lib.private_files import send
from portal.lib.refusals import RateLimited, Refused

SLOT = "data_request"


@require_safe
@for_owners
def my_data(request: HttpRequest) -> HttpResponse:
    return _page(request)


@require_POST
@for_owners
@confirmed_lately
def order(request: HttpRequest) -> HttpResponse:
    """Has a copy packed; the page shows when it is there."""
    try:
        order_export(signed_in(request), client_address(request))
    except RateLimited as refusal:
        return _page(request, refused=str(refusal), status=429)
    messages.success(request, _("正在生成副本，完成后将在此页显示下载链接，并发送站内消息。"))
    return redirect("my_data")


@require_safe
@for_owners
def download(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The ZIP itself, for its owner, while its day lasts."""
    user = signed_in(request)
    ready = DataExport.objects.filter(user=user, state=DataExport.State.DONE)
    export = get_object_or_404(ready, pk=pk, expires_at__gt=timezone.now())
    if asking := ask_to_confirm(request):
        return asking
    record(user, "download_data_export", export, {}, client_address(request))
    return send(export.file, as_attachment=True, filename=_("我的数据-%s.zip") % export)


@require_http_methods(["GET", "HEAD", "POST"])
@for_owners
def request_change(request: HttpRequest) -> HttpResponse:
    """Asks staff to correct something, or to erase the account."""
    proofs = Proofs(request, SLOT, _("更正信息的，请上传能证明的材料（选填）。"))
    is_upload = request.method == "POST" and proofs.take()  # files do not wait for the password
    if not (is_upload or proofs.refused) and (asking := ask_to_confirm(request)):
        return asking
    if request.method != "POST":
        initial = {"kind": request.GET.get("kind", DataRequest.Kind.CORRECT)}
        return _form_page(request, DataRequestForm(initial=initial), proofs)
    if is_upload:
        return _form_page(request, DataRequestForm(initial=request.POST.dict()), proofs)
    form = DataRequestForm(request.POST)
    if not form.is_valid() or proofs.refused:
        return _form_page(request, form, proofs, status=422)
    data = form.cleaned_data
    try:
        ask(signed_in(request), data["kind"], data["reason"], proofs.files, client_address(request))
    except Refused as refusal:
        form.add_error("kind", str(refusal))
        return _form_page(request, form, proofs, status=409)
    messages.success(request, _("申请已提交，可在此页查看进度。"))
    return redirect("my_data")


@require_POST
@for_owners
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(DataRequest, pk=pk, user=signed_in(request))
    take_back(pk, signed_in(request), client_address(request))
    messages.success(request, _("申请已撤回。"))
    return redirect("my_data")


def _page(request: HttpRequest, *, refused: str = "", status: int = 200) -> HttpResponse:
    user = signed_in(request)
    exports = DataExport.objects.filter(user=user)
    context = {
        **frame(request),
        "blocks": all_blocks(user),
        "consents": user.consents.all()[:20],
        "edition": privacy_notice().edition,
        "privacy_purpose": Consent.Purpose.PRIVACY_NOTICE,
        "export": exports.first(),
        "now": timezone.now(),
        "requests": user.data_requests.all()[:10],
        "obstacles": all_obstacles(user),
        "refused": refused,
    }
    return render(request, "accounts/my_data/my_data.html", context, status=status)


def _form_page(
    request: HttpRequest, form: DataRequestForm, proofs: Proofs, *, status: int = 200
) -> HttpResponse:
    context = {**frame(request), "form": form, "proofs": proofs}
    status = 422 if proofs.refused and status == 200 else status
    return render(request, "accounts/my_data/request.html", context, status=status)
