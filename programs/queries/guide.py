"""What is read before a programme is filed, and whether somebody has."""

import hashlib
import json

from accounts.models import Unit, User
from programs.models import Call, GuideReading
from programs.queries.call_files import notice_files


def must_read(call: Call) -> bool:
    """Whether the programme asks everybody to read its guide before the first start."""
    guide = call.definition.guide
    return guide is not None and guide.must_read


def reading_of(call: Call, user: User, unit: Unit | None) -> GuideReading | None:
    """The tick under the guide as it reads today: of the unit, or of who files for herself."""
    ticks = call.guide_readings.filter(edition=edition_of(call)).select_related("user")
    return (ticks.filter(unit=unit) if unit else ticks.filter(unit=None, user=user)).first()


def edition_of(call: Call) -> str:
    """A hash of all that the guide says in either language, its attachments included."""
    defined = call.definition.policy
    said = [
        [call.policy, call.policy_en, call.notice, call.notice_en],
        [defined.description.model_dump(), defined.notice.model_dump()],
        list(notice_files(call).order_by("pk").values_list("sha256", flat=True)),
    ]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
