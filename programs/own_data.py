"""What applications store about somebody (see `accounts.own_data`)."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.files import FieldFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.own_data import Block, Erased
from accounts.rules import identity_level
from portal.lib.refusals import Refused
from programs.actions.drafts import delete_draft
from programs.answers import unpack
from programs.models import Application, Attachment
from programs.states import IN_REVIEW, State

UNDER_WAY = IN_REVIEW | {
    State.AWAITING_UNIT,
    State.RETURNED,
    State.ON_NOTICE,
    State.AWAITING_DISBURSEMENT,
    State.AWAITING_RECEIPT,
}


def blocks(user: User) -> list[Block]:
    lines: list[Any] = [
        (f"{each.call.program} {each.call.year}", each.get_state_display())
        for each in _own(user)[:50]
    ]
    lines += [
        (f"{each.call.program} {each.call.year}", f"{each.unit_name} {each.get_state_display()}")
        for each in _by_units(user)[:50]
    ]
    return [Block(gettext_lazy("申报"), lines, "programs:mine")] if lines else []


def data(user: User) -> dict[str, Any]:
    """One's own in full; of those that units have filed, that they are there."""
    return {
        "applications": [
            {**_facts(each), "answers": unpack(each.form, each.answers)} for each in _own(user)
        ],
        "applications_filed_by_units": [
            {**_facts(each), "unit": each.unit_name} for each in _by_units(user)
        ],
    }


def files(user: User) -> Iterator[tuple[str, FieldFile]]:
    mine = Attachment.objects.filter(application__applicant=user).select_related("application")
    for each in mine.order_by("application", "slot", "position", "pk"):
        yield f"applications/{each.application.number}/{each.pk}-{each.name}", each.file


def erase(user: User) -> Erased:
    """Drafts go. What was submitted is public record and stays for its time."""
    mine = Application.objects.select_for_update().filter(applicant=user)
    waiting = mine.filter(state__in=UNDER_WAY).count()
    if waiting:
        raise Refused(
            _("申请人有 %(count)s 件申报正在办理，请撤回或待办结后再注销。") % {"count": waiting}
        )
    drafts = list(mine.filter(state=State.DRAFT, submitted_at__isnull=True))
    for draft in drafts:
        delete_draft(draft.pk, user)
    return Erased(len(drafts), mine.count() + _by_units(user).count())


def _own(user: User) -> QuerySet[Application]:
    found = Application.objects.filter(applicant=user)
    return found.select_related("call__program", "version").order_by("pk")


def _by_units(user: User) -> QuerySet[Application]:
    """What units have filed about somebody of whom it is certain who she is."""
    found = Application.objects.filter(~Q(applicant=user), id_doc_hash=user.id_doc_hash or "-")
    if identity_level(user) == 0:
        found = found.none()
    return found.exclude(state=State.DRAFT).select_related("call__program").order_by("pk")


def _facts(application: Application) -> dict[str, Any]:
    return {
        "number": application.number,
        "program": str(application.call.program),
        "year": application.call.year,
        "state": application.state,
        "submitted_at": application.submitted_at,
        "decided_at": application.decided_at,
        "approved_amount": application.approved_amount,
    }
