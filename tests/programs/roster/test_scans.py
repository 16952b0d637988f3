"""A ZIP of scans: matched by names and numbers, confirmed, stored; what is wrong is named."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from programs.answers import plain_answers
from programs.models import Application, ScanArchive
from programs.roster import scans as opening
from programs.roster import storing
from tests.factories import draft_person_application, person_answers, resident_id
from tests.lib.uploads.files import pdf

from .books import url
from .conftest import Office

pytestmark = pytest.mark.django_db


def packed(*names: str, content: bytes = b"") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content or pdf())
    return target.getvalue()


def send(office: Office, content: bytes, name: str = "材料.zip") -> Any:
    file = SimpleUploadedFile(name, content)
    return office.client.post(url(office.call, "scans_upload"), {"file": file})


def matched(office: Office, content: bytes) -> ScanArchive:
    response = send(office, content)
    assert response.status_code == 302, response.content.decode()
    archive = ScanArchive.objects.get()
    storing.run(archive.pk)
    archive.refresh_from_db()
    return archive


def begun(office: Office, name: str, number: str = "") -> Application:
    answers = person_answers(name=name, id_doc_number=number or resident_id())
    person = draft_person_application(office.part, **answers)
    person.attachments.all().delete()
    return person


def confirm(office: Office, archive: ScanArchive, **changes: str) -> Any:
    page = office.client.get(url(office.call, "scans", archive.pk))
    form = page.context["form"]
    data = {field.html_name: field.value() or "" for field in form} | changes
    return office.client.post(url(office.call, "scans_confirm", archive.pk), data)


def test_files_are_matched_by_folder_name_number_and_slot(office: Office) -> None:
    one, other = begun(office, "祝允明"), begun(office, "文嘉")
    number = plain_answers(other)["id_doc_number"]
    archive = matched(
        office,
        packed("祝允明/身份证.pdf", f"{number}_劳动合同.pdf", "学历学位证书/文嘉.pdf", "其他.pdf"),
    )
    found = {file.path: (file.application_id, file.slot) for file in archive.files.all()}
    assert found == {
        "祝允明/身份证.pdf": (one.pk, "id_document"),
        f"{number}_劳动合同.pdf": (other.pk, "employment_contract"),
        "学历学位证书/文嘉.pdf": (other.pk, "education_certificate"),
        "其他.pdf": (None, ""),
    }
    page = office.client.get(url(office.call, "scans", archive.pk)).content.decode()
    assert "1 个文件未能自动识别" in page


def test_what_is_confirmed_is_stored_and_nothing_else(office: Office) -> None:
    one = begun(office, "祝允明")
    archive = matched(office, packed("祝允明/身份证.pdf", "其他.pdf"))
    assert one.attachments.count() == 0
    confirm(office, archive)
    storing.run(archive.pk)
    storing.run(archive.pk)

    archive.refresh_from_db()
    assert archive.state == "done"
    assert [file.reason for file in archive.files.all()] == ["", ""]
    assert [(a.slot, a.name) for a in one.attachments.all()] == [("id_document", "身份证.pdf")]
    assert [file.state for file in archive.files.all()] == ["done", "skipped"]


def test_the_guess_can_be_corrected_and_wrong_names_are_told(office: Office) -> None:
    begun(office, "祝允明")
    other = begun(office, "文嘉")
    archive = matched(office, packed("祝允明/身份证.pdf"))
    file = archive.files.get()
    refused = confirm(office, archive, **{f"person-{file.pk}": "王鏊"})
    assert refused.status_code == 422
    assert "可申报人员中没有此人" in refused.content.decode()
    assert "王鏊" in refused.content.decode()

    confirm(office, archive, **{f"person-{file.pk}": "文嘉", f"slot-{file.pk}": "wage_proof"})
    storing.run(archive.pk)
    assert [a.slot for a in other.attachments.all()] == ["wage_proof"]


def test_namesakes_are_not_guessed(office: Office) -> None:
    begun(office, "祝允明")
    begun(office, "祝允明")
    file = matched(office, packed("祝允明/身份证.pdf")).files.get()
    assert file.application is None
    assert "多人同名" in file.reason


def test_dangerous_members_are_named_and_the_good_ones_stay(office: Office) -> None:
    one = begun(office, "祝允明")
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("祝允明/身份证.pdf", pdf())
        archive.writestr("../../祝允明合同.pdf", pdf())
        archive.writestr("/etc/祝允明合同.pdf", pdf())
        archive.writestr("祝允明/更多.zip", packed("a.pdf"))
        archive.writestr("祝允明/完税证明.pdf", bytes(3 * 1024 * 1024))
        archive.writestr("__MACOSX/祝允明/._身份证.pdf", b"x")
        archive.writestr("祝允明/学历.pdf", pdf())
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("祝允明/学历.pdf", pdf())
    order = matched(office, bomb.getvalue())

    told = {file.path: file.reason for file in order.files.filter(state="refused")}
    assert told["../../祝允明合同.pdf"] == told["/etc/祝允明合同.pdf"] == "文件路径不安全，不上传。"
    assert "压缩包中的压缩包" in told["祝允明/更多.zip"]
    assert "异常大" in told["祝允明/完税证明.pdf"]
    assert "同名" in told["祝允明/学历.pdf"]
    assert len(told) == 5
    confirm(office, order)
    storing.run(order.pk)
    assert one.attachments.count() == 1


def test_names_in_gbk_are_read(office: Office) -> None:
    begun(office, "祝允明")
    content = packed("person/number.pdf")  # as long in ASCII as the Chinese names are in GBK
    content = content.replace(b"person", "祝允明".encode("gbk"))
    content = content.replace(b"number", "身份证".encode("gbk"))
    assert matched(office, content).files.get().path == "祝允明/身份证.pdf"


def test_a_file_that_is_not_what_it_says_is_refused_alone(office: Office) -> None:
    one = begun(office, "祝允明")
    order = matched(office, packed("祝允明/身份证.pdf", content=b"MZ no pdf"))
    confirm(office, order)
    storing.run(order.pk)
    file = order.files.get()
    assert (file.state, one.attachments.count()) == ("refused", 0)
    assert "不要直接修改扩展名" in file.reason


def test_what_is_no_archive_or_too_much_is_refused(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "ZIP" in send(office, b"PK", "材料.rar").content.decode()
    assert send(office, b"Rar!", "材料.zip").status_code == 422
    monkeypatch.setattr(opening, "MAX_FILES", 1)
    order = matched(office, packed("a.pdf", "b.pdf"))
    assert (order.state, order.complaint) == (
        "failed", "压缩包中有 2 个文件，最多 1 个，请分批上传。",
    )  # fmt: skip


def test_the_same_archive_again_doubles_nothing(office: Office) -> None:
    one = begun(office, "祝允明")
    content = packed("祝允明/发票1.pdf", "祝允明/发票2.pdf", content=pdf())
    for _time in range(2):
        ScanArchive.objects.all().delete()
        order = matched(office, content)
        confirm(office, order)
        storing.run(order.pk)
    # Both names hold the same bytes: the second is known from the first on.
    assert [attachment.name for attachment in one.attachments.all()] == ["发票1.pdf"]
    assert [file.reason for file in order.files.all()] == [
        "发票1.pdf：已上传过，不重复添加。",
        "发票2.pdf：已上传过，不重复添加。",
    ]


def test_files_with_a_password_are_named_alone(office: Office) -> None:
    one = begun(office, "祝允明")
    content = bytearray(packed("祝允明/身份证.pdf", "祝允明/劳动合同.pdf"))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + flags] |= 1
    order = matched(office, bytes(content))
    confirm(office, order)
    storing.run(order.pk)

    told = {file.path: (file.state, file.reason) for file in order.files.all()}
    assert told["祝允明/身份证.pdf"] == ("refused", "文件设有密码，请去除密码后重新压缩。")
    assert [attachment.name for attachment in one.attachments.all()] == ["劳动合同.pdf"]


def test_a_truncated_archive_is_named(office: Office) -> None:
    order = matched(office, packed("祝允明/身份证.pdf")[:-30])
    assert (order.state, order.complaint[:6]) == ("failed", "文件不是有效")
