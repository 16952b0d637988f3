"""Where the answers of this site may lead."""

import pytest
from django.test import RequestFactory

from portal.lib.links import page_of_ours, url_or_empty


@pytest.mark.parametrize(
    "wanted",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example", "home", ""],
)
def test_nobody_is_led_elsewhere(wanted: str) -> None:
    assert page_of_ours(RequestFactory().get("/"), wanted) == ""


def test_pages_of_ours_keep_their_query() -> None:
    assert page_of_ours(RequestFactory().get("/"), "/my/?year=2026") == "/my/?year=2026"


def test_a_page_that_is_not_served_has_no_address() -> None:
    assert url_or_empty("home") == "/"
    assert url_or_empty("no-such-page") == ""
