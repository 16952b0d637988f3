"""单位申报信息: prefilled, types with their proofs, submitted first."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from programs.answers import unpack
from programs.models import Application, Call
from programs.states import Action
from programs.workflow import move
from tests.factories import (
    draft_unit_application,
    make_reviewer,
    open_call,
    submit,
    submitted_unit,
    unit_answers,
)
from tests.programs.pages import as_post, pdf_upload, sending_button

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return open_call()


def url(call: Call, name: str = "unit") -> str:
    return reverse(f"programs:{name}", args=[call.program.slug, call.year])


@pytest.mark.requirement("S0-033")
@pytest.mark.requirement("S0-063")
def test_the_form_opens_with_the_profile_and_stores_nothing(
    client: Client, call: Call, clerk: User
) -> None:
    unit = clerk.memberships.get().unit
    text = client.get(url(call)).content.decode()

    for value in (unit.name, unit.uscc, "姑苏区", unit.address, unit.contact_phone):
        assert value in text
    assert "单位申报信息" in text
    assert not Application.objects.exists()


@pytest.mark.requirement("S0-034")
def test_a_new_filing_takes_the_changed_profile_and_a_submitted_one_keeps_its_own(
    client: Client, call: Call, clerk: User
) -> None:
    earlier = open_call(2025)
    old = draft_unit_application(earlier, clerk)
    client.post(url(earlier, "unit_submit"), as_post(old.form, unit_answers(old.named_unit)))
    old.refresh_from_db()
    assert old.state == "pending_review"
    first_name = old.named_unit.name
    old.named_unit.name = "苏州改名后科技有限公司"
    old.named_unit.save()

    assert "苏州改名后科技有限公司" in client.get(url(call)).content.decode()
    shown = client.get(url(earlier)).content.decode()
    assert first_name in shown
    assert "苏州改名后科技有限公司" not in shown


@pytest.mark.requirement("S0-034")
def test_what_only_the_server_sets_cannot_be_sent(client: Client, call: Call, clerk: User) -> None:
    unit = clerk.memberships.get().unit
    forged = {"unit_name": "别家公司", "uscc": "91320594MA1999999X", "district": "320583"}

    client.post(
        url(call, "unit_save"), as_post(call.definition.form("unit"), unit_answers(unit)) | forged
    )

    part = Application.objects.get()
    answers = unpack(part.form, part.answers)
    assert (answers["unit_name"], answers["uscc"]) == (unit.name, unit.uscc)
    assert answers["district"] == unit.district_id == part.district_id


@pytest.mark.requirement("S0-065")
def test_at_least_one_type_is_needed_and_several_are_allowed(
    client: Client, call: Call, clerk: User
) -> None:
    part = draft_unit_application(call, clerk)
    form = part.form

    none = client.post(
        url(call, "unit_submit"), as_post(form, unit_answers(part.named_unit, award_types=[]))
    )
    assert none.status_code == 422
    assert "请填写“申报类型”。" in none.content.decode()

    both = unit_answers(part.named_unit, award_types=["finance", "industry"])
    client.post(url(call, "unit_save"), as_post(form, both))
    part.refresh_from_db()
    assert part.answers["award_types"] == ["finance", "industry"]


@pytest.mark.requirement("S0-066")
def test_each_type_asks_for_its_own_proof(client: Client, call: Call, clerk: User) -> None:
    part = draft_unit_application(call, clerk)
    both = as_post(part.form, unit_answers(part.named_unit, award_types=["finance", "industry"]))

    refused = client.post(url(call, "unit_submit"), both)
    assert refused.status_code == 422
    assert "请上传“金融业务许可证”。" in refused.content.decode()
    assert "请上传“重点产业企业证明”。" not in refused.content.decode()

    one = as_post(part.form, unit_answers(part.named_unit, award_types=["industry"]))
    accepted = client.post(url(call, "unit_submit"), one)
    assert accepted.status_code == 302
    part.refresh_from_db()
    assert part.state == "pending_review"


def test_an_answer_that_a_condition_hides_is_neither_asked_for_nor_kept(
    client: Client, call: Call, clerk: User
) -> None:
    part = draft_unit_application(call, clerk)
    data = as_post(part.form, unit_answers(part.named_unit, high_tech_number="GR202632000001"))

    client.post(url(call, "unit_submit"), data)

    part.refresh_from_db()
    assert part.state == "pending_review"
    assert "high_tech_number" not in part.answers


@pytest.mark.requirement("S0-067")
@pytest.mark.requirement("S0-068")
def test_submitting_starts_the_review_and_the_page_shows_its_progress(
    client: Client, call: Call, clerk: User
) -> None:
    part = draft_unit_application(call, clerk)
    client.post(url(call, "unit_submit"), as_post(part.form, unit_answers(part.named_unit)))

    part.refresh_from_db()
    assert part.state == "pending_review"
    assert part.transitions.get().action == "submit"
    text = client.get(url(call)).content.decode()
    assert "审核情况" in text
    for stage in ("区级审核", "市级审核"):
        assert stage in text
    assert str(part.office) in text
    assert f"办理期限 {part.due_on}" in text


@pytest.mark.requirement("S0-068")
def test_what_was_decided_stands_at_the_bottom_of_the_page(
    client: Client, call: Call, clerk: User
) -> None:
    part = submitted_unit(call, clerk)
    assert part.office
    for action, opinion in ((Action.RETURN, "营业执照不清晰。"), (Action.APPROVE, "材料齐全。")):
        move(part.pk, action, make_reviewer(part.office), opinion)
        decided = part.transitions.get(action=action)
        text = client.get(url(call)).content.decode()
        log = text[text.index("<summary>审核情况</summary>") :]
        for told in ("区级审核", str(part.office), str(decided.get_action_display()), opinion):
            assert told in log
        assert f"{timezone.localtime(decided.at):%Y-%m-%d %H:%M}" in log
        if action is Action.RETURN:
            assert sending_button(text) == "重新提交"
            part = submit(part)
            assert part.office


def test_a_second_tab_finds_the_draft_that_the_first_has_begun(
    client: Client, call: Call, clerk: User
) -> None:
    for _tab in range(2):
        client.post(
            reverse("programs:unit_upload", args=[call.program.slug, call.year, "industry_proof"]),
            {"file": pdf_upload()},
        )

    part = Application.objects.get()
    assert part.attachments.count() == 1  # the slot takes one file; the second was refused


def test_the_form_speaks_english_from_the_definition(
    client: Client, call: Call, clerk: User
) -> None:
    client.cookies["django_language"] = "en"
    text = client.get(url(call)).content.decode()

    for label in ("Unit information", "Legal representative", "National high-tech enterprise"):
        assert label in text
