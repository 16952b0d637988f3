"""Attachments: uploaded into slots, checked, shown to those who may, put in order, removed."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from programs.models import Application, Attachment, Document
from tests.factories import (
    add_attachment,
    draft_person_application,
    make_clerk,
    make_reviewer,
    submit,
    submitted_unit,
)
from tests.programs.pages import pdf_upload

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def person(client: Client) -> Application:
    clerk = make_clerk()
    client.force_login(clerk)
    return draft_person_application(submitted_unit(clerk=clerk), complete=False, name="沈周")


def upload(client: Client, person: Application, slot: str, *files: object, **headers: str) -> str:
    url = reverse("programs:upload", args=[person.number, slot])
    response = client.post(url, {"file": list(files)}, headers=headers)
    return response.content.decode()


def photo(name: str = "正面.jpg", size: tuple[int, int] = (600, 400)) -> SimpleUploadedFile:
    target = io.BytesIO()
    Image.new("RGB", size, "#4477aa").save(target, "JPEG")
    return SimpleUploadedFile(name, target.getvalue(), content_type="image/jpeg")


def url_of(attachment: Attachment, name: str = "attachment") -> str:
    return reverse(f"programs:{name}", args=[attachment.application.number, attachment.pk])


def test_several_photos_go_into_one_slot_with_thumbnails(
    client: Client, person: Application
) -> None:
    fragment = upload(client, person, "id_document", photo("正面.jpg"), photo("反面.jpg"), **HTMX)

    files = list(person.attachments.order_by("position"))
    assert [file.name for file in files] == ["正面.jpg", "反面.jpg"]
    assert all(url_of(file, "thumbnail") in fragment for file in files)
    assert 'id="filing-steps"' in fragment
    picture = client.get(url_of(files[0], "thumbnail"))
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert Image.open(io.BytesIO(b"".join(picture.streaming_content))).width <= 320  # type: ignore[attr-defined]


def test_a_bad_file_is_refused_at_its_slot_and_the_good_ones_stay(
    client: Client, person: Application
) -> None:
    bad = SimpleUploadedFile("合同.pdf", b"MZ\x90\x00 not a pdf at all")
    url = reverse("programs:upload", args=[person.number, "employment_contract"])

    answer = client.post(url, {"file": [pdf_upload("第1页.pdf"), bad]}, headers=HTMX)

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="slot_employment_contract"' in text
    assert "合同.pdf：文件内容不是 PDF 格式" in text
    assert [file.name for file in person.attachments.all()] == ["第1页.pdf"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("空.pdf", b""), "文件是空的"),
        (SimpleUploadedFile("大.pdf", b"%PDF-" + b"0" * (10 * 1024 * 1024 - 4)), "超过10 MB"),
        (SimpleUploadedFile("程序.exe", b"MZ"), "不支持此类文件"),
        (SimpleUploadedFile("坏.pdf", b"%PDF-1.4 cut off"), "已损坏或不完整"),
    ],
)
def test_what_cannot_be_taken_is_told_in_words(
    client: Client, person: Application, file: SimpleUploadedFile, words: str
) -> None:
    file.seek(0)
    assert words in upload(client, person, "wage_proof", file, **HTMX)
    assert not person.attachments.exists()


def test_a_full_slot_takes_no_more(client: Client, person: Application) -> None:
    files = [photo(f"{n}.jpg") for n in range(3)]
    assert "最多 2 个文件" in upload(client, person, "id_document", *files, **HTMX)
    assert person.attachments.count() == 2


def test_without_javascript_the_page_comes_back_at_the_slot(
    client: Client, person: Application
) -> None:
    url = reverse("programs:upload", args=[person.number, "wage_proof"])
    answer = client.post(url, {"file": pdf_upload()})
    assert answer.headers["Location"].endswith(f"/my/{person.number}/#slot_wage_proof")
    nothing = client.post(url, {}, follow=True)
    assert "请选择要上传的文件" in nothing.content.decode()


def test_an_unknown_slot_is_not_there(client: Client, person: Application) -> None:
    url = reverse("programs:upload", args=[person.number, "nonsense"])
    assert client.post(url, {"file": pdf_upload()}).status_code == 404


def test_files_are_put_in_order_replaced_and_removed(
    client: Client, person: Application, django_capture_on_commit_callbacks: object
) -> None:
    upload(client, person, "tax_certificate", *(pdf_upload(f"{n}.pdf", str(n)) for n in "abc"))

    def names() -> list[str]:
        return [file.name for file in person.attachments.order_by("position", "pk")]

    last = person.attachments.get(name="c.pdf")
    client.post(url_of(last, "earlier_file"))
    assert names() == ["a.pdf", "c.pdf", "b.pdf"]
    client.post(url_of(person.attachments.get(name="a.pdf"), "later_file"))
    assert names() == ["c.pdf", "a.pdf", "b.pdf"]
    client.post(url_of(last, "replace_file"), {"file": pdf_upload("d.pdf")})
    assert names() == ["d.pdf", "a.pdf", "b.pdf"]
    client.post(url_of(person.attachments.get(name="a.pdf"), "delete_file"))
    assert names() == ["d.pdf", "b.pdf"]


def test_a_refused_replacement_leaves_the_old_file(client: Client, person: Application) -> None:
    old = add_attachment(person, "wage_proof")
    client.post(url_of(old, "replace_file"), {"file": SimpleUploadedFile("x.pdf", b"nonsense")})
    assert person.attachments.get() == old
    assert old.file.storage.exists(str(old.file.name))


@pytest.mark.requirement("X-006")
def test_a_file_is_served_by_itself_and_kept_by_no_cache(
    client: Client, person: Application
) -> None:
    upload(client, person, "wage_proof", pdf_upload("工资\u202e.pdf"))
    answer = client.get(url_of(person.attachments.get()))

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline;")
    assert "%E2%80%AE" not in answer.headers["Content-Disposition"]


@pytest.mark.requirement("X-006")
def test_only_the_applicant_and_the_offices_in_charge_see_a_file(client: Client) -> None:
    person = submit(draft_person_application(submitted_unit()))
    assert person.office
    file = person.attachments.all()[0]
    for user, status in (
        (person.created_by, 200),
        (make_reviewer(person.office), 200),
        (make_clerk(), 404),
    ):
        client.force_login(user)
        assert client.get(url_of(file)).status_code == status
    client.logout()
    assert client.get(url_of(file)).status_code == 302


@pytest.mark.requirement("X-006")
def test_a_guessed_address_is_refused(client: Client, person: Application) -> None:
    mine = add_attachment(person, "wage_proof")
    foreign = add_attachment(
        draft_person_application(submitted_unit(), complete=False), "wage_proof"
    )

    crossed = reverse("programs:attachment", args=[person.number, foreign.pk])
    assert client.get(crossed).status_code == 404
    assert client.get(f"/media/{mine.file.name}").status_code == 404
    assert len(str(mine.file.name).rsplit("/")[-1]) > 32


def test_a_file_that_the_storage_has_lost_is_not_there(client: Client, person: Application) -> None:
    file = add_attachment(person, "wage_proof")
    file.file.storage.delete(str(file.file.name))
    assert client.get(url_of(file)).status_code == 404


def test_what_is_not_known_to_be_clean_is_shown_to_nobody(
    client: Client, person: Application
) -> None:
    file = add_attachment(person, "wage_proof")
    Attachment.objects.filter(pk=file.pk).update(scan=Attachment.Scan.PENDING)
    assert client.get(url_of(file)).status_code == 404


def test_a_valid_document_is_served_to_its_applicant_only(client: Client) -> None:
    person = submit(draft_person_application(submitted_unit()))
    document = person.documents.get(kind="acceptance_receipt")
    url = reverse("programs:document", args=[person.number, document.pk])
    client.force_login(person.created_by)
    assert client.get(url).status_code == 404  # not rendered yet

    document.file.save("receipt.pdf", ContentFile(b"%PDF-1.4"), save=False)
    document.state, document.sha256 = Document.State.VALID, "0" * 64
    document.save()

    answer = client.get(url)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    page = client.get(reverse("programs:application", args=[person.number])).content.decode()
    assert f'href="{url}"' in page
    client.force_login(make_clerk())
    assert client.get(url).status_code == 404
