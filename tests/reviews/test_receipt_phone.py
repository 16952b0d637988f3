"""A code on the computer, a phone that scans it: the photo of a sealed receipt."""

import base64
import datetime as dt
import io
import re

import pytest
import time_machine
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEntry, Membership, QrTicket
from portal.lib.photos.opening import MAX_BYTES
from reviews.actions import payments
from reviews.actions.receipts import print_receipt
from reviews.models import PaymentState, Receipt, ReceiptPhoto
from tests.accounts.test_real_person import code_on
from tests.factories import make_clerk
from tests.factories.receipts import awaiting_photo, photograph, sheet
from tests.lib.photos.camera import Shot
from tests.lib.photos.test_receipt import scan

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"
TICKS = {"checked_information": "on", "checked_seal": "on"}


@pytest.fixture
def receipt() -> Receipt:
    return awaiting_photo()


@pytest.fixture
def computer(receipt: Receipt) -> Client:
    """Of the clerk who filed, with a code on the screen."""
    client = Client()
    client.force_login(receipt.payment.lines.get().application.created_by)
    show_code(client, receipt)
    return client


@pytest.fixture
def phone() -> Client:
    """Signed in nowhere."""
    return Client(headers={"User-Agent": PHONE})


def address(receipt: Receipt, what: str = "") -> str:
    return f"/disbursement/{receipt.payment.number}/code/{what}"


def show_code(computer: Client, receipt: Receipt) -> None:
    assert computer.post(address(receipt)).headers["Location"] == address(receipt)


def scanned(computer: Client) -> str:
    """What the phone opens: the address that the code on the screen holds."""
    return code_on(computer, "receipt").replace("/q/", "/r/")


def shoot(phone: Client, code: str, photo: bytes):  # type: ignore[no-untyped-def]
    return phone.post(f"{code}photo/", {"photo": SimpleUploadedFile("receipt.jpg", photo)})


def poll(computer: Client, receipt: Receipt, seen: str = "waiting"):  # type: ignore[no-untyped-def]
    headers = {"HX-Request": "true"}
    return computer.post(address(receipt, "state/"), {"seen": seen}, headers=headers)


def state_of(receipt: Receipt) -> str:
    receipt.payment.refresh_from_db()
    return receipt.payment.state


@pytest.mark.requirement("S3-039")
def test_the_code_opens_a_page_without_a_password(
    computer: Client, phone: Client, receipt: Receipt
) -> None:
    page = computer.get(address(receipt)).content.decode()
    svg = re.search(r'src="data:image/svg\+xml', page)
    assert svg
    code = scanned(computer)
    assert len(code.strip("/").split("/")[-1]) >= 32  # nobody guesses it
    assert phone.get(code).status_code == 200
    assert phone.post(f"{code}scanned/").status_code == 204
    assert "已扫码" in poll(computer, receipt).content.decode()
    ticket = QrTicket.objects.get(purpose="receipt")
    left = ticket.expires_at - ticket.created_at
    assert dt.timedelta(minutes=9) < left <= dt.timedelta(minutes=10, seconds=1)


@pytest.mark.requirement("S3-040")
def test_the_phone_page_has_a_camera_field_and_a_frame(computer: Client, phone: Client) -> None:
    page = phone.get(scanned(computer)).content.decode()
    field = re.search(r'<input type="file"[^>]*>', page)
    assert field
    assert 'capture="environment"' in field[0]
    assert "image/jpeg" in field[0]
    assert 'class="camera-frame"' in page


