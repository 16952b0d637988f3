"""继续申报: last year's approved people continued this year."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from programs.actions.attachments import delete_file
from programs.actions.carry_over import carry_over
from programs.actions.drafts import delete_draft
from programs.answers import unpack
from programs.carrying import Fate
from programs.models import Application, Attachment, Call, ProgramVersion
from programs.submission import find_problems
from programs.workflow import Refused
from tests.factories import (
    approve,
    draft_person_application,
    open_call,
    person_answers,
    submit,
    submitted_unit,
)
from tests.programs.pages import as_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def call() -> Call:
    return open_call(2026)


@pytest.fixture
def earlier(clerk: User) -> Application:
    """Somebody whom the offices approved in 2025."""
    part = submitted_unit(open_call(2025), clerk)
    return approve(submit(draft_person_application(part, name="沈石田")))


def continue_url(application: Application) -> str:
    return reverse("programs:continue", args=[application.number])


def progress(client: Client, call: Call, query: str = "") -> str:
    url = reverse("programs:progress", args=[call.program.slug])
    return client.get(f"{url}{query}").content.decode()


@pytest.mark.requirement("S0-052")
@pytest.mark.requirement("S0-072")
def test_only_people_approved_last_year_can_be_continued(
    client: Client, clerk: User, call: Call, earlier: Application
) -> None:
    part = submitted_unit(call, clerk)
    assert earlier.unit_application
    pending = submit(draft_person_application(earlier.unit_application))
    this_year = approve(submit(draft_person_application(part)))

    last = progress(client, call, "?year=2025")
    assert continue_url(earlier) in last
    assert continue_url(pending) not in last
    assert continue_url(this_year) not in progress(client, call)
    for application in (pending, this_year):
        assert client.post(continue_url(application)).status_code == 409


@pytest.mark.requirement("S0-073")
def test_the_progress_list_is_asked_by_year(
    client: Client, clerk: User, call: Call, earlier: Application
) -> None:
    person = submit(draft_person_application(submitted_unit(call, clerk), name="仇十洲"))

    this_year, last_year = progress(client, call), progress(client, call, "?year=2025")

    assert person.number in this_year
    assert earlier.number not in this_year
    assert earlier.number in last_year
    assert '<option value="2025" selected>' in last_year
    assert "查询" in this_year
    client.post(reverse("programs:progress", args=[call.program.slug]), {"q": "十洲"})
    assert "仇十洲" in progress(client, call, "?state=pending_review")
    assert "暂无信息" in progress(client, call, "?state=rejected")


@pytest.mark.requirement("S0-053")
@pytest.mark.requirement("S0-074")
@pytest.mark.requirement("X-012")
def test_confirming_twice_makes_one_draft(
    client: Client, clerk: User, call: Call, earlier: Application
) -> None:
    submitted_unit(call, clerk)
    page = progress(client, call, "?year=2025")
    assert f'hx-get="{continue_url(earlier)}"' in page
    dialog = client.get(continue_url(earlier), headers={"HX-Request": "true"}).content.decode()
    assert "<dialog" in dialog
    assert all(button in dialog for button in ("取消", "确认"))
    assert not Application.objects.filter(call=call, part="person").exists()

    answers = [client.post(continue_url(earlier)) for _click in range(2)]

    draft = Application.objects.get(call=call, part="person")
    assert {answer.headers["Location"] for answer in answers} == {
        reverse("programs:application", args=[draft.number])
    }
    assert draft.carried_from == earlier
    assert "已继续申报" in progress(client, call, "?year=2025")


@pytest.mark.requirement("S0-074")
@pytest.mark.requirement("S0-076")
def test_basic_data_and_files_are_copied_and_the_years_own_are_empty(
    clerk: User, call: Call, earlier: Application
) -> None:
    submitted_unit(call, clerk)
    draft = carry_over(earlier, call, clerk)

    old, new = unpack(earlier.form, earlier.answers), unpack(draft.form, draft.answers)
    for key in ("name", "id_doc_number", "mobile", "education", "position", "bank_account"):
        assert new[key] == old[key]
    assert not {"annual_wage", "tax_paid", "invoices"} & set(new)
    assert (draft.name, draft.id_doc_hash) == (earlier.name, earlier.id_doc_hash)
    slots = set(draft.attachments.values_list("slot", flat=True))
    assert slots == {"id_document", "education_certificate", "employment_contract"}
    missing = {problem.key for problem in find_problems(draft)}
    assert missing == {
        "annual_wage", "tax_paid", "invoices", "wage_proof", "tax_certificate", "invoice_scans",
    }  # fmt: skip


@pytest.mark.requirement("S0-074")
def test_the_copies_are_the_drafts_own(
    clerk: User, call: Call, earlier: Application, django_capture_on_commit_callbacks: Any
) -> None:
    submitted_unit(call, clerk)
    draft = carry_over(earlier, call, clerk)
    copy = draft.attachments.get(slot="id_document")
    original = earlier.attachments.get(slot="id_document")
    content = original.file.read()
    assert copy.file.read() == content

    with django_capture_on_commit_callbacks(execute=True):
        delete_file(copy)
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(draft.pk, clerk)

    original = earlier.attachments.get(slot="id_document")
    assert original.file.read() == content


@pytest.mark.requirement("S0-054")
@pytest.mark.requirement("S0-075")
@pytest.mark.requirement("S0-077")
def test_the_form_tags_what_is_carried_and_what_to_renew(
    client: Client, clerk: User, call: Call, earlier: Application
) -> None:
    submitted_unit(call, clerk)
    draft = carry_over(earlier, call, clerk)
    url = reverse("programs:application", args=[draft.number])

    page = client.get(url).content.decode()
    note = page.index('id="note_id_annual_wage"')
    assert "需更新" in page[note : note + 200]
    note = page.index('id="note_id_position"')
    assert "沿用上年" in page[note : note + 200]
    submit_url = reverse("programs:submit", args=[draft.number])
    data = as_post(draft.form, unpack(draft.form, draft.answers))
    assert client.post(submit_url, data).status_code == 422

    changed = person_answers(position="首席科学家", annual_wage="")
    saved = client.post(
        reverse("programs:save", args=[draft.number]), as_post(draft.form, changed), follow=True
    ).content.decode()
    note = saved.index('id="note_id_position"')
    assert "沿用上年" not in saved[note : note + 200]
    assert "首席科学家" in saved
    assert "提交前还有" in saved


def test_before_continuing_each_item_is_shown_with_its_rule(
    client: Client, clerk: User, call: Call, earlier: Application
) -> None:
    submitted_unit(call, clerk)

    page = client.get(continue_url(earlier))

    assert page.status_code == 200
    fates = {
        fate: {item.key for item in items} for fate, items in page.context["found"].plan.groups
    }
    assert fates[Fate.RENEWED] == {
        "annual_wage", "tax_paid", "invoices", "wage_proof", "tax_certificate", "invoice_scans",
    }  # fmt: skip
    assert {"name", "position", "id_document", "employment_contract"} <= fates[Fate.KEPT]
    assert fates[Fate.LAPSED] == set()
    text = page.content.decode()
    assert all(word in text for word in ("沿用", "需更新", "每年数据不同", "自动带入"))
    assert unpack(earlier.form, earlier.answers)["id_doc_number"] not in text


def test_what_does_not_hold_any_more_is_not_carried_over(
    client: Client, clerk: User, call: Call, earlier: Application
) -> None:
    submitted_unit(call, clerk)
    contract = earlier.attachments.get(slot="employment_contract")
    Attachment.objects.filter(pk=contract.pk).update(scan=Attachment.Scan.INFECTED)
    changed = call.version.content
    fields = [f for s in changed["person"]["sections"] for f in s["fields"]]
    education = next(f for f in fields if f["key"] == "education")
    education["options"] = [o for o in education["options"] if o["value"] != "master"]
    version = ProgramVersion.objects.create(
        program=call.program, number=99, content=changed, sha256="changed"
    )
    Call.objects.filter(pk=call.pk).update(version=version)

    page = client.get(continue_url(earlier)).content.decode()
    client.post(continue_url(earlier))

    assert "选项“硕士研究生”本年度不再提供" in page
    assert "未通过安全检查" in page
    draft = Application.objects.get(carried_from=earlier)
    assert "education" not in unpack(draft.form, draft.answers)
    assert not draft.attachments.filter(slot="employment_contract").exists()
    assert draft.attachments.filter(slot="id_document").exists()


def test_continuing_waits_for_this_years_unit_part(
    client: Client, clerk: User, call: Call, earlier: Application
) -> None:
    assert "去填写单位申报信息" in client.get(continue_url(earlier)).content.decode()

    refused = client.post(continue_url(earlier))

    assert refused.status_code == 409
    assert "请先提交本年度“单位申报信息”" in refused.content.decode()


def test_somebody_on_this_years_list_is_not_continued_as_well(
    clerk: User, call: Call, earlier: Application
) -> None:
    part = submitted_unit(call, clerk)
    number = unpack(earlier.form, earlier.answers)["id_doc_number"]
    draft_person_application(part, id_doc_number=number)

    with pytest.raises(Refused, match="本单位已为该人员建立申报"):
        carry_over(earlier, call, clerk)
    assert Application.objects.filter(call=call, part="person").count() == 1
