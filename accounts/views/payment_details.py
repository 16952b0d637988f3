"""收款信息: the unit's bank accounts and contacts, to choose from when money is paid."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.payment_details import delete_detail, save_detail
from accounts.forms.payment_details import BankAccountForm, ContactForm
from accounts.models import BankAccount, Contact, Membership
from accounts.views.access import for_members, signed_in
from accounts.views.menu import frame
from portal.lib.client import client_address
from portal.lib.links import page_of_ours
from portal.lib.refusals import Refused

#: As it stands in the address → what it is.
KINDS: dict[str, tuple[type[BankAccount | Contact], type[BankAccountForm | ContactForm]]] = {
    "bank-account": (BankAccount, BankAccountForm),
    "contact": (Contact, ContactForm),
}


@require_safe
@for_members
def unit_payment_details(request: HttpRequest, membership: Membership) -> HttpResponse:
    context = {
        **frame(request),
        "accounts": membership.unit.bank_accounts.all(),
        "contacts": membership.unit.contacts.all(),
        "unit": membership.unit,
    }
    return render(request, "accounts/payment_details/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def edit(
    request: HttpRequest, membership: Membership, kind: str, pk: int | None = None
) -> HttpResponse:
    """Adds one, or changes one that is there."""
    model, form_class = _kind(kind)
    detail = _of_unit(membership, kind, pk) if pk else model(unit=membership.unit)
    form = form_class(request.POST or None, instance=detail)
    back = page_of_ours(request, request.POST.get("next") or request.GET.get("next", ""))
    if form.is_valid():
        try:
            save_detail(form.save(commit=False), signed_in(request), client_address(request))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已保存。"))
            return redirect(back or "unit_payment_details")
    context = {
        **frame(request),
        "form": form,
        "kind": kind,
        "next": back,
        "is_new": pk is None,
        "unit": membership.unit,
        "title": model._meta.verbose_name,
    }
    status = 422 if form.is_bound else 200
    return render(request, "accounts/payment_details/edit.html", context, status=status)


@require_POST
@for_members
def delete(request: HttpRequest, membership: Membership, kind: str, pk: int) -> HttpResponse:
    delete_detail(_of_unit(membership, kind, pk), signed_in(request), client_address(request))
    messages.success(request, _("已删除。"))
    return redirect("unit_payment_details")


def _kind(kind: str) -> tuple[type[BankAccount | Contact], type[BankAccountForm | ContactForm]]:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _of_unit(membership: Membership, kind: str, pk: int) -> BankAccount | Contact:
    model, _form = _kind(kind)
    detail: BankAccount | Contact = get_object_or_404(model, pk=pk, unit=membership.unit_id)  # type: ignore[assignment]
    return detail
