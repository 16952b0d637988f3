"""The papers of a unit in the admin: seen there, opened by who may, never changed."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from accounts.models import AuditEntry, Unit, UnitAttachment, User
from tests.factories import make_staff, make_unit

pytestmark = pytest.mark.django_db
Slot = UnitAttachment.Slot


@pytest.fixture
def system_admin(client: Client) -> User:
    user = make_staff("system_admin")
    client.force_login(user)
    return user


def paper_of(unit: Unit, slot: str, name: str, scan: str = "clean") -> UnitAttachment:
    content = ContentFile(b"%PDF-1.4 stamped", name=name)
    return UnitAttachment.objects.create(
        unit=unit,
        slot=slot,
        file=content,
        name=name,
        mime="application/pdf",
        size=content.size,
        sha256="0" * 64,
        scan=scan,
    )


def address_of(paper: UnitAttachment, unit: Unit | None = None) -> str:
    return f"/admin/accounts/unit/{(unit or paper.unit).pk}/paper/{paper.pk}/"


def test_the_page_of_a_unit_shows_its_certificate_and_registration_papers(
    client: Client, system_admin: User
) -> None:
    unit = make_unit()
    papers = [
        paper_of(unit, Slot.USCC_CERTIFICATE, "信用代码证.pdf"),
        paper_of(unit, Slot.ADMIN_FILING, "备案盖章.pdf"),
        paper_of(unit, Slot.USER_AGREEMENT, "协议盖章.pdf"),
    ]

    page = client.get(f"/admin/accounts/unit/{unit.pk}/change/").content.decode()

    for paper in papers:
        assert f'href="{address_of(paper)}"' in page
        assert paper.name in page
        assert paper.get_slot_display() in page
    assert 'type="file"' not in page
    assert "attachments-0-DELETE" not in page


def test_a_paper_is_opened_and_that_is_written_down(client: Client, system_admin: User) -> None:
    paper = paper_of(make_unit(), Slot.ADMIN_DOCUMENT, "证件.pdf")

    answer = client.get(address_of(paper))

    assert b"".join(answer.streaming_content) == b"%PDF-1.4 stamped"  # type: ignore[attr-defined]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    entry = AuditEntry.objects.get(action="view_proof", actor=system_admin)
    assert (entry.subject_id, entry.detail) == (str(paper.unit_id), {"file": paper.pk})


def test_nobody_else_opens_it_and_nothing_unscanned_or_of_another_unit(
    client: Client, system_admin: User
) -> None:
    paper = paper_of(make_unit(), Slot.ADMIN_DOCUMENT, "证件.pdf")
    unscanned = paper_of(paper.unit, Slot.ADMIN_FILING, "待查.pdf", scan="pending")
    page = client.get(f"/admin/accounts/unit/{paper.unit_id}/change/").content.decode()
    assert address_of(unscanned) not in page
    assert client.get(address_of(unscanned)).status_code == 404
    assert client.get(address_of(paper, make_unit())).status_code == 404

    client.force_login(make_staff("auditor"))
    assert client.get(address_of(paper)).status_code == 403
