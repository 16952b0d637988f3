"""What the page of a submitted application shows: everything, and nothing to type into."""

from typing import Any

from programs.answers import plain_answers
from programs.display import Reader, working_of
from programs.models import Application, Document
from programs.queries.filing import attachments_by_slot
from programs.queries.history import timeline
from programs.states import EDITABLE


def detail_context(application: Application, *, is_filer: bool) -> dict[str, Any]:
    """Everything of a submitted application; of one that its person is correcting, the unit is
    shown no more than where it stands."""
    if application.state in EDITABLE and not is_filer:
        return {"application": application, "events": timeline(application)}
    answers = plain_answers(application)
    files = attachments_by_slot(application)
    return {
        "application": application,
        "is_filer": is_filer,
        "blocks": list(Reader().blocks(application.form, answers)),
        "slots": [
            (slot, files.get(slot.key, [])) for slot in application.form.visible_slots(answers)
        ],
        "working": working_of(application),
        "documents": application.documents.filter(state=Document.State.VALID),
        "events": timeline(application),
    }
