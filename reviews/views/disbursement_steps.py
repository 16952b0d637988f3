"""The steps of one payment: which are done, which is open, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from reviews.models import PaymentState
from reviews.models.disbursement import COMMITTED
from reviews.queries.disbursement import is_recent

from .disbursement_page import PaymentPage

#: The photo of the receipt is in the hands of finance, or further.
HANDED_IN = COMMITTED | {PaymentState.AWAITING_REVIEW}


@dataclass(frozen=True)
class Step:
    """For components/steps.html."""

    label: str
    state: str
    url: str
    note: str = ""
    is_current: bool = False


def steps_of(page: PaymentPage) -> list[Step]:
    """Each is judged by itself, so what still holds stays ticked when another is open again."""
    steps: list[Step] = []
    for step in _each(page):
        is_first = step.state == "todo" and all(before.state == "done" for before in steps)
        steps.append(replace(step, state="current") if is_first else step)
    return steps


def _each(page: PaymentPage) -> Iterator[Step]:
    payment = page.payment
    if page.wants_proof:
        yield _proof(page)
    account = f"{payment.bank_name} {payment.masked_account}".strip()
    where = "#own-account" if payment.to_person else "#details"
    yield Step(_("收款账户"), _is(bool(payment.account_number)), where, account)
    if not payment.to_person:
        contact = (
            f"{payment.contact_name} {payment.masked_mobile}" if payment.contact_mobile else ""
        )
        yield Step(_("联系人"), _is(bool(contact)), where, contact)
    if page.wants_receipt:
        yield _printing(page)
        returned = _("已退回，请重新拍照") if page.awaits_photo and payment.reason else ""
        is_handed_in = payment.state in HANDED_IN
        yield Step(_("盖章拍照上传"), _is(is_handed_in), "#receipt", returned)
        yield Step(_("财务审核"), _is(payment.state in COMMITTED), "#facts")
    yield _paying(page)


def _is(done: bool) -> str:
    return "done" if done else "todo"


def _proof(page: PaymentPage) -> Step:
    label, proofs = _("在职证明"), page.proofs
    if page.has_seen_proof or page.payment.state in HANDED_IN:
        return Step(label, "done", "#proofs", _("已审核") if page.has_seen_proof else "")
    newest = max((proof.issued_on for proof in proofs), default=None)
    if newest is None:
        return Step(label, "todo", "#proofs")
    if not is_recent(newest) and page.receipt is None:
        return Step(label, "todo", "#proofs", _("已超过30天，请上传最新的"))
    return Step(label, "done", "#proofs", _("%(day)s 出具") % {"day": newest})


def _printing(page: PaymentPage) -> Step:
    label = _("打印收据")
    if page.receipt:
        note = _("第%(version)s版") % {"version": page.receipt.version}
        return Step(label, "done", "#receipt", note)
    note = _("收款信息已更换，第%(version)s版作废，须重新打印") % {"version": page.number_void}
    return Step(label, "todo", "#receipt", note if page.number_void else "")


def _paying(page: PaymentPage) -> Step:
    label, payment = _("银行付款"), page.payment
    if page.has_failed:
        return Step(label, "bad", "#reason", _("付款失败"))
    if payment.paid_on:
        return Step(label, "done", "#facts", f"{payment.paid_on:%Y-%m-%d}")
    is_there = payment.state == PaymentState.EXPORTED
    return Step(label, "todo", "#facts", _("银行办理中") if is_there else "")
