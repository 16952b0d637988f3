"""The rows of the review desk: who sees which, under which tab, and how many there are.

Every condition here is one that an index of `programs.models.Application` answers, so that a page
costs the same among a million applications as among ten thousand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.lib.dates import today
from portal.lib.numbering import is_number
from portal.lib.paging import Total, capped_count
from portal.lib.search import contains_all
from programs.models import Application
from programs.states import GRANTED, IN_REVIEW, State
from reviews.models import ReviewItem
from reviews.rules import Desk

#: Counting stops here: a reviewer has hundreds of files, and a batch takes no more.
COUNT_CAP = 2_000
#: And here for a search: looking into every name costs a tenth of a millisecond a row.
SEARCH_COUNT_CAP = 500
TAIL_LENGTH = 4

#: What a row of the list shows; the answers stay where they are.
LIST_COLUMNS = (
    "number", "part", "name", "unit_name", "state", "stage", "stage_entered_at", "due_on",
    "proposed_amount", "approved_amount", "submitted_at", "district__name", "district__name_en",
    "call__year", "call__program__name", "call__program__name_en", "office_id", "version_id",
    "restricted_at",
)  # fmt: skip


#: Some office has to act; restricted filings are nobody's work any more.
WAITING = Q(state__in=sorted(IN_REVIEW), restricted_at__isnull=True)


@dataclass(frozen=True)
class Tab:
    """One tab of the queue."""

    key: str
    label: str | Promise
    condition: Callable[[Desk], Q]
    oldest_first: bool = False


TABS = (
    Tab("mine", _("待我审核"), lambda desk: _decided_by(desk), oldest_first=True),
    Tab("returned", _("退回修改"), lambda desk: Q(state=State.RETURNED)),
    Tab("granted", _("已通过"), lambda desk: Q(state__in=sorted(GRANTED))),
    Tab("rejected", _("不通过"), lambda desk: Q(state=State.REJECTED)),
    Tab("all", _("全部"), lambda desk: Q()),
)
IN_REVIEW_TAB = Tab("mine", _("审核中"), lambda desk: WAITING, oldest_first=True)


def tabs_of(desk: Desk) -> tuple[Tab, ...]:
    """The tabs a user is offered; who decides nothing sees what is in review instead."""
    return TABS if desk.may_decide else (IN_REVIEW_TAB, *TABS[1:])


def _decided_by(desk: Desk) -> Q:
    return WAITING & Q(office__in=sorted(desk.offices))


def visible_items(desk: Desk) -> QuerySet[ReviewItem]:
    """Everything submitted that the user may read."""
    items = ReviewItem.objects.filter(submitted_at__isnull=False)
    if desk.districts is None:
        return items
    return items.filter(district__in=sorted(desk.districts))


def waiting_for(desk: Desk) -> QuerySet[ReviewItem]:
    """What waits for a decision of this user."""
    return visible_items(desk).filter(_decided_by(desk))


def late_items(desk: Desk) -> QuerySet[ReviewItem]:
    """What waits for this user beyond its time limit."""
    return waiting_for(desk).filter(due_on__lt=today())


def for_list(items: QuerySet[ReviewItem]) -> QuerySet[ReviewItem]:
    """Only the columns of a list, with what they name joined."""
    return items.select_related("call__program", "district").only(*LIST_COLUMNS)


def get_item(desk: Desk, pk: int) -> ReviewItem:
    """One item with what its page shows; Http404 for whoever may not see it."""
    item = (
        visible_items(desk)
        .select_related("call__program", "unit", "district", "office", "unit_application")
        .filter(pk=pk)
        .first()
    )
    if item is None:
        raise Http404
    return item


def search(items: QuerySet[ReviewItem], text: str) -> QuerySet[ReviewItem]:
    """By number (whole or its beginning), by last four of the document, else by name or unit."""
    words = text.replace("\x00", "").strip()
    if not words:
        return items
    if is_number(words.upper()):
        return items.filter(number=words.upper())
    if len(words) == TAIL_LENGTH and words[:3].isdigit():
        return items.filter(id_doc_tail=words.upper())
    if words[:2].isascii() and words[:2].isalpha() and any(c.isdigit() for c in words):
        return items.filter(number__startswith=words.upper())
    return items.filter(contains_all("search_text", words))


def tab_counts(desk: Desk) -> list[tuple[Tab, Total]]:
    """Each tab with its number of items, counted no further than the cap."""
    items = visible_items(desk)
    return [
        (tab, capped_count(items.filter(tab.condition(desk)), COUNT_CAP)) for tab in tabs_of(desk)
    ]


def people_of(unit_application: Application, desk: Desk) -> QuerySet[ReviewItem]:
    """The people filed under a unit's part, as far as the user may see them."""
    return for_list(visible_items(desk).filter(unit_application=unit_application)).order_by(
        F("submitted_at").asc(), "pk"
    )