@pytest.mark.requirement("S3-041")
def test_photo_looked_at_ticked_and_handed_in(
    computer: Client, phone: Client, receipt: Receipt
) -> None:
    code = scanned(computer)
    shown = shoot(phone, code, photograph(receipt))
    assert shown.status_code == 200
    page = shown.content.decode()
    for word in ("核对信息和印章", "看到红色印章", receipt.number, "重拍"):
        assert word in page
    photo = ReceiptPhoto.objects.get()
    assert photo.checks == {"seal": True, "sharp": True}

    refused = phone.post(f"{code}hand-in/", {"photo": photo.pk, "checked_seal": "on"})
    assert refused.status_code == 422
    assert refused.content.decode().count("请核对后勾选") == 1
    assert state_of(receipt) == PaymentState.AWAITING_RECEIPT

    done = phone.post(f"{code}hand-in/", {"photo": photo.pk, **TICKS})
    assert "收据已提交" in done.content.decode()
    assert state_of(receipt) == PaymentState.AWAITING_REVIEW
    moved = poll(computer, receipt, "scanned").headers["HX-Redirect"]
    assert moved == f"/disbursement/{receipt.payment.number}/"
    assert AuditEntry.objects.filter(action="submit_receipt", actor__isnull=False).exists()


@pytest.mark.requirement("S3-041")
def test_a_photo_taken_again_takes_the_place_of_the_first(
    computer: Client, phone: Client, receipt: Receipt
) -> None:
    code = scanned(computer)
    shoot(phone, code, photograph(receipt, seal=False))
    first = ReceiptPhoto.objects.get()
    assert phone.get(code).status_code == 200
    page = shoot(phone, code, photograph(receipt)).content.decode()
    assert "看到红色印章" in page
    second = ReceiptPhoto.objects.get()
    stale = phone.post(f"{code}hand-in/", {"photo": first.pk, **TICKS})
    assert stale.status_code == 409
    assert "重新拍照" in stale.content.decode()
    assert phone.post(f"{code}hand-in/", {"photo": second.pk, **TICKS}).status_code == 200


@pytest.mark.requirement("S3-042")
def test_the_stored_photo_is_seen_on_the_computer_only(
    computer: Client, phone: Client, receipt: Receipt
) -> None:
    code = scanned(computer)
    page = shoot(phone, code, photograph(receipt)).content.decode()
    photo = ReceiptPhoto.objects.get()
    stored = f"/disbursement/{receipt.payment.number}/photos/{photo.pk}/"
    done = phone.post(f"{code}hand-in/", {"photo": photo.pk, **TICKS}).content.decode()
    for seen in (page, done):
        assert stored not in seen
        assert "download" not in seen
        assert photo.file.name not in seen
    inline = re.search(r'src="data:image/jpeg;base64,([^"]+)"', page)
    assert inline
    assert Image.open(io.BytesIO(base64.b64decode(inline[1]))).width == 1000
    assert phone.get(stored).status_code == 302  # to the login
    desk = computer.get(f"/disbursement/{receipt.payment.number}/").content.decode()
    assert re.search(rf'<img[^>]*src="{stored}"', desk)
    assert re.search(rf'<a[^>]*href="{stored}"\s+download>', desk)
    answer = computer.get(stored)
    kept = Image.open(io.BytesIO(b"".join(answer)))
    (main,) = [c.text for c in zxingcpp.read_barcodes(kept) if c.text.startswith("RCPT")]
    assert main == str(receipt.mark)


@pytest.mark.requirement("S3-039")
def test_a_code_is_good_once_ten_minutes_and_for_one_phone(
    computer: Client, phone: Client, receipt: Receipt
) -> None:
    code = scanned(computer)
    phone.post(f"{code}scanned/")
    other = Client().get(code)
    assert other.status_code == 410
    assert "另一部手机" in other.content.decode()

    with time_machine.travel(timezone.now() + dt.timedelta(minutes=11), tick=False):
        for late in (phone.get(code), shoot(phone, code, photograph(receipt))):
            assert late.status_code == 410
            assert "二维码已过期" in late.content.decode()
    assert not ReceiptPhoto.objects.exists()

    shoot(phone, code, photograph(receipt))
    photo = ReceiptPhoto.objects.get()
    phone.post(f"{code}hand-in/", {"photo": photo.pk, **TICKS})
    again = [phone.get(code), shoot(phone, code, photograph(receipt))]
    again.append(phone.post(f"{code}hand-in/", {"photo": photo.pk, **TICKS}))
    for used in again:
        assert used.status_code == 410
        assert "二维码已使用" in used.content.decode()
    assert ReceiptPhoto.objects.count() == 1


