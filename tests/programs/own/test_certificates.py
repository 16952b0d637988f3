"""我的证书: what was issued to a person upon her own applications."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.lib.dates import today
from programs.documents import order
from programs.documents.rendering import render
from programs.models import Document
from programs.states import Action
from programs.workflow import move
from tests.factories import approve
from tests.factories.own import clerk_of, draft_own_application, hand_over

pytestmark = pytest.mark.django_db


def test_a_certificate_stands_with_its_number_and_its_day(client: Client) -> None:
    handed = hand_over(draft_own_application())
    granted = approve(move(handed.pk, Action.REPORT_UP, clerk_of(handed)))
    certificate = order(granted, Document.Kind.AWARD_NOTICE)
    assert granted.applicant
    client.force_login(granted.applicant)
    page = reverse("programs:certificates")
    assert certificate.number not in client.get(page).content.decode(), "it is not drawn yet"

    render(certificate.pk)
    text = client.get(page).content.decode()
    assert certificate.number in text
    assert reverse("programs:document", args=[granted.number, certificate.pk]) in text
    assert f">{timezone.localtime(certificate.issued_at):%Y-%m-%d}<" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "有效"),
        ({"valid_until": today() - dt.timedelta(days=1)}, "已过期"),
        ({"state": Document.State.REVOKED}, "已撤销"),
    ],
)
def test_a_card_says_whether_the_certificate_is_good_and_leads_to_its_check(
    client: Client, changes: dict[str, Any], said: str
) -> None:
    handed = hand_over(draft_own_application())
    granted = approve(move(handed.pk, Action.REPORT_UP, clerk_of(handed)))
    certificate = order(granted, Document.Kind.AWARD_NOTICE)
    render(certificate.pk)
    Document.objects.filter(pk=certificate.pk).update(**changes)
    assert granted.applicant
    client.force_login(granted.applicant)
    text = client.get(reverse("programs:certificates")).content.decode()
    card = text[text.index('class="certificate"') :]
    assert re.search(rf'class="tag"[^>]*>{said}<', card)
    assert certificate.code in card
    assert reverse("programs:verify_document", args=[certificate.token]) in card
    download = reverse("programs:document", args=[granted.number, certificate.pk])
    assert (download in card) is (said != "已撤销")
