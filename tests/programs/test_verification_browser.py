"""The public check and the inbox in a real browser, on a desk and on a phone."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from programs.documents.rendering import render
from programs.models import Document
from tests.axe import assert_clean_and_accessible
from tests.factories import draft_person_application, submit, submitted_unit

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def receipt() -> Document:
    submit(draft_person_application(submitted_unit()))
    document = Document.objects.get()
    render(document.pk)
    return document


@pytest.mark.parametrize("width", [1366, 390])
def test_pages_are_accessible_and_do_not_scroll_sideways(
    page: Page, live_server: LiveServer, client: Client, receipt: Document, width: int
) -> None:
    client.force_login(receipt.application.created_by)
    cookie = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/verify/", f"/verify/{receipt.token}/", "/inbox/"):
        assert_clean_and_accessible(page, live_server.url + path)
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{path} scrolls sideways."


def test_a_code_is_typed_and_the_file_compared(
    page: Page, live_server: LiveServer, receipt: Document
) -> None:
    receipt.refresh_from_db()
    page.goto(f"{live_server.url}/verify/")
    page.get_by_label("文书验证码").fill(receipt.code.lower().replace("-", ""))
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_role("heading", name="有效")).to_be_visible()
    page.get_by_label("电子文书（PDF）").set_input_files(receipt.file.path)
    page.get_by_role("button", name="核对文件").click()
    expect(page.get_by_role("heading", name="文件一致")).to_be_visible()
