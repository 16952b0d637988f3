"""限制处理: what must be kept of somebody who left is stored, and nothing else is done with it."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.actions import my_data
from accounts.models import AuditEntry, User
from portal.lib.dates import today
from portal.lib.refusals import Refused
from programs.actions.carry_over import carry_over
from programs.actions.drafts import save_answers
from programs.actions.restriction import restrict
from programs.documents import order_for
from programs.models import Application, Document, RosterImport, ScanArchive
from programs.own_data import obstacles, sections
from programs.states import Action, State
from programs.tasks import render_documents
from programs.workflow import move
from tests.factories import make_reviewer, make_staff
from tests.factories.applications import approve, draft_person_application, submit, submitted_unit
from tests.factories.own import clerk_of, draft_own_application, hand_over, make_identified_person
from tests.factories.places import open_call

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    return make_identified_person()


@pytest.fixture
def filed(person: User) -> Application:
    """What a unit has filed for the person; an office has it in hand."""
    who = {"name": person.full_name, "id_doc_number": person.id_doc_number}
    return submit(draft_person_application(submitted_unit(), **who))


@pytest.fixture
def restricted(filed: Application) -> Application:
    return restrict(filed.pk, make_staff("system_admin"))


def leave(person: User) -> None:
    """She asks for her account to be erased, and staff do it."""
    asked = my_data.ask(person, "erase", "不再使用")
    my_data.approve(asked.pk, "", make_staff("system_admin"))


def decide(application: Application, verb: Action) -> Application:
    assert application.office
    return move(application.pk, verb, make_reviewer(application.office), "请补充材料")


def test_names_beside_what_a_unit_has_sent_at_once_are_told_and_go(
    person: User, filed: Application
) -> None:
    what = {"call": filed.call, "unit": filed.named_unit, "created_by": filed.created_by}
    roster = RosterImport.objects.create(name="名单.xlsx", state="done", **what)
    archive = ScanArchive.objects.create(name="材料.zip", state="done", **what)
    done = {"verdict": "new", "state": "done"}
    mine = roster.rows.create(number=2, name=person.full_name, application=filed, **done)
    roster.rows.create(number=3, name="文嘉", **done)
    path = f"{person.full_name}/身份证.pdf"
    scan = archive.files.create(position=1, path=path, application=filed, slot="id_document")
    told = str([section.content for section in sections(person)])
    assert path in told
    assert "名单.xlsx" in told
    assert "文嘉" not in told

    leave(person)
    mine.refresh_from_db()
    scan.refresh_from_db()
    assert (mine.name, scan.path) == ("", "")
    assert [row.name for row in roster.rows.all()] == ["", "文嘉"]


def test_what_a_unit_has_filed_is_only_stored_once_its_person_has_left(
    person: User, filed: Application
) -> None:
    leave(person)

    filed.refresh_from_db()
    assert filed.is_restricted
    assert filed.due_on is None
    line = AuditEntry.objects.get(action="restrict_application")
    assert (line.subject_id, line.detail) == (str(filed.pk), {"number": filed.number})


@pytest.mark.parametrize("verb", [Action.APPROVE, Action.RETURN])
def test_no_office_goes_on_with_it(restricted: Application, verb: Action) -> None:
    with pytest.raises(Refused, match="限制处理"):
        decide(restricted, verb)

    restricted.refresh_from_db()
    assert restricted.state == State.PENDING_REVIEW


def test_an_office_may_end_it(restricted: Application) -> None:
    ended = decide(restricted, Action.REJECT)

    assert ended.state == State.REJECTED
    assert ended.is_restricted


def test_a_unit_neither_changes_nor_submits_it(person: User, filed: Application) -> None:
    decide(filed, Action.RETURN)
    leave(person)

    with pytest.raises(Refused, match="限制处理"):
        save_answers(filed.pk, filed.created_by, {"position": "总监"}, {})
    with pytest.raises(Refused, match="限制处理"):
        move(filed.pk, Action.SUBMIT, filed.created_by)


def test_it_stays_where_it_is_when_its_unit_is_returned(restricted: Application) -> None:
    unit_part = restricted.unit_application
    assert unit_part

    assert decide(unit_part, Action.RETURN).state == State.RETURNED

    restricted.refresh_from_db()
    assert restricted.state == State.PENDING_REVIEW


def test_it_is_not_continued_in_the_next_year(filed: Application) -> None:
    granted = approve(filed)
    call = open_call(granted.call.year + 1)
    submitted_unit(call, granted.created_by)
    restrict(granted.pk, make_staff("system_admin"))
    granted.refresh_from_db()

    with pytest.raises(Refused):
        carry_over(granted, call, granted.created_by)


@pytest.mark.parametrize(
    "change",
    [
        {"restricted_at": None},
        {"answers": {}},
        {"state": State.RETURNED},
        {"due_on": dt.date(2026, 1, 1)},
    ],
)
def test_the_database_holds_it_whoever_writes(
    restricted: Application, change: dict[str, object]
) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        Application.objects.filter(pk=restricted.pk).update(**change)


def test_the_part_of_a_unit_is_never_restricted(filed: Application) -> None:
    assert filed.unit_application
    with pytest.raises(DatabaseError), transaction.atomic():
        restrict(filed.unit_application.pk, make_staff("system_admin"))


def test_the_unit_reads_why_nothing_happens(client: Client, restricted: Application) -> None:
    client.force_login(restricted.created_by)

    page = client.get(reverse("programs:application", args=[restricted.number])).content.decode()

    assert "本人已注销账号" in page


def test_the_public_check_tells_nothing_of_it_any_more(client: Client, filed: Application) -> None:
    render_documents()
    receipt = Document.objects.get(application=filed)
    before = client.get(f"/verify/{receipt.token}/").content.decode()
    restrict(filed.pk, make_staff("system_admin"))

    after = client.get(f"/verify/{receipt.token}/").content.decode()

    assert receipt.number in before
    assert receipt.number not in after
    assert "相关信息依法只作存储" in after


def test_money_not_paid_yet_holds_an_erasure_back(client: Client, person: User) -> None:
    who = {"name": person.full_name, "id_doc_number": person.id_doc_number}
    granted = approve(submit(draft_person_application(submitted_unit(), **who)))
    client.force_login(person)

    page = client.get("/me/data/").content.decode()

    assert f"{granted.number}：核定的 ¥{granted.approved_amount:,.2f} 尚未发放完毕" in page
    with pytest.raises(Refused, match="尚未发放完毕"):
        my_data.ask(person, "erase", "不再使用")


@pytest.mark.parametrize(
    ("valid_until", "told"),
    [
        (None, "仍然有效，请先联系受理机构撤销"),
        (today() + dt.timedelta(days=1), "请在期满后再注销"),
        (today() - dt.timedelta(days=1), ""),
    ],
)
def test_a_certificate_in_force_holds_an_erasure_back(
    person: User, filed: Application, valid_until: dt.date | None, told: str
) -> None:
    order_for(filed, "approved")
    Document.objects.filter(kind="award_notice").update(valid_until=valid_until)

    found = obstacles(person)

    assert told in " ".join(found)
    assert bool(found) == bool(told)


def test_what_was_returned_to_the_person_herself_holds_nothing_back(person: User) -> None:
    application = hand_over(draft_own_application(person))
    move(application.pk, Action.RETURN, clerk_of(application), "请补充")

    leave(person)

    application.refresh_from_db()
    assert application.is_restricted


def test_staff_read_what_holds_an_erasure_back(person: User) -> None:
    asked = my_data.ask(person, "erase", "不再使用")
    application = hand_over(draft_own_application(person))
    admin = Client()
    admin.force_login(make_staff("system_admin"))

    page = admin.get(f"/admin/accounts/datarequest/{asked.pk}/change/").content.decode()

    assert f"{application.number}：已提交单位" in page


def test_an_office_takes_its_certificate_back_and_says_why(
    person: User, filed: Application
) -> None:
    assert filed.office
    (certificate,) = order_for(filed, "approved")
    url = reverse("admin:programs_document_revoke", args=[certificate.pk])
    office, stranger = Client(), Client()
    office.force_login(make_reviewer(filed.office))
    stranger.force_login(make_staff("auditor"))

    assert stranger.post(url, {"reason": "持有人申请撤销"}).status_code == 403
    assert office.post(url, {"reason": "撤"}).status_code == 422
    assert obstacles(person)
    assert office.post(url, {"reason": "持有人申请撤销"}).status_code == 302

    assert obstacles(person) == []
    assert office.post(url, {"reason": "持有人申请撤销"}).status_code == 409
    line = AuditEntry.objects.get(action="revoke_document")
    assert line.detail == {"number": certificate.number, "reason": "持有人申请撤销"}
