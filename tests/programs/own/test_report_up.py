"""上报: the selected unit, and only that one, reports up what its people have filed."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification, User
from programs.actions.drafts import start_own_application
from programs.models import Application, Call
from programs.states import Action
from programs.views.filing_page import page_url
from programs.workflow import move
from tests.factories import (
    approve,
    district_office,
    make_clerk,
    make_reviewer,
)
from tests.factories.own import (
    clerk_of,
    draft_own_application,
    hand_over,
    own_answers,
)
from tests.programs.pages import as_post, pdf_upload

pytestmark = pytest.mark.django_db

LIST = "/report-up/"


def act(client: Client, name: str, application: Application, **data: str) -> int:
    url = reverse(f"programs:{name}", args=[application.number])
    return client.post(url, data).status_code


@pytest.fixture
def handed() -> Application:
    return hand_over(draft_own_application())


@pytest.fixture
def clerk(client: Client, handed: Application) -> User:
    user = clerk_of(handed)
    client.force_login(user)
    return user


@pytest.mark.requirement("S1-017")
def test_the_unit_finds_it_in_its_list_and_reports_it_up(
    client: Client, handed: Application, clerk: User
) -> None:
    text = client.get(LIST).content.decode()
    assert handed.number in text
    assert "待上报" in text
    assert "请联系所属企业进行提交" not in text  # what the person is told, not the unit
    assert "等待本单位上报" in client.get(reverse("programs:mine")).content.decode()

    page = client.get(page_url(handed)).content.decode()
    assert "激光测量" in page
    assert act(client, "report_one", handed, confirmed="on") == 302
    handed.refresh_from_db()
    assert (handed.state, handed.office) == ("pending_review", district_office())
    assert handed.submitted_at
    assert handed.submissions.get().answers == handed.answers
    assert handed.number not in client.get(LIST).content.decode()
    assert handed.number in client.get(f"{LIST}?tab=done").content.decode()


@pytest.mark.requirement("S1-018")
def test_reporting_up_demands_the_confirmation(
    client: Client, handed: Application, clerk: User
) -> None:
    refused = client.post(reverse("programs:report_one", args=[handed.number]))
    assert refused.status_code == 422
    assert "请先勾选确认" in refused.content.decode()
    many = client.post(reverse("programs:report_many"), {"number": [handed.number]})
    assert many.status_code == 422
    assert "请先勾选确认" in many.content.decode()
    handed.refresh_from_db()
    assert handed.state == "awaiting_unit"


@pytest.mark.requirement("S1-018")
@pytest.mark.requirement("S1-024")
def test_it_is_visible_to_exactly_the_selected_unit(client: Client, handed: Application) -> None:
    stranger = make_clerk()
    client.force_login(stranger)
    assert handed.number not in client.get(LIST).content.decode()
    assert client.get(page_url(handed)).status_code == 404
    file = handed.attachments.all()[0]
    show = reverse("programs:attachment", args=[handed.number, file.pk])
    assert client.get(show).status_code == 404
    for name in ("report_one", "give_back"):
        assert act(client, name, handed, confirmed="on", reason="x") == 404
    result = client.post(
        reverse("programs:report_many"), {"number": [handed.number], "confirmed": "on"}
    )
    assert "0 人已上报" in result.content.decode()
    handed.refresh_from_db()
    assert handed.state == "awaiting_unit"

    client.force_login(clerk_of(handed))
    assert client.get(page_url(handed)).status_code == 200
    assert client.get(show).status_code == 200


@pytest.mark.requirement("S1-024")
def test_the_unit_sees_nothing_of_a_draft_and_a_new_choice_moves_it(client: Client) -> None:
    draft = draft_own_application()
    first, other = clerk_of(draft), make_clerk()
    client.force_login(first)
    assert client.get(page_url(draft)).status_code == 404
    assert draft.number not in client.get(LIST).content.decode()

    hand_over(draft)
    move(draft.pk, Action.WITHDRAW, draft.applicant)
    assert draft.applicant
    client.force_login(draft.applicant)
    answers = own_answers(other.memberships.get().unit)
    client.post(
        reverse("programs:submit", args=[draft.number]),
        as_post(draft.form, answers) | {"keep": ["employer"]},
    )
    client.force_login(other)
    assert client.get(page_url(draft)).status_code == 200
    client.force_login(first)
    assert client.get(page_url(draft)).status_code == 404


@pytest.mark.requirement("S1-023")
def test_the_person_cannot_report_up(client: Client, handed: Application) -> None:
    assert handed.applicant
    client.force_login(handed.applicant)
    assert act(client, "report_one", handed, confirmed="on") == 403
    assert act(client, "give_back", handed, reason="x") == 403
    many = {"number": [handed.number], "confirmed": "on"}
    assert client.post(reverse("programs:report_many"), many).status_code == 403
    with pytest.raises(PermissionDenied):
        move(handed.pk, Action.REPORT_UP, handed.applicant)
    handed.refresh_from_db()
    assert handed.state == "awaiting_unit"


@pytest.mark.requirement("S1-023")
def test_after_the_report_nobody_edits_or_deletes(
    client: Client, handed: Application, clerk: User
) -> None:
    act(client, "report_one", handed, confirmed="on")
    assert handed.applicant
    for user in (handed.applicant, clerk):
        client.force_login(user)
        data = as_post(handed.form, own_answers(position="改过")) | {"file": pdf_upload()}
        for name in ("save", "submit", "delete", "withdraw"):
            url = reverse(f"programs:{name}", args=[handed.number])
            assert client.post(url, data).status_code in (404, 409)
    handed.refresh_from_db()
    assert handed.answers["position"] == "研发总监"


def test_the_unit_never_edits(client: Client, handed: Application, clerk: User) -> None:
    data = as_post(handed.form, own_answers(position="改过"))
    for name in ("save", "submit", "delete", "withdraw"):
        assert (
            client.post(reverse(f"programs:{name}", args=[handed.number]), data).status_code == 404
        )
    upload = reverse("programs:upload", args=[handed.number, "resume"])
    assert client.post(upload, {"file": pdf_upload()}).status_code == 404


def test_given_back_with_a_reason_it_is_the_persons_again(
    client: Client, handed: Application, clerk: User
) -> None:
    blank = client.post(reverse("programs:give_back", args=[handed.number]), {"reason": " "})
    assert blank.status_code == 422
    assert "请填写退回原因" in blank.content.decode()
    assert act(client, "give_back", handed, reason="劳动合同已到期，请更新") == 302

    shown = client.get(page_url(handed)).content.decode()
    assert "劳动合同已到期" in shown  # in the timeline
    assert "激光测量" not in shown  # what is being corrected is the person's own
    assert handed.applicant
    client.force_login(handed.applicant)
    page = client.get(page_url(handed)).content.decode()
    assert "劳动合同已到期" in page
    assert handed.unit_name in page
    assert Notification.objects.filter(recipient=handed.applicant).exists()
    handed.refresh_from_db()
    assert hand_over(handed).state == "awaiting_unit"


def test_many_are_reported_up_with_one_tick(client: Client) -> None:
    first = hand_over(draft_own_application())
    unit = first.named_unit
    second = hand_over(draft_own_application(unit=unit))
    client.force_login(clerk_of(first))
    result = client.post(
        reverse("programs:report_many"),
        {"number": [first.number, second.number], "confirmed": "on"},
    )
    assert "2 人已上报" in result.content.decode()
    assert set(Application.objects.values_list("state", flat=True)) == {"pending_review"}
    none = client.post(reverse("programs:report_many"), {"confirmed": "on"})
    assert none.status_code == 422


def test_after_the_window_nothing_is_reported_up(
    client: Client, handed: Application, clerk: User
) -> None:
    now = timezone.now()
    Call.objects.filter(pk=handed.call_id).update(closes_at=now - dt.timedelta(minutes=1))
    assert act(client, "report_one", handed, confirmed="on") == 409


def test_offices_see_it_only_once_it_is_reported_up(client: Client, handed: Application) -> None:
    reviewer = make_reviewer(district_office())
    client.force_login(reviewer)
    file = handed.attachments.all()[0]
    show = reverse("programs:attachment", args=[handed.number, file.pk])
    assert client.get(show).status_code == 404
    move(handed.pk, Action.REPORT_UP, clerk_of(handed))
    assert client.get(show).status_code == 200


def test_it_goes_through_to_the_end_and_everybody_is_told(handed: Application) -> None:
    clerk, person = clerk_of(handed), handed.applicant
    assert Notification.objects.get(recipient=clerk).kind == "application_handed_over"
    assert not handed.documents.exists()
    move(handed.pk, Action.REPORT_UP, clerk)
    done = approve(Application.objects.get(pk=handed.pk))
    assert done.state == "approved"
    kinds = set(Notification.objects.filter(recipient=person).values_list("kind", flat=True))
    assert kinds == {"application_submitted", "application_approved"}
    assert handed.documents.get().kind == "acceptance_receipt"


def test_a_person_has_one_open_application_in_a_call() -> None:
    handed = hand_over(draft_own_application())
    assert handed.applicant
    assert start_own_application(handed.call, handed.applicant) == handed
    second = Application.objects.get(pk=handed.pk)
    second.pk, second.number, second.id_doc_hash = None, "RCRD2026-1", "another"
    with pytest.raises(IntegrityError, match="one_open_application_per_applicant"):
        second.save(force_insert=True)
