"""A receipt that finance has returned is photographed anew; what is printed names who pays."""

import pytest
from django.test import Client

from accounts.models import User
from portal.lib.refusals import Refused
from programs.models import Application
from reviews.actions import payments, receipts
from reviews.models import Payment, PaymentState, ReceiptPhoto

from .paying import clerk_of, hand_in, printed

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def client(payment: Payment) -> Client:
    return clerk_of(payment)


@pytest.fixture
def returned(payment: Payment, client: Client, finance: User) -> ReceiptPhoto:
    """The photo that finance did not take."""
    hand_in(client, printed(client, payment))
    payments.send_back(payment.pk, "印章不清晰", finance)
    return ReceiptPhoto.objects.get(receipt__payment=payment)


def page_of(client: Client, payment: Payment) -> str:
    return client.get(f"/disbursement/{payment.number}/").content.decode()


def test_the_page_asks_for_a_new_photo(
    payment: Payment, client: Client, returned: ReceiptPhoto
) -> None:
    page = page_of(client, payment)
    assert "印章不清晰" in page
    assert "尚未上传收据照片" in page
    assert f"/photos/{returned.pk}/" not in page
    assert "确认提交" not in page


def test_the_returned_photo_is_not_taken_again(
    payment: Payment, client: Client, returned: ReceiptPhoto
) -> None:
    data = {"checked_information": "1", "checked_seal": "1"}
    assert client.post(f"/disbursement/{payment.number}/submit/", data).status_code == 409
    with pytest.raises(Refused, match="已被财务退回"):
        receipts.submit_photo(returned.pk, None)
    payment.refresh_from_db()
    assert payment.state == PaymentState.AWAITING_RECEIPT

    hand_in(client, payment)
    assert payment.state == PaymentState.AWAITING_REVIEW
    assert f"/photos/{returned.pk}/" not in page_of(client, payment)


def test_the_receipt_names_the_office_that_decided(payment: Payment, client: Client) -> None:
    printed(client, payment)
    person = Application.objects.filter(payment_lines__payment=payment)[0]
    assert person.office is None
    decided = person.transitions.filter(office__isnull=False).latest("at").office
    assert decided
    assert payment.receipts.get().content["payer"] == decided.name
