"""Submitted is immutable on every route, and nobody finds what is another unit's."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from accounts.models import User
from programs.models import Application
from programs.urls import urlpatterns
from programs.views.filing_page import page_url
from tests.factories import (
    draft_person_application,
    make_clerk,
    make_person,
    person_answers,
    submit,
    submitted_unit,
    unit_answers,
)
from tests.programs.pages import as_post, pdf_upload

pytestmark = pytest.mark.django_db

#: Addresses of one application that change nothing.
READING = {"application", "attachment", "thumbnail", "document", "paper"}
#: Addresses that everybody may open.
PUBLIC = {"catalogue", "policy", "call_file", "verify", "verify_document"}
#: Addresses of the acting unit's own workspace: there is nothing of another unit to name in them.
WORKSPACE = {
    "apply", "confirm_reading", "progress", "unit", "unit_save", "unit_submit", "unit_upload",
    "unit_revise", "unit_paper", "people",
    "add_person", "submit_many", "submission", "export_people", "rosters", "roster_template",
    "roster_upload", "roster", "roster_confirm", "roster_cancel", "roster_returned",
    "scans_upload", "scans", "scans_confirm", "scans_cancel",
    "row", "mine", "report_up", "report_many",
}  # fmt: skip
#: Addresses of what a person files for herself, which name no application.
OWN = {"own", "begin", "units", "certificates"}
#: Addresses of the member centre, tested with the members.
MEMBERS = {
    "workbench", "workspace", "workspace_person", "workspace_section", "start_filings",
}  # fmt: skip


def routes() -> list[str]:
    return [p.name for p in urlpatterns if isinstance(p, URLPattern) and p.name]


def addresses(application: Application) -> Iterator[tuple[str, str]]:
    """Every address that names the application, with what it takes."""
    attachment = application.attachments.all()[0]
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        if not str(pattern.pattern).startswith("my/<"):
            continue
        wanted = {
            "number": application.number,
            "pk": attachment.pk,
            "slot": attachment.slot,
        }
        known = {key: wanted[key] for key in pattern.pattern.converters}
        assert pattern.name
        yield pattern.name, reverse(f"programs:{pattern.name}", kwargs=known)


def test_every_address_is_classed() -> None:
    """A new address must be put into one of these tests."""
    person = submit(draft_person_application(submitted_unit()))
    named = {name for name, _url in addresses(person)}
    assert set(routes()) == PUBLIC | WORKSPACE | OWN | MEMBERS | named


@pytest.mark.requirement("X-002")
@pytest.mark.requirement("S0-060")
@pytest.mark.requirement("S0-081")
def test_no_route_changes_a_submitted_person(client: Client) -> None:
    clerk = make_clerk()
    person = submit(draft_person_application(submitted_unit(clerk=clerk)))
    client.force_login(clerk)
    before = _everything(person)

    for name, url in addresses(person):
        if name in READING or name == "continue":
            continue
        data = as_post(person.form, person_answers(name="改过的名字"))
        response = client.post(url, data | {"file": pdf_upload()})
        assert response.status_code == 409, name
    assert _everything(person) == before
    page = client.get(page_url(person)).content.decode()
    for name in ("save", "submit", "delete"):
        assert reverse(f"programs:{name}", args=[person.number]) not in page


@pytest.mark.requirement("X-002")
def test_no_route_changes_a_submitted_unit_part(client: Client) -> None:
    clerk = make_clerk()
    part = submitted_unit(clerk=clerk)
    client.force_login(clerk)
    before = _everything(part)
    place = [part.call.program.slug, part.call.year]
    data = as_post(part.form, unit_answers(part.named_unit, employees=7))

    for name in ("unit_save", "unit_submit", "unit_revise"):
        response = client.post(reverse(f"programs:{name}", args=place), data)
        assert response.status_code == 409, name
    upload = reverse("programs:unit_upload", args=[*place, "industry_proof"])
    assert client.post(upload, {"file": pdf_upload()}).status_code == 409
    assert _everything(part) == before


@pytest.mark.requirement("X-005")
@pytest.mark.requirement("X-006")
def test_another_units_account_finds_nothing(client: Client) -> None:
    person = draft_person_application(submitted_unit())
    client.force_login(make_clerk())

    for name, url in addresses(person):
        assert client.get(url).status_code in (404, 405), name
        assert client.post(url, {"file": pdf_upload()}).status_code in (404, 405), name
    person.refresh_from_db()
    assert person.revision == 0


@pytest.mark.requirement("X-005")
@pytest.mark.parametrize("name", sorted(WORKSPACE))
def test_a_person_has_no_workspace(client: Client, name: str) -> None:
    part = submitted_unit()
    client.force_login(make_person())
    pattern = next(p for p in urlpatterns if isinstance(p, URLPattern) and p.name == name)
    wanted = {
        "slug": part.call.program.slug,
        "year": part.call.year,
        "slot": "industry_proof",
        "part": "person",
        "section": "invoices",
        "pk": 1,
    }
    url = reverse(
        f"programs:{name}", kwargs={key: wanted[key] for key in pattern.pattern.converters}
    )
    allowed = {"row", "mine"}  # a blank row tells nothing; 我的办件 is empty for persons
    for response in (client.get(url), client.post(url)):
        assert response.status_code in ((200, 405) if name in allowed else (403, 405))


def test_a_stranger_is_sent_to_the_login(client: Client) -> None:
    person = draft_person_application(submitted_unit())
    for name, url in addresses(person):
        assert client.get(url).status_code in (302, 405), name
        assert client.post(url).status_code == 302, name


def test_a_former_clerk_finds_nothing(client: Client) -> None:
    clerk: User = make_clerk()
    person = draft_person_application(submitted_unit(clerk=clerk))
    client.force_login(clerk)
    clerk.memberships.update(is_active=False)

    assert client.get(page_url(person)).status_code == 404


def _everything(application: Application) -> list[object]:
    """All that could have been changed."""
    application = Application.objects.get(pk=application.pk)
    files = application.attachments.order_by("pk").values_list("pk", "sha256", "position")
    return [application.answers, application.state, application.revision, list(files)]
