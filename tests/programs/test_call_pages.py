"""What managers write and upload for a call, and what it may cost."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, StaffPosition
from programs.models import Call, CallFile, DistrictBudget
from tests.cast import signed_in
from tests.factories import district, draft_unit_application, make_staff
from tests.programs.calls import add_file, change, complete_call, form_of, upload
from tests.programs.pages import pdf_upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager() -> Client:
    return signed_in(make_staff(StaffPosition.Role.PROGRAM_MANAGER))


@pytest.fixture
def call() -> Call:
    return complete_call()


def test_texts_of_the_call_take_the_place_of_the_definitions(
    manager: Client, client: Client, call: Call
) -> None:
    texts = {"policy": "本年新政策<b>", "notice": "见https://a.gov.cn/x。", "notice_en": "Now"}
    assert change(manager, call, **texts).status_code == 302
    url = reverse("programs:policy", args=[call.program.slug])
    html = client.get(url).content.decode()
    assert "<p>本年新政策&lt;b&gt;</p>" in html
    assert '<a href="https://a.gov.cn/x" rel="noopener">' in html
    client.cookies["django_language"] = "en"
    assert "<p>Now</p>" in client.get(url).content.decode()


def test_the_preview_shows_both_languages_and_saves_nothing(manager: Client, call: Call) -> None:
    url = reverse("admin:programs_call_preview", args=[call.pk])
    html = manager.post(url, form_of(call, notice="新通知<i>")).content.decode()
    assert "<p>新通知&lt;i&gt;</p>" in html
    assert 'lang="en"' in html
    assert Call.objects.get(pk=call.pk).notice == ""


def test_attachments_and_templates_are_given_out(
    manager: Client, client: Client, call: Call
) -> None:
    assert change(manager, call, **upload()).status_code == 302
    kept = CallFile.objects.get()
    assert (kept.name, kept.slot, kept.uploaded_by is None) == ("附件.pdf", "", False)
    html = client.get(reverse("programs:policy", args=[call.program.slug])).content.decode()
    url = reverse("programs:call_file", args=[call.program.slug, call.year, kept.pk])
    assert url in html
    assert client.get(url).headers["Content-Type"] == "application/pdf"


def test_a_template_of_the_call_stands_at_its_slot(call: Call) -> None:
    part = draft_unit_application(call)
    clerk = signed_in(part.created_by)
    page = reverse("programs:unit", args=[call.program.slug, call.year])
    paper = reverse("programs:unit_paper", args=[call.program.slug, call.year, "industry_proof"])
    assert paper not in clerk.get(page).content.decode()
    assert clerk.get(paper).status_code == 404
    add_file(call, part="unit", slot="industry_proof")
    assert paper in clerk.get(page).content.decode()
    assert clerk.get(paper).headers["Content-Type"] == "application/pdf"


def test_a_slot_has_one_template(manager: Client, call: Call) -> None:
    add_file(call, part="unit", slot="industry_proof")
    place = {"files-TOTAL_FORMS": "2", "files-INITIAL_FORMS": "1", "files-0-place": ""}
    existing = {
        "files-0-id": CallFile.objects.get().pk,
        "files-0-call": call.pk,
        "files-0-place": "unit:industry_proof",
        "files-1-place": "unit:industry_proof",
        "files-1-upload": pdf_upload("x.pdf"),
    }
    response = change(manager, call, **place | existing)
    assert response.status_code == 200
    assert "该材料已有模板" in response.content.decode()


def test_a_file_that_is_replaced_or_deleted_leaves_the_storage(
    manager: Client, call: Call, django_capture_on_commit_callbacks: Any
) -> None:
    old = add_file(call)
    row = {"files-INITIAL_FORMS": "1", "files-0-id": old.pk, "files-0-call": call.pk}
    with django_capture_on_commit_callbacks(execute=True):
        change(manager, call, **upload(**row))
    new = CallFile.objects.get()
    assert new.file.name != old.file.name
    assert not old.file.storage.exists(str(old.file.name))
    assert new.file.storage.exists(str(new.file.name))
    with django_capture_on_commit_callbacks(execute=True):
        change(manager, call, **{**row, "files-TOTAL_FORMS": "1", "files-0-DELETE": "on"})
    assert not CallFile.objects.exists()
    assert not new.file.storage.exists(str(new.file.name))


def test_a_bad_file_is_refused_at_its_row(manager: Client, call: Call) -> None:
    bad = SimpleUploadedFile("附件.pdf", b"MZ not a pdf", "application/pdf")
    response = change(manager, call, **upload(**{"files-0-upload": bad}))
    assert response.status_code == 200
    forms = response.context["inline_admin_formsets"][1].formset.forms
    assert list(forms[0].errors) == ["upload"]
    assert not CallFile.objects.exists()


def budgets(*amounts: str) -> dict[str, str]:
    rows = {"district_budgets-TOTAL_FORMS": str(len(amounts))}
    for at, (code, amount) in enumerate(zip(("320508", "320583"), amounts, strict=False)):
        rows |= {
            f"district_budgets-{at}-district": code,
            f"district_budgets-{at}-amount": amount,
        }
    return rows


def test_budgets_of_districts_fit_the_years(manager: Client, call: Call) -> None:
    too_much = change(manager, call, budget="100", **budgets("60", "50"))
    assert "分区预算合计 ¥110.00，超出年度预算 ¥100.00" in too_much.content.decode()
    assert change(manager, call, budget="100", **budgets("60", "40")).status_code == 302
    assert DistrictBudget.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "field"),
    [({"budget": "-1"}, "budget"), ({"year": "1999"}, "year"), ({"budget": "很多"}, "budget")],
)
def test_wrong_figures_are_refused_at_their_field(
    manager: Client, call: Call, sent: dict[str, str], field: str
) -> None:
    response = change(manager, call, **sent)
    assert list(response.context["adminform"].form.errors) == [field]


def test_no_budget_is_negative(call: Call) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DistrictBudget.objects.create(call=call, district=district(), amount=Decimal(-1))


def test_a_change_of_files_is_in_the_audit_log(manager: Client, call: Call) -> None:
    change(manager, call, **upload())
    entry = AuditEntry.objects.filter(action="admin_change").latest("pk")
    assert "附件.pdf" in str(entry.detail)
    assert "added" in str(entry.detail)
