"""The main navigation."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.lib.links import url_or_empty


@dataclass(frozen=True, slots=True)
class Entry:
    """One link of the navigation, ready for a template."""

    label: Promise
    url: str
    is_current: bool


# (name of the URL, label), in the order of the page.
ENTRIES = (
    ("home", _("首页")),
    ("programs:catalogue", _("人才计划一网申报")),
    ("reviews:notices", _("公示公告")),
    ("programs:mine", _("我的办件")),
    ("help", _("帮助中心")),
    ("programs:verify", _("证书核验")),
)


def main_navigation(request: HttpRequest) -> Iterator[Entry]:
    """The entries whose pages this site serves; the one we are on is current."""
    for name, label in ENTRIES:
        if url := url_or_empty(name):
            exact = request.path == url
            yield Entry(label, url, exact or (name != "home" and request.path.startswith(url)))
