"""我的数据: seen, taken along, corrected, erased or kept with a reason."""

import datetime as dt
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from accounts.actions import my_data
from accounts.data_copies import pack
from accounts.models import AuditEntry, DataExport, DataRequest, Notification, User
from accounts.tasks import pack_export
from portal.lib.refusals import Refused
from programs.models import Application
from programs.states import Action
from programs.workflow import move
from tests.factories import make_clerk, make_person, make_reviewer, make_staff
from tests.factories.own import clerk_of, draft_own_application, hand_over, make_identified_person
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db
PAGE = "/me/data/"


@pytest.fixture
def person(client: Client) -> User:
    person = make_identified_person()
    client.force_login(person)
    return person


def confirm(client: Client) -> None:
    """Types the password again, as the page asks before anything dangerous."""
    asked = client.post(f"{PAGE}export/")
    assert asked.headers["Location"].startswith("/accounts/confirm/")
    client.post(asked.headers["Location"], {"password": PASSWORD})


def test_the_page_shows_what_is_stored_masked(client: Client, person: User) -> None:
    page = client.get(PAGE).content.decode()

    assert person.phone
    assert person.phone not in page
    assert person.id_doc_number not in page
    assert person.id_doc_number[-4:] in page
    assert "我的同意" in page


def test_a_copy_holds_everything_in_full_and_the_files(client: Client, person: User) -> None:
    application = draft_own_application(person)
    confirm(client)
    export = DataExport.objects.get(user=person)

    pack_export(export.pk)
    answer = client.get(f"{PAGE}export/{export.pk}/")

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    told = json.loads(archive.read("我的数据.json"))
    assert told["账号"]["内容"]["证件号码"] == person.id_doc_number
    assert told["账号"]["处理目的"] == "登录、核对身份、联系本人"
    filed = told["本人的申报"]["内容"][0]
    assert filed["申报编号"] == application.number
    assert "研发总监" in str(filed["填报内容"])
    assert len(filed["材料"]) == application.attachments.count()
    names = [name for name in archive.namelist() if name.startswith("申报/")]
    assert len(names) == application.attachments.count() > 0
    assert archive.read(names[0])
    actions = set(AuditEntry.objects.filter(actor=person).values_list("action", flat=True))
    assert {"order_data_export", "download_data_export"} <= actions
    assert Notification.objects.filter(recipient=person, kind="data_export_ready").exists()


