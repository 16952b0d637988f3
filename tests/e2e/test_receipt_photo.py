"""A clerk at a computer, and her phone with a camera that looks at the sealed receipt."""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer
from pytest_playwright.pytest_playwright import CreateContextCallback

from reviews.models import PaymentState, Receipt, ReceiptPhoto
from tests.factories.receipts import awaiting_photo, photograph
from tests.lib.photos.camera import Shot

from .conftest import PHONE
from .pages import Seat

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

#: What Chromium films instead of a camera: one frame, again and again.
CAMERA = (
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--use-file-for-fake-video-capture={}",
)


ANDROID = "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0.0.0 Mobile Safari/537.36"


@pytest.fixture
def receipt() -> Receipt:
    return awaiting_photo()


@pytest.fixture
def computer(new_context: CreateContextCallback, live_server: LiveServer, receipt: Receipt) -> Seat:
    return Seat(new_context().new_page(), live_server.url)


@pytest.fixture
def phone(
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    live_server: LiveServer,
    receipt: Receipt,
    tmp_path: Path,
) -> Iterator[Seat]:
    """A browser of its own, whose camera has the receipt before it."""
    film = tmp_path / "camera.mjpeg"
    film.write_bytes(photograph(receipt, shot=Shot(size=(1920, 1440), scale=0.8)))
    camera = [flag.format(film) for flag in CAMERA]
    arguments = [*browser_type_launch_args["args"], *camera]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": arguments})
    held = {"viewport": PHONE, "has_touch": True, "is_mobile": True, "user_agent": ANDROID}
    context = browser.new_context(**{**browser_context_args, **held})
    yield Seat(context.new_page(), live_server.url)
    browser.close()


def scan(page: Page) -> str:
    """What a camera reads from the code on the screen."""
    picture = Image.open(io.BytesIO(page.locator("img.qr-code").screenshot()))
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


def press_shutter(page: Page) -> None:
    """Not before the picture of the camera is there."""
    expect(page.locator(".camera video")).not_to_have_js_property("videoWidth", 0)
    page.get_by_role("button", name="拍照", exact=True).click()


@pytest.mark.requirement("S3-039")
@pytest.mark.requirement("S3-040")
@pytest.mark.requirement("S3-041")
@pytest.mark.requirement("S3-042")
def test_a_sealed_receipt_is_photographed_with_a_phone(
    computer: Seat, phone: Seat, receipt: Receipt
) -> None:
    payment = receipt.payment
    desk = computer.page
    computer.log_in(payment.lines.get().application.created_by.username)
    expect(desk.get_by_role("main")).to_contain_text("会员中心")
    computer.open(f"/disbursement/{payment.number}/")
    computer.press("上传收据")
    expect(desk.locator("img.qr-code")).to_be_visible()
    computer.look()

    page = phone.page
    page.goto(scan(desk))
    expect(page.locator(".camera-frame")).to_be_visible()
    phone.look()
    expect(desk.get_by_text("已扫码，请在手机上继续")).to_be_visible()

    blurred = photograph(receipt, shot=Shot(blur=5))
    chosen = {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": blurred}
    page.get_by_label("用系统相机拍照或选择照片").set_input_files(chosen)  # type: ignore[arg-type]
    expect(page.get_by_text("照片模糊")).to_be_visible()
    phone.look()

    press_shutter(page)
    expect(page.get_by_role("heading", name="核对信息和印章")).to_be_visible()
    expect(page.get_by_text("看到红色印章")).to_be_visible()
    phone.look()
    phone.follow("重拍")
    press_shutter(page)
    phone.press("确认提交")
    expect(page.get_by_text("请核对后勾选").first).to_be_visible()
    page.get_by_label("收据信息与系统中的一致").check()
    page.get_by_label("印章清晰完整").check()
    phone.press("确认提交")
    expect(page.get_by_role("heading", name="收据已提交")).to_be_visible()
    expect(page.locator("a[download], a[href*='photos']")).to_have_count(0)

    # The computer has moved on by itself.
    expect(desk.get_by_text("收据已由手机提交")).to_be_visible()
    expect(desk.get_by_role("img", name="已上传的收据照片")).to_be_visible()
    computer.look()
    payment.refresh_from_db()
    assert payment.state == PaymentState.AWAITING_REVIEW
    assert ReceiptPhoto.objects.get().checks["seal"]
