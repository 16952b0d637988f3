"""Who sits at a browser in these journeys."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, ViewportSize
from pytest_django.live_server_helper import LiveServer
from pytest_playwright.pytest_playwright import CreateContextCallback

from accounts.models import User
from tests.factories import city_office, district_office, make_reviewer

from .pages import Clerk, Reviewer

PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(autouse=True)
def _notices_do_not_wait(settings: Any) -> None:
    settings.NOTICE_WINDOW = 0


@pytest.fixture
def clerk(new_context: CreateContextCallback, live_server: LiveServer) -> Clerk:
    """Somebody of a company, not signed in."""
    return Clerk(new_context().new_page(), live_server.url)


@pytest.fixture
def colleague(new_context: CreateContextCallback, live_server: LiveServer) -> Clerk:
    """Somebody else of the company, at a machine of their own."""
    return Clerk(new_context().new_page(), live_server.url)


@pytest.fixture
def clerk_on_a_phone(
    browser: Browser, browser_context_args: dict[str, Any], live_server: LiveServer
) -> Iterator[Clerk]:
    phone = {"viewport": PHONE, "has_touch": True, "is_mobile": True}
    context = browser.new_context(**{**browser_context_args, **phone})
    yield Clerk(context.new_page(), live_server.url)
    context.close()


@pytest.fixture
def district_reviewer(new_context: CreateContextCallback, live_server: LiveServer) -> Reviewer:
    """A reviewer of 姑苏区 at the desk."""
    return _at_the_desk(new_context, live_server, make_reviewer(district_office()))


@pytest.fixture
def city_reviewer(new_context: CreateContextCallback, live_server: LiveServer) -> Reviewer:
    return _at_the_desk(new_context, live_server, make_reviewer(city_office()))


@pytest.fixture
def hrss_reviewer(new_context: CreateContextCallback, live_server: LiveServer) -> Reviewer:
    """A reviewer of 姑苏区's HRSS bureau, which decides on requests about accounts."""
    office = district_office(kind="hrss_bureau")
    return _at_the_desk(new_context, live_server, make_reviewer(office))


def _at_the_desk(
    new_context: CreateContextCallback, live_server: LiveServer, user: User
) -> Reviewer:
    reviewer = Reviewer(new_context().new_page(), live_server.url)
    reviewer.log_in_as(user)
    return reviewer
