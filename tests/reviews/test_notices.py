"""公示: frozen at its start, read by anybody, concluded by itself when nobody objects."""

import datetime as dt
from typing import Any

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from accounts.actions.consents import withdraw as withdraw_consent
from accounts.models import Delivery, Notification
from portal.lib.dates import today
from portal.lib.refusals import Refused
from programs.models import Application
from reviews.actions.disbursement import start_batch
from reviews.actions.notices import extend, publish, withdraw
from reviews.actions.objections import dismiss
from reviews.jobs import conclude_notices, resume_announcements
from reviews.models import NoticeLine, PaymentLine, PublicNotice
from reviews.queries.notices import fingerprint, publishable, scopes_waiting, waiting
from reviews.tasks import announce_notice
from tests.factories import city_office, make_reviewer, make_staff
from tests.factories.notices import (
    noticed_people,
    noticed_person,
    publish_for,
    scope_for,
    terms,
)
from tests.factories.objections import object_to

pytestmark = pytest.mark.django_db
FRIDAY = "2026-11-20 09:00"


def state_of(application: Application) -> str:
    return Application.objects.values_list("state", flat=True).get(pk=application.pk)


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        return "".join(sheet.get_textpage().get_text_range() for sheet in document)


def page(number: str, query: str = "") -> str:
    return Client().get(f"/notices/{number}/{query}").content.decode()


def test_the_list_is_frozen_and_shows_what_its_settings_say(freeze: Any) -> None:
    freeze(FRIDAY)
    _first, person = noticed_people(name="祝允明")
    notice = publish_for(person, "id_doc", "amount", "detail", detail="qualification")

    # Five working days from the day after: over two weekend days.
    assert (notice.starts_on, notice.ends_on) == (dt.date(2026, 11, 20), dt.date(2026, 11, 27))
    other, line = notice.lines.all()
    assert other.name == "文**"
    assert line.name == "祝**"
    assert line.id_doc == f"*****{person.id_doc_tail}"
    assert line.detail == "博士学位"
    assert line.amount == person.proposed_amount
    text = page(notice.number)
    assert "祝**" in text
    assert "祝允明" not in text
    assert "¥30,000.00" in text
    for change in ({"name": "祝允明"}, {"amount": 1}, {"position": 9}):
        with pytest.raises(InternalError), transaction.atomic():
            NoticeLine.objects.filter(pk=line.pk).update(**change)
    with pytest.raises(InternalError), transaction.atomic():
        PublicNotice.objects.filter(pk=notice.pk).update(ends_on=dt.date(2026, 11, 24))


def test_without_settings_it_shows_the_masked_name_and_the_unit_only() -> None:
    _other, person = noticed_people()
    line = publish_for(person).lines.last()
    assert line
    assert (line.id_doc, line.detail, line.amount) == ("", "", None)


def test_a_search_does_not_unmask() -> None:
    _other, person = noticed_people(name="祝允明")
    notice = publish_for(person)
    assert "祝**" in page(notice.number, "?q=祝")
    assert "祝**" in page(notice.number, f"?q={person.unit_name[:6]}")
    for text in ("祝允明", "允", person.id_doc_tail):
        assert "祝**" not in page(notice.number, f"?q={text}")


def test_nobody_is_in_two_notices() -> None:
    _other, person = noticed_people()
    scope, manager = scope_for(person), make_staff("program_manager")
    seen = fingerprint(publishable(waiting(scope)))
    first = publish(scope, terms(), seen, manager)
    with pytest.raises(Refused, match="没有等待公示"):
        publish(scope, terms(), seen, manager)

    other = PublicNotice.objects.get(pk=first.pk)
    other.pk, other.number = None, "GS-2"
    other.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticeLine.objects.create(notice=other, position=1, application=person)