def keys_of(found: Any) -> Iterator[str]:
    """The names in a copy, of parts, lines and sections of a form."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield key
            yield from keys_of(value)
    elif isinstance(found, list):
        for each in found:
            yield from keys_of(each)


@pytest.mark.parametrize(
    ("language", "name", "is_own"),
    [
        ("zh-hans", "我的数据.json", re.compile(r"[\u4e00-\u9fff]").search),
        ("en", "My data.json", re.compile(r"^[A-Z][^_\u4e00-\u9fff]*$").search),
    ],
)
def test_everything_in_a_copy_has_a_name_in_the_language_of_its_owner(
    client: Client,
    person: User,
    django_capture_on_commit_callbacks: Any,
    language: str,
    name: str,
    is_own: Callable[[str], object],
) -> None:
    hand_over(draft_own_application(person))
    my_data.ask(person, "correct", "姓名有误")
    client.cookies["django_language"] = language
    with django_capture_on_commit_callbacks() as enqueued:
        confirm(client)

    (arguments,) = [each.args[1] for each in enqueued if each.args[0] == my_data.PACK]
    pack_export(*arguments)

    export = DataExport.objects.get(user=person)
    archive = zipfile.ZipFile(export.file)
    names = set(keys_of(json.loads(archive.read(name))))
    assert len(names) > 40
    assert [each for each in names if not is_own(each)] == []


def test_a_copy_is_ordered_once_a_day_and_deleted_after_one(client: Client, person: User) -> None:
    confirm(client)
    export = DataExport.objects.get(user=person)
    pack(export.pk)
    again = client.post(f"{PAGE}export/")
    assert again.status_code == 429
    assert "24小时可导出一次" in again.content.decode()

    with time_machine.travel(timezone.now() + dt.timedelta(hours=25), tick=False):
        my_data.sweep_exports()

    export.refresh_from_db()
    assert (export.state, export.file.name) == ("expired", "")
    assert client.get(f"{PAGE}export/{export.pk}/").status_code == 404


def test_nobody_else_gets_the_copy(person: User) -> None:
    export = DataExport.objects.create(user=person)
    pack(export.pk)
    stranger = Client()
    stranger.force_login(make_person())

    assert stranger.get(f"{PAGE}export/{export.pk}/").status_code == 404


def test_a_request_needs_a_reason_and_keeps_what_was_typed(client: Client, person: User) -> None:
    confirm(client)

    empty = client.post(f"{PAGE}request/", {"kind": "erase", "reason": " "})
    assert empty.status_code == 422
    client.post(f"{PAGE}request/", {"kind": "correct", "reason": "姓名应为仇十洲"})
    twice = client.post(f"{PAGE}request/", {"kind": "correct", "reason": "姓名应为仇十洲"})

    assert twice.status_code == 409
    assert "姓名应为仇十洲" in twice.content.decode()
    asked = DataRequest.objects.get(user=person)
    client.post(f"{PAGE}request/{asked.pk}/withdraw/")
    asked.refresh_from_db()
    assert asked.state == "withdrawn"


def test_a_refusal_gives_its_reason(client: Client, person: User) -> None:
    asked = my_data.ask(person, "correct", "出生日期有误")
    admin = make_staff("system_admin")

    with pytest.raises(Refused):
        my_data.refuse(asked.pk, " ", admin)
    my_data.refuse(asked.pk, "与身份证一致，无需更正", admin)

    assert "与身份证一致" in client.get(PAGE).content.decode()
    assert Notification.objects.filter(recipient=person, kind="data_request_refused").exists()


def test_an_account_without_filings_is_made_anonymous(client: Client, person: User) -> None:
    draft = draft_own_application(person)
    asked = my_data.ask(person, "erase", "不再使用")

    my_data.approve(asked.pk, "", make_staff("system_admin"))

    person.refresh_from_db()
    asked.refresh_from_db()
    assert (person.full_name, person.phone, person.id_doc_number, person.id_doc_hash) == (
        "", None, "", None,
    )  # fmt: skip
    assert not person.is_active
    assert not person.identity_checks.exists()
    assert not Application.objects.filter(pk=draft.pk).exists()
    assert asked.outcome["kept"] == 0
    assert client.get(PAGE).status_code == 302


def test_copies_go_with_the_account_once_that_is_certain(
    person: User, django_capture_on_commit_callbacks: Any
) -> None:
    copy = DataExport.objects.create(user=person, state="failed")
    copy.file.save("copy.zip", ContentFile(b"PK"))
    path, storage = str(copy.file.name), copy.file.storage
    asked = my_data.ask(person, "erase", "不再使用")

    with django_capture_on_commit_callbacks() as afterwards:
        my_data.approve(asked.pk, "", make_staff("system_admin"))
    assert storage.exists(path)

    for callback in afterwards:
        callback()
    assert not storage.exists(path)


def test_what_is_under_way_is_ended_first(person: User) -> None:
    asked = my_data.ask(person, "erase", "不再使用")
    application = hand_over(draft_own_application(person))

    with pytest.raises(Refused, match=f"{application.number}：已提交单位，请先撤回"):
        my_data.approve(asked.pk, "", make_staff("system_admin"))

    person.refresh_from_db()
    application.refresh_from_db()
    assert person.is_active
    assert not application.is_restricted


def test_what_the_law_keeps_is_blocked_and_not_erased(person: User) -> None:
    application = hand_over(draft_own_application(person))
    reported = move(application.pk, Action.REPORT_UP, clerk_of(application))
    assert reported.office
    move(application.pk, Action.REJECT, make_reviewer(reported.office), "不符合条件")
    asked = my_data.ask(person, "erase", "不再使用")

    my_data.approve(asked.pk, "", make_staff("system_admin"))

    person.refresh_from_db()
    asked.refresh_from_db()
    application.refresh_from_db()
    assert asked.outcome["kept"] == 1
    assert application.is_restricted
    assert not person.is_active
    assert person.phone is None
    assert person.id_doc_number
    assert Application.objects.filter(pk=application.pk).exists()


def test_a_unit_is_not_left_without_its_account() -> None:
    with pytest.raises(Refused, match="法人账号"):
        my_data.ask(make_clerk(), "erase", "离职")


def test_only_system_administrators_decide(person: User) -> None:
    asked = my_data.ask(person, "correct", "姓名有误")
    client = Client()
    client.force_login(make_staff("auditor"))

    assert client.get(f"/admin/accounts/datarequest/{asked.pk}/change/").status_code == 403
