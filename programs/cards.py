"""Programme cards: what a visitor needs to decide whether to read on or to file."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programs.models import Call

CLOSING_SOON = dt.timedelta(days=14)
STATE_LABELS: dict[str, Promise] = {
    "open": gettext_lazy("申报中"),
    "closing_soon": gettext_lazy("即将截止"),
    "upcoming": gettext_lazy("未开始"),
    "closed": gettext_lazy("已截止"),
}
ICONS = {
    "contribution_award": "trophy",
    "recognition": "award",
    "record_filing": "clipboard-check",
    "home_purchase_subsidy": "house-heart",
    "home_purchase_review": "house",
    "rental_subsidy": "building",
    "car_plate_subsidy": "rocket-takeoff",
    "graduate_allowance": "stars",
    "hiring_subsidy": "person-plus",
    "high_end_award": "patch-check",
    "permit_tax_award": "globe-asia-australia",
    "home_purchase_grant": "house-heart",
    "rent_grant": "building",
    "recruitment_incentive": "people",
}


@dataclass(frozen=True, slots=True)
class ProgramCard:
    """Rendered by templates/components/program_card.html."""

    name: str
    group: str
    subgroup: str
    summary: str
    amount: str
    icon: str
    policy_url: str
    apply_url: str
    """Empty while the call is closed."""
    state: str
    state_label: str | Promise
    period: str


def card_of(call: Call, now: dt.datetime | None = None) -> ProgramCard:
    at = now or timezone.now()
    program, policy = call.program, call.definition.policy
    state = window_state(call, at)
    return ProgramCard(
        name=str(program),
        group=program.group,
        subgroup=program.subgroup_label,
        summary=str(policy.summary),
        amount=str(policy.amount),
        icon=icon_of(program.slug),
        policy_url=reverse("programs:policy", args=[program.slug]),
        apply_url=reverse("programs:apply", args=[program.slug]) if call.is_open(at) else "",
        state=state,
        state_label=STATE_LABELS[state],
        period=period_of(call),
    )


def icon_of(slug: str) -> str:
    """The icon of a programme; one without an entry gets the general one."""
    return ICONS.get(slug, "award")


def window_state(call: Call, at: dt.datetime) -> str:
    """open | closing_soon | upcoming | closed"""
    if at < call.opens_at:
        return "upcoming"
    if not call.is_open(at):
        return "closed"
    soon = call.closes_at is not None and call.closes_at - at <= CLOSING_SOON
    return "closing_soon" if soon else "open"


def period_of(call: Call) -> str:
    """常态申报, or the days between which the call is open."""
    opens = timezone.localtime(call.opens_at)
    if call.closes_at is None:
        return _("常态申报")
    closes = timezone.localtime(call.closes_at)
    return f"{opens:%Y-%m-%d} — {closes:%Y-%m-%d}"
