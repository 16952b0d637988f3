"""What every test may use, and the guards that hold for all of them."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck
from hypothesis import settings as effort

from accounts.models import NotificationTemplate, User
from accounts.notifications.defaults import default_wordings
from reviews.models import OpinionPhrase
from tests.factories import make_clerk
from tests.worker import Worker

phrases = import_module("reviews.migrations.0002_phrases")

# A busy machine must not fail a test: nothing here is timed.
effort.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
effort.load_profile("untimed")

NO_BROWSER = "Chromium is missing: apt-get install chromium fonts-noto-cjk"
QUIET_BROWSER = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
)


def find_chromium() -> str | None:
    """The distribution's browser, under whichever name it goes."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    executable = find_chromium()
    assert executable, NO_BROWSER
    return {**browser_type_launch_args, "executable_path": executable, "args": [*QUIET_BROWSER]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1366, "height": 900},
    }


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    """Rate limits and sessions of one test must not reach the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def _rows_of_migrations(request: pytest.FixtureRequest, _django_db_helper: None) -> None:
    """Brings back what migrations wrote and a test that flushed the tables has taken away."""
    names = {"db", "transactional_db", "live_server"}
    if not (request.node.get_closest_marker("django_db") or names & set(request.fixturenames)):
        return
    if not NotificationTemplate.objects.exists():
        NotificationTemplate.objects.bulk_create(
            NotificationTemplate(kind=kind, medium=medium, subject=subject, body=body)
            for kind, medium, subject, body in default_wordings()
        )
    if not OpinionPhrase.objects.exists():
        phrases.write(apps, None)


@pytest.fixture
def freeze() -> Iterator[Callable[[str], None]]:
    """`freeze("2026-03-01 09:00")` stops the clock at that minute in Shanghai."""
    travellers: list[time_machine.travel] = []

    def stop_at(moment: str) -> None:
        aware = timezone.make_aware(datetime.fromisoformat(moment))
        traveller = time_machine.travel(aware, tick=False)
        traveller.start()
        travellers.append(traveller)

    yield stop_at
    for traveller in reversed(travellers):
        traveller.stop()


@pytest.fixture
def clerk(client: Client) -> User:
    """Signed in for a unit of hers."""
    user = make_clerk()
    client.force_login(user)
    return user


@pytest.fixture
def celery_worker_process(transactional_db: None, tmp_path: Path) -> Iterator[Worker]:
    """A real worker in a process of its own, on the test's database and queue."""
    worker = Worker(tmp_path / "worker.log")
    worker.start()
    yield worker
    worker.stop()
