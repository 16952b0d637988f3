"""The worker of the tests takes tasks on the test's database, and comes back after a kill."""

import pytest

from portal.celery import app
from tests.worker import Worker, database_url


def test_the_worker_answers_and_comes_back(celery_worker_process: Worker) -> None:
    assert app.control.ping(timeout=5, limit=1)

    celery_worker_process.kill()
    celery_worker_process.start()

    assert app.control.ping(timeout=5, limit=1)


@pytest.mark.django_db
def test_its_database_is_the_tests() -> None:
    assert "/test_portal" in database_url()
