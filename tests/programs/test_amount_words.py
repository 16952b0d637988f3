"""What an amount is called: an award, a subsidy, or nothing where the programme pays nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import Delivery, Notification
from portal.lib.dates import today
from programs.actions.definitions import load_programs
from programs.answers import pack
from programs.display import working_of
from programs.documents.content import content_of
from programs.models import Application, Document, Program
from programs.states import Action
from programs.workflow import move
from tests.factories import (
    approve,
    district_office,
    draft_person_application,
    make_clerk,
    make_reviewer,
    open_call,
    submit,
    submitted_unit,
)
from tests.factories.applications import person_answers
from tests.factories.own import clerk_of, draft_own_application, hand_over

pytestmark = pytest.mark.django_db
WORKING = [{"label": "", "formula": "取以上两项的较小值", "value": "30000.00"}]


def of(slug: str, **fields: Any) -> Application:
    """An application of a programme, as far as its words go."""
    load_programs()
    version = Program.objects.get(slug=slug).versions.latest("number")
    return Application(version=version, amount_working=WORKING, **fields)


@pytest.mark.parametrize(
    ("slug", "chinese", "english"),
    [
        ("contribution_award", "拟奖励金额", "Proposed award"),
        ("hiring_subsidy", "拟补贴金额", "Proposed subsidy"),
        ("rental_subsidy", "拟补贴金额", "Proposed subsidy"),
    ],
)
def test_the_last_step_of_the_working_is_called_as_the_programme_calls_it(
    slug: str, chinese: str, english: str
) -> None:
    application = of(slug)
    assert [step.label for step in working_of(application)] == [chinese]
    with translation.override("en"):
        assert [step.label for step in working_of(application)] == [english]


def under_review(slug: str) -> Application:
    """Somebody whom a company has filed in a programme."""
    clerk, call = make_clerk(), open_call(slug=slug)
    unit = clerk.memberships.get().unit
    filed = {
        "call": call, "version": call.version, "created_by": clerk,
        "unit": unit, "unit_name": unit.name, "district_id": "320508", "office": district_office(),
        "state": "pending_review", "stage": call.definition.route[0].key, "due_on": today(),
        "submitted_at": timezone.now(), "stage_entered_at": timezone.now(),
    }  # fmt: skip
    unit_part = Application.objects.create(part="unit", number="ZP2026-00000001-1", **filed)
    answers = person_answers()
    return Application.objects.create(
        part="person", number="ZP2026-00000002-1", name="祝允明", id_doc_type="resident_id",
        id_doc_hash="0" * 64, id_doc_tail=answers["id_doc_number"][-4:],
        answers=pack(call.definition.form("person"), answers), unit_application=unit_part,
        proposed_amount=30000, amount_working=WORKING, **filed,
    )  # fmt: skip


def test_a_subsidy_is_called_so_on_every_page(client: Client) -> None:
    person = under_review("hiring_subsidy")
    client.force_login(person.created_by)
    pages = [
        client.get(path).content.decode()
        for path in (f"/my/{person.number}/", "/file/hiring_subsidy/progress/")
    ]
    assert person.office
    client.force_login(make_reviewer(person.office))
    pages.append(
        client.get(reverse("admin:reviews_reviewitem_review", args=[person.pk])).content.decode()
    )
    assert [("拟补贴金额" in page, "拟奖励金额" in page) for page in pages] == [(True, False)] * 3
    receipt = content_of(person, Document.Kind.ACCEPTANCE_RECEIPT)
    assert receipt["proposed_label"] == receipt["working"][-1]["label"] == "拟补贴金额"


def test_the_award_is_called_so_on_every_page_and_paper(client: Client) -> None:
    person = submit(draft_person_application(submitted_unit()))
    client.force_login(person.created_by)
    for path in (f"/my/{person.number}/", "/file/contribution_award/progress/"):
        assert "拟奖励金额" in client.get(path).content.decode()
    receipt = content_of(person, Document.Kind.ACCEPTANCE_RECEIPT)
    assert receipt["proposed_label"] == receipt["working"][-1]["label"] == "拟奖励金额"
    approved = approve(person)
    assert (
        "核定奖励金额 ¥40,000.00"
        in Notification.objects.filter(kind="application_approved").get().body
    )
    assert content_of(approved, Document.Kind.AWARD_NOTICE)["amount_label"] == "奖励金额"


def test_who_is_recognised_hears_of_no_amount() -> None:
    handed = hand_over(draft_own_application())
    approve(move(handed.pk, Action.REPORT_UP, clerk_of(handed)))
    told = [n.body for n in Notification.objects.filter(kind="application_approved")]
    told += [d.body for d in Delivery.objects.filter(kind="application_approved")]
    assert told
    assert not [text for text in told if "金额" in text or "¥" in text or "奖励" in text]
