"""Files and full numbers: shown to those who may see them, and every look at them is written."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, User
from programs.models import Application, Attachment
from tests.factories import draft_person_application, submitted_unit

pytestmark = pytest.mark.django_db


def file_url(file: Attachment, query: str = "") -> str:
    return reverse("admin:reviews_attachment", args=[file.application_id, file.pk]) + query


@pytest.mark.requirement("X-006")
def test_a_file_is_shown_in_the_page_and_kept_nowhere(desk: Client, person: Application) -> None:
    response = desk.get(file_url(person.attachments.get(slot="tax_certificate")))
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith("inline")


def test_what_a_browser_might_run_is_only_handed_over(desk: Client, person: Application) -> None:
    file = person.attachments.get(slot="tax_certificate")
    Attachment.objects.filter(pk=file.pk).update(mime="text/html")
    response = desk.get(file_url(file))
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("scan", ["pending", "infected"])
def test_a_file_not_known_to_be_clean_is_not_shown(
    desk: Client, person: Application, scan: str
) -> None:
    file = person.attachments.get(slot="tax_certificate")
    Attachment.objects.filter(pk=file.pk).update(scan=scan)
    response = desk.get(file_url(file))
    assert response.status_code == 409
    assert "病毒检查" in response.content.decode()


@pytest.mark.requirement("X-006")
def test_a_file_of_another_application_is_not_found_here(desk: Client, person: Application) -> None:
    other = draft_person_application(submitted_unit()).attachments.all()[0]
    url = reverse("admin:reviews_attachment", args=[person.pk, other.pk])
    assert desk.get(url).status_code == 404
    assert desk.get(file_url(other)).status_code == 404


def test_a_look_at_an_identity_document_is_written_down(
    desk: Client, person: Application, reviewer: User
) -> None:
    desk.get(file_url(person.attachments.get(slot="tax_certificate")))
    assert not AuditEntry.objects.filter(action="view_document").exists()
    desk.get(file_url(person.attachments.get(slot="id_document")))
    entry = AuditEntry.objects.get(action="view_document")
    assert (entry.actor, entry.detail["number"]) == (reviewer, person.number)


def test_a_full_number_needs_a_reason_that_is_kept(
    desk: Client, person: Application, reviewer: User
) -> None:
    url = reverse("admin:reviews_reveal", args=[person.pk, "bank_account"])
    refused = desk.post(url, {"reason": "看"})
    assert refused.status_code == 422
    assert "6222" not in refused.content.decode()
    assert not AuditEntry.objects.filter(action="reveal_document").exists()

    shown = desk.post(url, {"reason": "核对收款账户"})
    assert "6222021102001234569" in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    entry = AuditEntry.objects.get(action="reveal_document")
    assert (entry.actor, entry.address) == (reviewer, "127.0.0.1")
    assert entry.detail == {
        "field": "bank_account", "number": person.number, "reason": "核对收款账户",
    }  # fmt: skip
    assert "6222021102001234569" not in str(entry.detail)


@pytest.mark.parametrize("key", ["position", "invoices", "no_such"])
def test_only_masked_answers_are_revealed(desk: Client, person: Application, key: str) -> None:
    url = reverse("admin:reviews_reveal", args=[person.pk, key])
    assert desk.post(url, {"reason": "核对收款账户"}).status_code == 404


def test_a_number_is_never_revealed_by_a_link(desk: Client, person: Application) -> None:
    url = reverse("admin:reviews_reveal", args=[person.pk, "bank_account"])
    assert desk.get(url).status_code == 405
