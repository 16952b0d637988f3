"""What the computer finds before a person looks."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.lib.crypto import keyed_hash
from programs.models import Application, UniqueClaim
from programs.states import Action
from programs.workflow import move
from reviews.checks import Check, run_checks
from reviews.queries.sheet import filed_answers
from tests.factories import (
    add_attachment,
    district_office,
    draft_person_application,
    make_clerk,
    make_reviewer,
    open_call,
    resident_id,
    submit,
    submitted_unit,
)
from tests.factories.company import draft_person, ready_unit
from tests.factories.own import make_identified_person

pytestmark = pytest.mark.django_db


def checks(item: Application) -> list[Check]:
    return run_checks(item, filed_answers(item), list(item.attachments.all()))


def found(item: Application, part: str) -> Check:
    """The one check whose sentence contains `part`."""
    return next(check for check in checks(item) if part in check.text)


def test_a_clean_file_passes_everything(person: Application) -> None:
    assert {check.state for check in checks(person)} == {"pass"}
    assert len(checks(person)) == 9


def test_the_worst_stands_first(person: Application) -> None:
    Application.objects.filter(pk=person.pk).update(proposed_amount=1)
    person.refresh_from_db()
    assert checks(person)[0].state == "look"


def test_an_amount_that_no_longer_adds_up(person: Application) -> None:
    Application.objects.filter(pk=person.pk).update(proposed_amount=1)
    person.refresh_from_db()
    check = found(person, "复算金额")
    assert (check.state, "¥40,000.00" in check.text) == ("look", True)


def test_a_person_filed_by_two_units(person: Application) -> None:
    number = filed_answers(person)["id_doc_number"]
    last_year = open_call(2025)
    elsewhere = submitted_unit(last_year, make_clerk())
    other = submit(draft_person_application(elsewhere, id_doc_number=number))
    check = found(person, "其他单位另有申报")
    assert check.state == "look"
    assert [match.pk for match in check.matches] == [other.pk]


def test_a_wrong_identifier_fails(person: Application) -> None:
    answers = {**filed_answers(person), "id_doc_number": "320508198803140012"}
    result = run_checks(person, answers, list(person.attachments.all()))
    assert result[0].state == "fail"
    assert "证件号码校验不通过" in result[0].text


@pytest.mark.parametrize(("born", "state"), [("2012-01-01", "look"), ("1950-01-01", "look")])
def test_an_unusual_age_wants_a_look(person: Application, born: str, state: str) -> None:
    answers = {**filed_answers(person), "birth_date": born}
    result = run_checks(person, answers, list(person.attachments.all()))
    assert next(check for check in result if "周岁" in check.text).state == state


def test_missing_files_are_named(person: Application) -> None:
    files = [file for file in person.attachments.all() if file.slot != "tax_certificate"]
    result = run_checks(person, filed_answers(person), files)
    assert (result[0].state, result[0].text) == ("fail", "缺少材料：完税证明")


def test_the_same_file_filed_by_somebody_else() -> None:
    unit = submitted_unit()
    drafts = [draft_person_application(unit) for _ in range(2)]
    for draft in drafts:
        for file in draft.attachments.all():
            slot = file.slot
            file.delete()
            add_attachment(draft, slot, f"%PDF-1.4 {draft.pk} {slot}".encode())
    first = submit(drafts[0])
    assert found(first, "未与其他申报件重复").state == "pass"
    add_attachment(drafts[1], "wage_proof", f"%PDF-1.4 {first.pk} wage_proof".encode())
    second = submit(drafts[1])
    check = found(second, "完全相同")
    assert (check.state, check.matches[0].pk) == ("look", first.pk)


def test_an_invoice_claimed_by_another_file(person: Application) -> None:
    assert person.unit_application
    other = submit(draft_person_application(person.unit_application))
    row = filed_answers(person)["invoices"][0]
    value = keyed_hash(f"{row['code']}/{row['number']}")
    assert UniqueClaim.objects.filter(application=person, value=value).update(application=other)
    check = found(person, "发票重复使用")
    assert (check.state, [match.pk for match in check.matches]) == ("fail", [other.pk])


def test_a_submission_outside_the_window(person: Application) -> None:
    person.call.opens_at = timezone.now() + dt.timedelta(days=1)
    person.call.closes_at = None
    assert found(person, "不在现行申报时间内").state == "look"


def test_matches_are_links_on_the_page(person: Application, desk: Client) -> None:
    number = filed_answers(person)["id_doc_number"]
    other = submit(draft_person_application(submitted_unit(open_call(2025)), id_doc_number=number))
    url = reverse("admin:reviews_reviewitem_review", args=[person.pk])
    assert other.number in desk.get(url).content.decode()


def test_units_are_not_asked_for_a_person(person: Application) -> None:
    unit = person.unit_application
    assert unit
    assert not any("证件" in check.text or "本人" in check.text for check in checks(unit))


def test_another_award_of_the_year_excludes_this_one(
    person: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    rejected = move(person.pk, Action.REJECT, make_reviewer(district_office()), "不符合条件")
    answers = filed_answers(rejected)
    unit = submitted_unit()
    again = submit(draft_person_application(unit, id_doc_number=answers["id_doc_number"]))
    assert found(again, "本年度未享受同类奖励").state == "pass"
    assert found(rejected, "互斥项目").matches[0].pk == again.pk


def test_an_age_is_counted_from_the_resident_id() -> None:
    born = dt.date(1970, 5, 6)
    unit = submitted_unit()
    person = submit(
        draft_person_application(unit, id_doc_number=resident_id(born), birth_date=born.isoformat())
    )
    assert found(person, "周岁").state == "pass"


def test_a_paper_that_was_waived_is_not_missing(client: Client) -> None:
    """The reviewer reads why there is none."""
    number = resident_id()
    make_identified_person(id_doc_number=number, id_doc_hash=keyed_hash(number))
    part = ready_unit("talent_fast_track")
    draft = draft_person(part, name="仇英", id_doc_number=number, without=["id_document"])
    person = submit(draft)
    assert person.waived == ["id_document"]
    assert "fail" not in {check.state for check in checks(person)}
    assert person.office
    client.force_login(make_reviewer(person.office))
    desk = client.get(reverse("admin:reviews_reviewitem_review", args=[person.pk]))
    text = desk.content.decode()
    slot = text[text.index('id="slot-id_document"') :]
    assert "免提交（本人已实名认证）" in slot[: slot.index("</li>")]
