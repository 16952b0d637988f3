"""已阅读: somebody confirms having read the guide of a call, without which nothing is started."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.audit import record
from accounts.models import Unit, User
from programs.models import Call, GuideReading
from programs.queries.guide import edition_of, must_read, reading_of
from programs.workflow import Refused


@transaction.atomic
def confirm_reading(
    call: Call, user: User, unit: Unit | None, address: str | None = None
) -> GuideReading | None:
    """Remembers the tick for the unit, or for who files for herself; ticked twice it stands once.

    None where the programme does not ask for it.
    """
    if not must_read(call):
        return None
    edition = edition_of(call)
    party = {"unit": unit} if unit else {"unit": None, "user": user}
    reading, is_new = GuideReading.objects.get_or_create(
        call=call, edition=edition, **party, defaults={"user": user}
    )
    if is_new:
        detail = {"program": call.program.slug, "year": call.year, "edition": edition[:12]}
        record(user, "read_guide", unit or user, detail, address)
    return reading


def demand_reading(call: Call, user: User, unit: Unit | None) -> None:
    """Raises `Refused` where the guide has to be read first and nobody has ticked that."""
    if must_read(call) and reading_of(call, user, unit) is None:
        raise Refused(_("请先在线阅读申报说明并勾选“已阅读”，再开始申报。"))
