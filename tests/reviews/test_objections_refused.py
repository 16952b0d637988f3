"""Bad input around objections: named where it was typed, and nothing of it lost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.lib.refusals import Refused
from programs.models import Application
from reviews.actions.objections import answer, dismiss, file_objection, uphold
from reviews.models import Objection, PublicNotice
from tests.accounts.getting_in import png
from tests.factories.notices import noticed_people, noticed_person, publish_for
from tests.factories.objections import PHONE, code_for, object_to

pytestmark = pytest.mark.django_db
TEXT = "该人员已于2026年3月离职，不在该单位工作。"
FORTY_MB = 40 * 1024 * 1024


@pytest.fixture
def person() -> Application:
    return noticed_people(name="祝允明")[1]


@pytest.fixture
def notice(person: Application) -> PublicNotice:
    return publish_for(person)


def url_of(notice: PublicNotice) -> str:
    return f"/notices/{notice.number}/object/"


def fields(**changes: Any) -> dict[str, Any]:
    return {"text": TEXT, "name": "顾炎武", "phone": PHONE, "code": "000000", **changes}


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"text": ""}, "text"),
        ({"text": "长" * 1001}, "text"),
        ({"text": "含\x00的内容，看起来足够长了"}, "text"),
        ({"name": ""}, "name"),
        ({"name": "长" * 61}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "1391234"}, "phone"),
        ({"code": ""}, "code"),
        ({"code": "12345"}, "code"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_the_rest_stays(
    client: Client, notice: PublicNotice, changes: dict[str, str], wrong: str
) -> None:
    said = client.post(url_of(notice), fields(**changes))
    assert said.status_code == 422
    assert set(said.context["form"].errors) == {wrong}
    page = said.content.decode()
    for key, value in fields().items():
        if key not in (wrong, "code"):
            assert value in page, key
    assert not Objection.objects.exists()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (SimpleUploadedFile("名单.exe", b"MZ\x90\x00", "application/pdf"), "名单.exe："),
        (SimpleUploadedFile("空.pdf", b"", "application/pdf"), "空.pdf"),
        (SimpleUploadedFile("大.png", b"\x89PNG\r\n\x1a\n" + bytes(FORTY_MB)), "超过10 MB的限制"),
    ],
)
def test_a_proof_that_is_none_is_named_and_the_form_stays(
    client: Client, notice: PublicNotice, file: SimpleUploadedFile, said: str
) -> None:
    client.post(url_of(notice), fields(keep="1", proof=png("好的.png")))
    answered = client.post(url_of(notice), fields(proof=file))
    page = answered.content.decode()
    assert answered.status_code == 422
    assert said in page
    assert TEXT in page
    assert "好的.png" in page
    assert not Objection.objects.exists()


def test_the_days_may_end_while_somebody_writes(
    client: Client, person: Application, freeze: Any
) -> None:
    freeze("2026-11-27 23:58")
    noticed = publish_for(person)
    freeze(f"{noticed.ends_on} 23:59")
    code = code_for()
    freeze("2026-12-05 00:00")
    late = client.post(url_of(noticed), fields(code=code))
    page = late.content.decode()
    assert late.status_code in (409, 422)
    assert TEXT in page
    assert not Objection.objects.exists()


def test_a_line_of_another_notice_is_none_of_this_one(notice: PublicNotice) -> None:
    other = publish_for(noticed_person(full_name="仇英"))
    line = other.lines.get()
    claim = {"name": "顾炎武", "phone": PHONE, "text": TEXT}
    with pytest.raises(Refused, match="已撤下"):
        file_objection(notice, line, claim, code_for(), [])
    assert not Objection.objects.exists()


def test_a_line_that_is_off_by_now_is_not_objected_to(notice: PublicNotice) -> None:
    line = notice.lines.get(position=2)
    first, _secret = object_to(notice, line, "13912340001")
    uphold(first.pk, "经核查属实。", notice.published_by)
    with pytest.raises(Refused, match="已撤下"):
        object_to(notice, line)
    assert Client().get(f"{url_of(notice)}?line=2").status_code == 404


#: Of the form that ours have.
SOME_CODE = "THMY-NB06-YSJW"


@pytest.mark.parametrize(
    ("number", "secret", "wrong"),
    [
        ("", "", {"number", "secret"}),
        ("YY2026-1", SOME_CODE, {"number"}),
        ("right", "7K3M", {"secret"}),
        ("right", SOME_CODE, {"secret"}),
        ("right", "长" * 31, {"secret"}),
    ],
)
def test_a_wrong_number_or_code_opens_nothing(
    client: Client, notice: PublicNotice, number: str, secret: str, wrong: set[str]
) -> None:
    objection, _secret = object_to(notice, None)
    number = objection.number if number == "right" else number
    answered = client.post("/objections/", {"number": number, "secret": secret})
    assert answered.status_code == 422
    assert set(answered.context["form"].errors) == wrong
    assert client.get(f"/objections/{objection.number}/").status_code == 404


def test_who_objects_sees_what_the_public_sees_and_no_more(
    client: Client, person: Application, notice: PublicNotice
) -> None:
    objection, secret = object_to(notice, notice.lines.get(application=person))
    followed = client.post("/objections/", {"number": objection.number, "secret": secret})
    assert PHONE not in followed.headers["Location"]
    page = client.get(f"/objections/{objection.number}/").content.decode()
    assert "祝**" in page
    for hidden in ("祝允明", person.id_doc_tail, person.number, PHONE, "顾炎武"):
        assert hidden not in page


def test_a_decided_objection_takes_no_more(client: Client, notice: PublicNotice) -> None:
    objection, secret = object_to(notice, None)
    client.post("/objections/", {"number": objection.number, "secret": secret})
    page = f"/objections/{objection.number}/"
    assert client.post(page, {"text": "长" * 1001}).status_code == 422
    dismiss(objection.pk, "经核查不属实。", notice.published_by)
    late = client.post(page, {"text": "还有一份材料。"})
    assert late.status_code == 409
    assert "该异议已办结，不能再补充" in late.content.decode()
    assert "还有一份材料。" in late.content.decode()
    with pytest.raises(Refused):
        answer(objection.pk, "还有一份材料。", [])
