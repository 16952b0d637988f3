"""The worker draws what was ordered, at once or when the broker comes back."""

import pytest

from portal.celery import app
from portal.local.process import wait_until
from programs.jobs import sweep_documents
from programs.models import Application, Document
from tests.factories import draft_person_application, submit, submitted_unit
from tests.worker import Worker


def submitted() -> Application:
    return submit(draft_person_application(submitted_unit()))


def wait_until_valid(application: Application) -> Document:
    valid = application.documents.filter(state=Document.State.VALID)
    wait_until(valid.exists, 40, "the document was never drawn")
    return valid.get()


@pytest.mark.requirement("S0-080")
def test_after_the_commit_the_worker_draws(celery_worker_process: Worker) -> None:
    document = wait_until_valid(submitted())
    assert document.file.read().startswith(b"%PDF")


def test_what_nobody_drew_is_swept(celery_worker_process: Worker) -> None:
    celery_worker_process.kill()
    application = submitted()
    app.control.purge()  # as if the broker had been down
    celery_worker_process.start()
    sweep_documents.delay()
    wait_until_valid(application)