def test_a_list_that_has_changed_since_it_was_looked_at_is_not_published() -> None:
    _other, person = noticed_people()
    scope = scope_for(person)
    seen = fingerprint(publishable(waiting(scope)))
    noticed_people()
    with pytest.raises(Refused, match="刚刚有变化"):
        publish(scope, terms(), seen, make_staff("program_manager"))
    assert not PublicNotice.objects.exists()


def test_who_has_no_say_publishes_nothing() -> None:
    _other, person = noticed_people()
    for user in (make_reviewer(city_office()), make_staff("auditor"), make_staff("finance")):
        assert scopes_waiting(user) == []
        with pytest.raises(PermissionDenied):
            publish_for(person, actor=user)


@pytest.mark.requirement("S3-031")
def test_money_waits_for_the_end_of_the_notice_and_for_open_objections(freeze: Any) -> None:
    freeze(FRIDAY)
    other, person = noticed_people()
    notice = publish_for(person)
    finance = make_staff("finance", city_office("finance_bureau"))
    line = notice.lines.get(application=person)
    objection, _code = object_to(notice, line)

    def start() -> None:
        start_batch(person.call_id, 1, None, finance)

    freeze("2026-11-27 20:00")
    conclude_notices()
    assert state_of(person) == state_of(other) == "on_notice"
    with pytest.raises(Refused, match="仍在公示中"):
        start()

    freeze("2026-11-28 00:10")
    conclude_notices()
    # An objection to one holds nobody else.
    assert state_of(other) == "approved"
    assert state_of(person) == "on_notice"
    start()
    paid = PaymentLine.objects.values_list("application", flat=True)
    assert set(paid) == {other.pk}
    with pytest.raises(Refused, match="未处理的异议"):
        start()

    dismiss(objection.pk, "经核查不属实。", notice.published_by)
    conclude_notices()
    assert state_of(person) == "approved"
    notice.refresh_from_db()
    assert notice.state == "concluded"
    start()
    assert set(paid.all()) == {other.pk, person.pk}


def test_an_objection_to_the_whole_holds_everybody(freeze: Any) -> None:
    freeze(FRIDAY)
    other, person = noticed_people()
    notice = publish_for(person)
    object_to(notice, None)
    freeze("2026-11-28 00:10")
    conclude_notices()
    assert {state_of(other), state_of(person)} == {"on_notice"}


def test_more_days_keep_it_open_and_are_told(freeze: Any) -> None:
    freeze(FRIDAY)
    _other, person = noticed_people()
    notice = publish_for(person)
    with pytest.raises(Refused, match="晚于原截止日期"):
        extend(notice.pk, dt.date(2026, 11, 27), "更正", notice.published_by)
    extend(notice.pk, dt.date(2026, 12, 2), "系统维护，顺延公示", notice.published_by)
    announce_notice(notice.pk)
    told = Notification.objects.get(kind="notice_extended")
    assert "2026-12-02" in told.body
    assert "系统维护，顺延公示" in told.body
    freeze("2026-11-30 00:10")
    conclude_notices()
    assert state_of(person) == "on_notice"


def test_a_withdrawn_list_is_nobodys_to_read_and_can_be_published_again() -> None:
    _other, person = noticed_people()
    notice = publish_for(person)
    withdraw(notice.pk, "名单有误，重新核对", notice.published_by)
    answer = Client().get(f"/notices/{notice.number}/")
    assert answer.status_code == 410
    assert "祝**" not in answer.content.decode()
    assert notice.number not in Client().get("/notices/").content.decode()
    assert Client().get(f"/notices/{notice.number}/sheet.pdf").status_code == 410
    assert publish_for(person).lines.count() == 2


