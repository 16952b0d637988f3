"""A certificate that ends soon: its holder hears of it sixty and thirty days before, once each."""

from collections.abc import Callable
from datetime import date

import pytest

from accounts.models import Delivery, Notification
from programs.actions.documents import revoke
from programs.jobs import remind_of_expiry
from programs.models import Application, Document
from tests.factories import approve, city_office, make_clerk, make_reviewer, open_call, submit
from tests.factories.company import draft_person, ready_unit

pytestmark = pytest.mark.django_db

SLUG, KIND = "talent_fast_track", "certificate_expiring"
OWN_PHONE = "13711114444"
Freeze = Callable[[str], None]


@pytest.fixture
def unit_part(freeze: Freeze) -> Application:
    freeze("2026-11-21 10:00")
    city_office()
    call = open_call(slug=SLUG)
    call.closes_at = None
    call.save()
    return ready_unit(SLUG, call=call)


def granted(unit_part: Application) -> Application:
    """Valid until 2027-11-20."""
    person = approve(submit(draft_person(unit_part, name="仇英", mobile=OWN_PHONE)))
    Notification.objects.all().delete()
    Delivery.objects.all().delete()
    return person


def told() -> list[Notification]:
    return list(Notification.objects.filter(kind=KIND).order_by("pk"))


@pytest.mark.requirement("X-009")
def test_the_unit_and_the_person_hear_sixty_and_thirty_days_before(
    unit_part: Application, freeze: Freeze
) -> None:
    person = granted(unit_part)
    freeze("2027-09-20 23:50")  # sixty-one days before
    remind_of_expiry()
    assert told() == []
    for moment, days in (("2027-09-21 09:10", 60), ("2027-10-21 09:10", 30)):
        freeze(moment)
        remind_of_expiry()
        remind_of_expiry()
        notice = told()[-1]
        assert (notice.recipient, notice.unit) == (person.created_by, person.unit)
        assert notice.link == f"/my/{person.number}/"
        assert "2027-11-20" in notice.title
        assert f"还有 {days} 天" in notice.body
    assert len(told()) == 2
    hers = [m for m in Delivery.objects.filter(channel="sms") if m.address == OWN_PHONE]
    assert [m.kind for m in hers] == ["certificate_expiring_of_person"] * 2
    assert "人才直通车证明" in hers[0].body
    freeze("2027-11-20 09:10")
    remind_of_expiry()
    assert len(told()) == 2


@pytest.mark.requirement("X-009")
def test_one_that_is_late_is_told_of_the_nearer_end_only(
    unit_part: Application, freeze: Freeze
) -> None:
    granted(unit_part)
    freeze("2027-11-10 09:10")
    remind_of_expiry()
    assert ["还有 10 天" in notice.body for notice in told()] == [True]


def test_many_certificates_are_one_message(unit_part: Application, freeze: Freeze) -> None:
    people = [granted(unit_part) for _each in range(3)]
    freeze("2027-09-21 09:10")
    remind_of_expiry()
    assert len(told()) == 3
    phone = people[0].created_by.phone
    to_clerk = [m for m in Delivery.objects.filter(channel="sms") if m.address == phone]
    assert [(m.kind, m.count) for m in to_clerk] == [(KIND, 3)]


def test_what_was_revoked_or_has_ended_is_not_spoken_of(
    unit_part: Application, freeze: Freeze
) -> None:
    person = granted(unit_part)
    certificate = person.documents.get(kind=Document.Kind.CERTIFICATE)
    assert person.office
    revoke(certificate.pk, "材料不实", make_reviewer(person.office))
    freeze("2027-09-21 09:10")
    remind_of_expiry()
    assert told() == []
    granted(ready_unit(SLUG, make_clerk(), unit_part.call))
    freeze("2028-09-21 09:10")
    remind_of_expiry()
    assert told() == []


@pytest.mark.requirement("X-007")
@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2028-02-28", date(2029, 2, 27)),
        ("2028-02-29", date(2029, 2, 28)),
        ("2027-02-28", date(2028, 2, 27)),
        ("2027-03-01", date(2028, 2, 29)),
        ("2026-12-31", date(2027, 12, 30)),
        ("2027-01-01", date(2027, 12, 31)),
    ],
)
def test_a_certificate_of_a_year_ends_by_the_calendar(
    unit_part: Application, freeze: Freeze, day: str, last: date
) -> None:
    draft = draft_person(unit_part)
    # Late in the evening of Shanghai it is still the same day.
    freeze(f"{day} 23:59")
    person = approve(submit(draft))
    assert person.valid_until == last
    assert person.documents.get(kind=Document.Kind.CERTIFICATE).valid_until == last
