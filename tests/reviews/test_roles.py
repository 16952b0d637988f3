"""Every address of the staff side against everybody who might try it."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import StaffPosition, User
from programs.models import Application, Transition
from programs.states import State
from reviews.models import BatchDecision, QueueExport
from tests.factories import (
    city_office,
    district_office,
    make_clerk,
    make_person,
    make_reviewer,
    make_staff,
)

from .conftest import signed_in

pytestmark = pytest.mark.django_db

Role = StaffPosition.Role
CHANGELISTS = (
    "reviews_reviewitem", "reviews_batchdecision", "reviews_queueexport", "reviews_opinionphrase",
    "programs_program", "programs_programversion", "programs_call", "programs_document",
    "programs_transition", "programs_submission",
)  # fmt: skip
#: What each role finds in its menu.
MENU: dict[str, set[str]] = {
    Role.REVIEWER: {
        "reviews_reviewitem", "reviews_batchdecision", "reviews_queueexport",
        "reviews_opinionphrase", "programs_document", "programs_transition",
        "programs_submission",
    },
    Role.FINANCE: {
        "reviews_reviewitem", "reviews_queueexport", "programs_program",
        "programs_programversion", "programs_call", "programs_document", "programs_transition",
        "programs_submission",
    },
    Role.AUDITOR: {
        "reviews_reviewitem", "reviews_queueexport", "programs_program",
        "programs_programversion", "programs_call", "programs_document", "programs_transition",
        "programs_submission",
    },
    Role.PROGRAM_MANAGER: {
        "reviews_reviewitem", "reviews_queueexport", "reviews_opinionphrase",
        "programs_program", "programs_programversion", "programs_call", "programs_document",
        "programs_transition", "programs_submission",
    },
    Role.SYSTEM_ADMIN: set(),
}  # fmt: skip


def addresses(person: Application, reviewer: User) -> dict[str, str]:
    """Each address of one item, one batch, one export; POST where it writes."""
    file = person.attachments.all()[0]
    batch = BatchDecision.objects.create(created_by=reviewer, verb="approve")
    export = QueueExport.objects.create(created_by=reviewer)
    names: dict[str, tuple[int, ...] | tuple[int, str]] = {
        "reviews_reviewitem_review": (person.pk,),
        "reviews_attachment": (person.pk, file.pk),
        "reviews_reveal": (person.pk, "id_doc_number"),
        "reviews_presence": (person.pk,),
        "reviews_typed": (person.pk,),
        "reviews_batch": (batch.pk,),
        "reviews_batch_progress": (batch.pk,),
        "reviews_batch_retry": (batch.pk,),
        "reviews_export": (export.pk,),
        "reviews_export_download": (export.pk,),
    }
    return {name: reverse(f"admin:{name}", args=args) for name, args in names.items()}


def ask(client: Client, name: str, url: str) -> int:
    writes = name in ("reviews_reveal", "reviews_presence", "reviews_typed", "reviews_batch_retry")
    answer = client.post(url, {"reason": "与原件核对"}) if writes else client.get(url)
    return answer.status_code


@pytest.mark.requirement("X-005")
def test_strangers_of_another_district_find_nothing(person: Application, reviewer: User) -> None:
    stranger = signed_in(make_reviewer(district_office("320583")))
    answers = {n: ask(stranger, n, u) for n, u in addresses(person, reviewer).items()}
    assert set(answers.values()) == {404}, answers


@pytest.mark.requirement("X-004")
@pytest.mark.parametrize("make", [make_clerk, make_person])
def test_applicants_do_not_get_in(make, person: Application, reviewer: User) -> None:  # type: ignore[no-untyped-def]
    client = Client()
    client.force_login(make())
    answers = {n: ask(client, n, u) for n, u in addresses(person, reviewer).items()}
    assert set(answers.values()) <= {302, 403}, answers


def test_nobody_gets_in_without_signing_in(person: Application, reviewer: User) -> None:
    answers = {n: ask(Client(), n, u) for n, u in addresses(person, reviewer).items()}
    assert set(answers.values()) == {302}, answers


@pytest.mark.requirement("X-004")
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.FINANCE, Role.PROGRAM_MANAGER])
def test_other_roles_read_but_do_not_decide(role: str, person: Application) -> None:
    client = signed_in(make_staff(role, city_office()))
    url = reverse("admin:reviews_reviewitem_review", args=[person.pk])

    page = client.get(url)
    assert page.status_code == 200
    assert 'name="verb"' not in page.content.decode()

    answer = client.post(url, {"verb": "approve", "seen_stage": person.stage, "opinion": ""})
    assert answer.status_code == 403
    person.refresh_from_db()
    assert person.stage == "district_review"


def test_a_city_reviewer_reads_what_still_lies_in_a_district(
    person: Application, city_reviewer: User
) -> None:
    client = signed_in(city_reviewer)
    url = reverse("admin:reviews_reviewitem_review", args=[person.pk])
    assert client.get(url).status_code == 200
    data = {"verb": "reject", "seen_stage": person.stage, "opinion": "不符合条件"}
    assert client.post(url, data).status_code == 403
    person.refresh_from_db()
    assert person.state == State.PENDING_REVIEW


@pytest.mark.requirement("X-004")
@pytest.mark.parametrize("role", list(MENU))
def test_each_role_has_its_lists(role: str, person: Application) -> None:
    client = signed_in(make_staff(role, city_office()))
    open_to = {
        name
        for name in CHANGELISTS
        if client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    }
    assert open_to == MENU[role]
    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.requirement("X-011")
def test_nobody_changes_the_log(person: Application) -> None:
    entry = Transition.objects.filter(application=person)[0]
    client = signed_in(make_staff(Role.SYSTEM_ADMIN))
    auditor = signed_in(make_staff(Role.AUDITOR))
    for name in ("change", "delete"):
        url = reverse(f"admin:programs_transition_{name}", args=[entry.pk])
        assert client.post(url, {"comment": "改"}).status_code == 403
        assert auditor.post(url, {"comment": "改"}).status_code == 403
    assert auditor.get(reverse("admin:programs_transition_add")).status_code == 403


def test_one_reviewer_does_not_see_anothers_batches(person: Application, reviewer: User) -> None:
    colleague = signed_in(make_reviewer(district_office()))
    found = addresses(person, reviewer)
    for name in ("reviews_batch", "reviews_export", "reviews_batch_progress"):
        assert ask(colleague, name, found[name]) == 404
