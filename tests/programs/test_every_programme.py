"""Every definition, from its empty form over all its stages to its papers.

A new programme is walked through as soon as its file is there. What no generated answer can meet,
such as a number with a check of its own, stands in `SAMPLES`.
"""

import datetime as dt
import io
import re
from typing import Any

import pikepdf
import pypdfium2
import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from programs.definitions.loader import FOLDER, definition_files, read_definition
from programs.models import Application, Attachment, Document
from programs.states import GRANTED, State
from programs.tasks import render_documents
from tests.factories.notices import publish_for

from .journeys import Cast, after_notice, browser, decide, file_all, make_cast, pay, urls_of
from .pages import as_post, pdf_upload

pytestmark = pytest.mark.django_db

SLUGS = [path.stem for path in definition_files()]
SAMPLES: dict[str, dict[str, Any]] = {
    "home_purchase_grant": {"certificate_date": "2025-06-30"},
    "key_shortage": {"education": "doctorate"},
    "permit_tax_award": {"permit_number": "ZUSAS1988031400012"},
    "rent_grant": {"starts_on": "2025-07-01"},
    "social_referral_award": {"reached_on": "2020-10-01"},
}
#: Filed so long ago that a public notice has run its days by now.
SOME_TIME_AGO = dt.timedelta(days=25)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def filed(slug: str, cast: Cast) -> list[Application]:
    return file_all(slug, cast, SAMPLES.get(slug, {}))


def papers_of(application: Application, client: Client) -> list[bytes]:
    """What may be downloaded for its slots, to be signed."""
    found = []
    for slot in application.form.slots:
        if slot.template is None:
            continue
        url = reverse("programs:paper", args=[application.number, slot.key])
        response = client.get(url)
        assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
        found.append(b"".join(response) if response.streaming else response.content)
    return found


def text_of(content: bytes) -> str:
    """The text of a PDF that is sound and brings its own Chinese font."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert not pdf.check_pdf_syntax()
        fonts = [
            item
            for item in pdf.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
        ]
        assert fonts
        assert all("/FontFile2" in font for font in fonts)
    pages = pypdfium2.PdfDocument(content)
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert CHINESE.search(text)
    return text.replace("\r\n", "")


@pytest.mark.requirement("X-008")
@pytest.mark.parametrize("slug", SLUGS)
def test_from_the_empty_form_to_the_papers_and_the_money(slug: str) -> None:
    with time_machine.travel(timezone.now() - SOME_TIME_AGO):
        cast = make_cast()
        parts = [decide(part) for part in filed(slug, cast)]
        if parts[-1].state == State.ON_NOTICE:
            publish_for(parts[-1])
    parts = [after_notice(part) for part in parts]
    assert all(part.state in GRANTED for part in parts)

    last = parts[-1]
    render_documents()
    expected = {(rule.kind, rule.part) for rule in last.definition.documents}
    documents = Document.objects.filter(application__in=parts).select_related("application")
    assert {(each.kind, each.application.part) for each in documents} == expected
    for document in documents:
        with document.file.open() as file:
            text = text_of(file.read())
        assert document.application.number in text or document.number in text
        assert document.application.unit_name in text
        assert document.content["office"]
        assert document.content["office"] in text
    for paper in papers_of(last, browser(last.applicant or cast.clerk)):
        text_of(paper)

    if last.definition.disbursement:
        assert last.approved_amount
        instalments = len(last.definition.disbursement.instalments)
        paid = State.DISBURSED if instalments == 1 else State.APPROVED
        assert pay(last).state == paid


@pytest.mark.requirement("X-002")
@pytest.mark.parametrize("slug", SLUGS)
def test_what_was_submitted_cannot_be_changed(slug: str, cast: Cast) -> None:
    """By any address that writes, for any programme."""
    for part in filed(slug, cast):
        if part.definition.approves_units_itself and not part.is_person:
            continue
        client, urls = browser(part.applicant or cast.clerk), urls_of(part)
        file = Attachment.objects.filter(application=part).first()
        assert file
        before = (part.answers, part.name, part.state, part.revision)
        forged = as_post(part.form, {"name": "别人", "position": "别的职务"})
        tries = [client.post(urls[name], forged) for name in ("save", "submit")]
        tries += [
            client.post(reverse(f"programs:{name}", args=args), {"file": pdf_upload("新.pdf")})
            for name, args in (
                ("delete", [part.number]),
                ("upload", [part.number, file.slot]),
                ("replace_file", [part.number, file.pk]),
                ("delete_file", [part.number, file.pk]),
                ("later_file", [part.number, file.pk]),
            )
        ]
        assert {response.status_code for response in tries} <= {403, 404, 409}
        part.refresh_from_db()
        assert (part.answers, part.name, part.state, part.revision) == before
        assert Attachment.objects.get(pk=file.pk).sha256 == file.sha256


@pytest.mark.parametrize("slug", SLUGS)
def test_every_text_is_there_in_both_languages(slug: str) -> None:
    definition = read_definition(FOLDER / f"{slug}.toml")
    texts = [definition.name, definition.policy.summary, definition.policy.description]
    assert all(text.zh.strip() and text.en.strip() for text in texts)