def test_a_new_code_ends_the_old_one_and_codes_are_for_one_purpose(
    computer: Client, phone: Client, receipt: Receipt
) -> None:
    old = scanned(computer)
    show_code(computer, receipt)
    assert phone.get(old).status_code == 410
    assert phone.get("/r/guessed/").status_code == 404
    log_in_page = scanned(computer).replace("/r/", "/q/")
    assert phone.get(log_in_page).status_code == 410
    assert phone.get(scanned(computer)).status_code == 200


@pytest.mark.requirement("S3-043")
def test_a_void_printing_and_another_receipt_are_refused_with_the_reason(
    computer: Client, phone: Client, receipt: Receipt
) -> None:
    payment, clerk = receipt.payment, receipt.payment.lines.get().application.created_by
    assert payment.unit
    other_contact = payment.unit.contacts.create(name="仇英", mobile="13912340078")
    payments.choose_contact(payment.pk, other_contact, clerk)
    newer = print_receipt(payment.pk, clerk)
    show_code(computer, receipt)
    code = scanned(computer)
    void = shoot(phone, code, photograph(receipt))
    assert void.status_code == 409
    assert "已作废的第 1 版" in void.content.decode()

    newer.number = "SK2026-99999999-9"
    other = shoot(phone, code, photograph(newer))
    assert other.status_code == 409
    assert "另一张收据" in other.content.decode()
    assert not ReceiptPhoto.objects.exists()


def test_a_photo_that_will_not_do_says_why_on_the_same_page(
    computer: Client, phone: Client, receipt: Receipt
) -> None:
    code = scanned(computer)
    bad = {
        "照片模糊": photograph(receipt, shot=Shot(blur=5)),
        "没有拍全": photograph(receipt, shot=Shot(aside=0.3)),
    }
    for word, photo in bad.items():
        answer = shoot(phone, code, photo)
        assert answer.status_code == 422
        assert word in answer.content.decode()
    large = shoot(phone, code, b"\xff\xd8\xff" + b"\0" * MAX_BYTES)
    assert large.status_code == 422
    assert "20 MB" in large.content.decode()
    assert "请先拍照" in phone.post(f"{code}photo/").content.decode()


def test_a_receipt_without_a_seal_is_said_so(
    computer: Client, phone: Client, receipt: Receipt
) -> None:
    page = shoot(phone, scanned(computer), photograph(receipt, seal=False)).content.decode()
    assert "没有在“收款单位（盖章）”处看到红色印章" in page


def test_who_may_no_longer_act_for_the_unit_has_no_power_on_a_phone(
    computer: Client, phone: Client, receipt: Receipt
) -> None:
    code = scanned(computer)
    Membership.objects.filter(unit=receipt.payment.unit).update(is_active=False)
    answer = shoot(phone, code, photograph(receipt))
    assert answer.status_code == 409
    assert "无权办理" in answer.content.decode()
    assert not ReceiptPhoto.objects.exists()


def test_strangers_find_no_code_page(receipt: Receipt) -> None:
    stranger = Client()
    stranger.force_login(make_clerk())
    assert stranger.get(address(receipt)).status_code == 404
    assert stranger.post(address(receipt)).status_code == 404
    assert not QrTicket.objects.exists()


def test_at_a_desk_a_scan_may_be_chosen_instead(computer: Client, receipt: Receipt) -> None:
    here = computer.post(address(receipt), {"here": "1"}).headers["Location"]
    field = computer.get(here).content.decode()
    assert 'accept="image/jpeg,image/png,.pdf"' in field
    assert "capture=" not in field
    answer = shoot(computer, here, scan(sheet(receipt)))
    assert "核对信息和印章" in answer.content.decode()
    assert ReceiptPhoto.objects.get().checks == {"seal": True, "sharp": True}
