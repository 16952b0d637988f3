"""Where a public notice is found, and that it costs as many queries however much there is."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programs.models import Application
from reviews.jobs import conclude_notices
from reviews.models import PublicNotice
from tests.factories import make_clerk, make_staff
from tests.factories.disbursement import hired, hiring_unit
from tests.factories.notices import noticed_people, noticed_person, publish_for, reach_notice
from tests.factories.objections import object_to

from .conftest import signed_in

pytestmark = pytest.mark.django_db
FRIDAY = "2026-11-20 09:00"


def text_at(client: Client, url: str) -> str:
    return client.get(url).content.decode()


def page_of(application: Application) -> str:
    return reverse("programs:application", args=[application.number])


def notice_link(notice: PublicNotice) -> str:
    return f'href="/notices/{notice.number}/"'


def test_the_navigation_leads_to_the_notices() -> None:
    page = text_at(Client(), "/")
    assert page.count('<a href="/notices/">公示公告</a>') == 2, "wide and narrow"
    assert 'href="/notices/" aria-current="page"' in text_at(Client(), "/notices/")
    english = Client(headers={"Accept-Language": "en"})
    english.cookies["django_language"] = "en"
    assert ">Public notices</a>" in text_at(english, "/")


def test_a_programme_shows_its_own_notices_only() -> None:
    _other, person = noticed_people()
    assert "公示信息" not in text_at(Client(), "/programs/hiring_subsidy/")
    notice = publish_for(person)
    assert notice_link(notice) in text_at(Client(), "/programs/hiring_subsidy/")
    publish_for(own := noticed_person())
    assert notice_link(notice) not in text_at(Client(), f"/programs/{own.call.program.slug}/")


def test_an_application_on_notice_says_until_when_and_where(freeze: Any) -> None:
    freeze(FRIDAY)
    _other, person = noticed_people()
    clerk = signed_in(person.created_by)
    assert "等待名单公示" in text_at(clerk, page_of(person))
    notice = publish_for(person)
    object_to(notice, notice.lines.get(application=person))
    for url in (page_of(person), reverse("programs:progress", args=["hiring_subsidy"])):
        page = text_at(clerk, url)
        assert "公示中，至 2026-11-27" in page
        assert notice_link(notice) in page
    assert "2 件公示中" in page
    assert "办理期限" not in text_at(clerk, page_of(person)), "nobody is to act"
    freeze("2026-11-28 09:00")
    conclude_notices()
    clerk = signed_in(person.created_by)
    assert "公示期已于 2026-11-27 结束，等待办结" in text_at(clerk, page_of(person))
    assert "1 件的公示期已于 2026-11-27 结束" in text_at(
        clerk, reverse("programs:progress", args=["hiring_subsidy"])
    )


def test_a_person_finds_the_notice_she_is_in(freeze: Any) -> None:
    freeze(FRIDAY)
    own = noticed_person()
    assert own.applicant
    client = signed_in(own.applicant)
    notice = publish_for(own)
    for url in (page_of(own), reverse("programs:own", args=["recognition"])):
        page = text_at(client, url)
        assert "公示中，至 2026-11-27，您无需操作" in page
        assert notice_link(notice) in page


def test_a_unit_is_told_of_its_own_people_only() -> None:
    _other, person = noticed_people()
    publish_for(person)
    stranger = hiring_unit(clerk=make_clerk())
    page = text_at(
        signed_in(stranger.created_by), reverse("programs:progress", args=["hiring_subsidy"])
    )
    assert "件公示中" not in page


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_more_notices_and_longer_ones_cost_no_more_queries() -> None:
    person = noticed_people()[1]
    part = person.unit_application
    assert part
    desk = signed_in(make_staff("program_manager"))
    publishing = reverse("admin:reviews_notice_publish", args=[person.call_id, person.stage])
    preview = queries(desk, publishing)
    notice = publish_for(person)
    object_to(notice, None)
    public = ("/", "/notices/", "/programs/hiring_subsidy/")
    of_staff = (
        reverse("admin:reviews_publicnotice_changelist"),
        reverse("admin:reviews_objection_changelist"),
    )
    few = [queries(Client(), url) for url in public] + [queries(desk, url) for url in of_staff]
    one = (
        queries(Client(), f"/notices/{notice.number}/"),
        queries(desk, reverse("admin:reviews_notice", args=[notice.pk])),
    )

    for number, name in enumerate(("文嘉", "文彭", "文伯仁")):
        reach_notice(hired(part, name=name, mobile=f"1371234006{number}"))
    assert queries(desk, publishing) == preview
    longer = publish_for(person)
    object_to(longer, None, "13912340001")
    object_to(longer, longer.lines.first(), "13912340002")
    many = [queries(Client(), url) for url in public] + [queries(desk, url) for url in of_staff]
    assert many == few
    assert one == (
        queries(Client(), f"/notices/{longer.number}/"),
        queries(desk, reverse("admin:reviews_notice", args=[longer.pk])),
    )
