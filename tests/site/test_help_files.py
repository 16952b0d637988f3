"""The downloads of the help centre."""

import pytest
from django.test import Client
from django.urls import reverse
from pypdfium2 import PdfDocument

from portal.site.help_files import TITLES

NAMES = (
    "单位账号在认定系统信息登记操作手册",
    "高层次人才申报系统操作手册",
    "偏才专才认定申请表",
    "高层次人才认定备案申请操作手册",
    "住房补贴申请人用相关表单",
    "高层次人才住房补贴常用表格",
)


@pytest.mark.django_db
@pytest.mark.requirement("S1-028")
def test_every_manual_and_form_is_downloaded_as_pdf(client: Client) -> None:
    page = client.get(reverse("help")).content.decode()
    assert tuple(str(title) for title in TITLES.values()) == NAMES
    for key, name in zip(TITLES, NAMES, strict=True):
        url = reverse("help_file", args=[key])
        assert f'<a href="{url}">{name}</a>' in page
        answer = client.get(url)
        assert answer.headers["Content-Type"] == "application/pdf"
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        words = "".join(sheet.get_textpage().get_text_range() for sheet in PdfDocument(content))
        assert name in words


def test_an_unknown_file_is_not_found(client: Client) -> None:
    assert client.get("/help/files/passwd.pdf").status_code == 404
