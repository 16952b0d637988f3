"""The thin thread: a clerk finds the programme, files the unit's part and a person."""

import pytest
from django.test import Client
from django.urls import reverse

from programs.models import Application
from tests.factories import make_clerk, open_call, person_answers, unit_answers
from tests.programs.pages import as_post, pdf_upload

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("S0-045")
@pytest.mark.requirement("S0-067")
@pytest.mark.requirement("S0-080")
def test_a_clerk_files_the_unit_and_a_person(client: Client) -> None:
    call = open_call()
    clerk = make_clerk()
    unit = clerk.memberships.get().unit
    client.force_login(clerk)

    assert client.get(reverse("programs:catalogue")).status_code == 200
    start = client.get(reverse("programs:apply", args=[call.program.slug]), follow=True)
    assert start.status_code == 200
    assert unit.name in start.content.decode()

    place = [call.program.slug, call.year]
    form = call.definition.form("unit")
    for slot in ("uscc_certificate", "industry_proof"):
        client.post(reverse("programs:unit_upload", args=[*place, slot]), {"file": pdf_upload()})
    data = as_post(form, unit_answers(unit))
    saved = client.post(reverse("programs:unit_save", args=place), data, follow=True)
    assert "信息已保存" in saved.content.decode()
    client.post(reverse("programs:unit_submit", args=place), data)
    part = Application.objects.get(part="unit")
    assert part.get_state_display() == "待审核"

    client.post(reverse("programs:add_person", args=place))
    person = Application.objects.get(part="person")
    for wanted in person.form.visible_slots(person_answers()):
        client.post(
            reverse("programs:upload", args=[person.number, wanted.key]), {"file": pdf_upload()}
        )
    client.post(
        reverse("programs:save", args=[person.number]), as_post(person.form, person_answers())
    )
    ticked = {"number": [person.number]}
    result = client.post(reverse("programs:submit_many", args=place), ticked, follow=True)
    assert "1 人已提交审核" in result.content.decode()
    person.refresh_from_db()
    assert person.get_state_display() == "待审核"
    detail = client.get(reverse("programs:application", args=[person.number])).content.decode()
    assert "¥40,000.00" in detail
