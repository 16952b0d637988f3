"""The demo's sample roster and scans go through 批量导入 as a unit's own would."""

import io

import pytest
from django.test import Client
from django.urls import reverse

from portal.lib.dates import filing_year
from programs.models import RosterImport
from programs.roster.scans import list_members
from tests.factories import make_clerk, open_call, submitted_unit
from tests.programs.roster.books import checked

pytestmark = pytest.mark.django_db


def taken(client: Client, name: str) -> bytes:
    response = client.get(reverse(name))
    assert "attachment" in response.headers["Content-Disposition"]
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def test_the_roster_has_three_mistakes_and_the_scans_belong_to_its_people(client: Client) -> None:
    clerk, call = make_clerk(), open_call(filing_year())
    submitted_unit(call, clerk)
    client.force_login(clerk)

    order = checked(client, call, taken(client, "demo_roster"))

    assert order.state == RosterImport.State.CHECKED
    rows = list(order.rows.all())
    wrong = [row for row in rows if row.problems]
    assert (len(rows), len(wrong)) == (12, 3)
    paths = list_members(io.BytesIO(taken(client, "demo_scans")))
    assert {member.path.split("/")[0] for member in paths} == {row.name for row in rows}
    assert not any(member.refusal for member in paths)
