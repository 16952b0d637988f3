"""Who is told when a filing goes no further, and when a document counts no longer."""

import pytest

from accounts.models import Delivery, Notification, User
from programs.actions.documents import revoke
from programs.actions.restriction import restrict
from programs.models import Application, Document
from programs.states import Action
from programs.workflow import move
from tests.factories import (
    approve,
    draft_person_application,
    make_clerk,
    make_reviewer,
    make_staff,
    submit,
    submitted_unit,
)
from tests.factories.own import clerk_of, draft_own_application, hand_over, make_identified_person

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("X-009")]
OWN_PHONE, OWN_MAIL = "13711113333", "wen@example.com"


@pytest.fixture
def filed() -> Application:
    return submit(draft_person_application(submitted_unit(), mobile=OWN_PHONE, email=OWN_MAIL))


def forget() -> None:
    Delivery.objects.all().delete()
    Notification.objects.all().delete()


def end(application: Application) -> None:
    forget()
    restrict(application.pk, make_staff("system_admin"))


def revoked(application: Application, kind: str) -> Document:
    """A document of the application that its office has just taken back."""
    document = application.documents.get(kind=kind)
    forget()
    decided = application.transitions.filter(office__isnull=False).last()
    office = application.office or (decided and decided.office)
    assert office
    return revoke(document.pk, "材料不实", make_reviewer(office))


@pytest.mark.parametrize("returned", [False, True])
def test_a_unit_is_told_when_what_it_has_filed_goes_no_further(
    filed: Application, returned: bool
) -> None:
    if returned:
        assert filed.office
        move(filed.pk, Action.RETURN, make_reviewer(filed.office), "请补正")
    colleague = make_clerk(filed.unit, role="operator")
    end(filed)
    for clerk in (filed.created_by, colleague):
        notice = Notification.objects.get(recipient=clerk)
        assert (notice.kind, notice.link) == ("application_restricted", f"/my/{filed.number}/")
        assert filed.number in notice.body
    # The person herself has left; staff who did it need no telling.
    assert Notification.objects.count() == 2
    assert {each.address for each in Delivery.objects.all()} == {
        filed.created_by.phone, filed.created_by.email, colleague.phone, colleague.email,
    }  # fmt: skip
    restrict(filed.pk, make_staff("system_admin"))
    assert Notification.objects.count() == 2


def test_nobody_is_told_of_what_is_over_or_was_never_the_units(filed: Application) -> None:
    end(approve(filed))
    assert not Notification.objects.exists()
    person = make_identified_person()
    own = hand_over(draft_own_application(person))
    own = move(own.pk, Action.REPORT_UP, clerk_of(own))
    end(own)
    assert not Notification.objects.exists()


def test_a_unit_and_its_person_are_told_of_a_revoked_document(filed: Application) -> None:
    document = revoked(approve(filed), "award_notice")
    notice = Notification.objects.get(recipient=filed.created_by)
    assert notice.kind == "document_revoked"
    assert (document.number in notice.title, "材料不实" in notice.body) == (True, True)
    hers = Delivery.objects.filter(kind="document_revoked_of_person")
    assert {each.address for each in hers} == {OWN_PHONE, OWN_MAIL}
    sms = Delivery.objects.filter(channel="sms")
    assert not any("材料不实" in each.body for each in sms)


def test_a_person_is_told_of_her_own_revoked_document() -> None:
    person: User = make_identified_person()
    own = hand_over(draft_own_application(person))
    own = move(own.pk, Action.REPORT_UP, clerk_of(own))
    revoked(own, "acceptance_receipt")
    notice = Notification.objects.get()
    assert (notice.recipient, notice.kind, notice.unit) == (person, "document_revoked", None)