def test_a_list_is_open_for_its_time_and_out_of_search_engines_after_its_end(freeze: Any) -> None:
    freeze(FRIDAY)
    _other, person = noticed_people()
    notice = publish_for(person)
    path = f"/notices/{notice.number}/"
    assert Client().get(path).headers["X-Robots-Tag"] == "noarchive"
    freeze("2026-11-28 09:00")
    conclude_notices()
    assert Client().get(path).headers["X-Robots-Tag"] == "noindex"
    freeze("2026-12-27 09:00")
    assert Client().get(path).status_code == 200
    freeze("2026-12-28 09:00")
    closed = Client().get(path)
    assert closed.status_code == 410
    assert "祝**" not in closed.content.decode()


@pytest.mark.requirement("S1-002")
@pytest.mark.requirement("S1-003")
def test_the_home_page_shows_notices_of_every_programme(freeze: Any) -> None:
    freeze(FRIDAY)
    own = noticed_person(full_name="仇英")
    publish_for(own, title="关于仇英被认定为高层次人才的公示")
    freeze("2026-11-21 09:00")
    _other, person = noticed_people()
    publish_for(person, title="关于2026年度招聘补贴名单的公示")
    home = Client().get("/").content.decode()
    newer, older = home.index("关于2026年度招聘补贴名单的公示"), home.index("关于仇英被认定")
    assert newer < older
    assert "[2026-11-21]" in home[newer:older]
    assert "[2026-11-20]" in home[older:]
    freeze("2027-01-10 09:00")
    assert "关于仇英被认定" not in Client().get("/").content.decode()


def test_a_persons_name_is_shown_in_full_only_where_she_agreed() -> None:
    own = noticed_person(full_name="仇英")
    notice = publish_for(own, "full_name")
    assert "仇英" in page(notice.number)
    withdraw_consent(own.applicant, "public_notice")  # type: ignore[arg-type]
    assert "仇英" not in page(notice.number)


def test_whom_a_unit_files_is_never_shown_in_full() -> None:
    _other, person = noticed_people()
    with pytest.raises(ValueError, match="full_name"):
        publish_for(person, "full_name")


def test_who_takes_the_consent_back_is_not_listed_and_not_sent_on(freeze: Any) -> None:
    freeze(FRIDAY)
    own, other = noticed_person(full_name="仇英"), noticed_person(full_name="沈周")
    withdraw_consent(other.applicant, "public_notice")  # type: ignore[arg-type]
    notice = publish_for(own)
    assert [line.application_id for line in notice.lines.all()] == [own.pk]
    withdraw_consent(own.applicant, "public_notice")  # type: ignore[arg-type]
    freeze("2026-11-28 09:00")
    conclude_notices()
    assert notice.lines.get().state == "taken_off"
    assert state_of(own) == "on_notice"


@pytest.mark.requirement("X-009")
def test_everybody_in_the_list_is_told_once() -> None:
    own = noticed_person(full_name="仇英")
    publish_for(own)
    _other, person = noticed_people(mobile="13712340055")
    notice = publish_for(person)
    Delivery.objects.all().delete()
    for _time in range(2):
        resume_announcements()
        announce_notice(notice.pk)

    told = Notification.objects.get(kind="notice_started")
    assert told.recipient == own.applicant
    assert str(notice.ends_on) in told.body
    assert own.applicant
    sent = Delivery.objects.filter(channel="sms")
    assert [s.kind for s in sent if s.address == own.applicant.phone] == ["notice_started"]
    of_unit = Notification.objects.get(kind="notice_started_of_unit")
    assert of_unit.unit == person.unit
    assert "2 件" in of_unit.body
    assert [s.kind for s in sent if s.address == "13712340055"] == ["notice_started_of_person"]


@pytest.mark.requirement("X-008")
def test_the_list_as_pdf(freeze: Any) -> None:
    _other, person = noticed_people(name="祝允明")
    notice = publish_for(person, "amount")
    answer = Client().get(f"/notices/{notice.number}/sheet.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    text = text_of(answer.content)
    for part in (notice.title, "祝**", person.unit_name, "30,000.00", "0512-12345"):
        assert part in text
    assert "祝允明" not in text
    assert today().year
