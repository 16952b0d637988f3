"""PostgreSQL itself killed in mid-action, on a cluster of the test's own: all or nothing stands."""

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from urllib.parse import urlencode

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from accounts.jobs import sweep_deliveries
from accounts.models import Delivery, Notification, NotificationTemplate, User
from portal.local.postgres import Postgres
from portal.local.process import Child, wait_until
from portal.settings import env
from programs.models import Application, Document, Submission, Transition, UniqueClaim
from programs.states import State
from tests.accounts.sms import sms_platform
from tests.factories import draft_person_application, submitted_unit
from tests.local.conftest import free_port
from tests.sms_stub import SmsStub
from tests.worker import Worker, database_url

__all__ = ["sms_platform"]
pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 40  # seconds
TOKEN = "a" * 32  # the same in cookie and form is all that the check asks for
LEFT = (Transition, Submission, UniqueClaim, Notification, Delivery, Document)
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE wait_event_type = 'Lock' AND backend_xid IS NOT NULL AND datname = current_database()
"""


@dataclass
class Answer:
    """What the browser got."""

    status: int
    headers: Message
    text: str


class Web:
    """The portal as it is run: gunicorn in a process of its own."""

    def __init__(self, log: Path) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--no-control-socket"]
        command += ["-b", f"127.0.0.1:{self.port}"]
        chosen = {
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        }
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                command, env={**os.environ, **chosen}, stdout=output, stderr=subprocess.STDOUT
            )
        wait_until(lambda: "Booting worker" in log.read_text(), 30, f"no web server, see {log}")

    def post(self, path: str, client: Client) -> Answer:
        """Presses the button of a page, as whoever is signed in with `client`."""
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: TOKEN}
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}",
            urlencode({"csrfmiddlewaretoken": TOKEN}).encode(),
            {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
        )
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as got:
                return Answer(got.status, got.headers, got.read().decode())
        except urllib.error.HTTPError as refused:
            return Answer(refused.code, refused.headers, refused.read().decode())


@dataclass
class Doomed:
    """A server that may be killed; it is started again after a second."""

    url: str
    child: Child

    def kill(self) -> None:
        os.kill(self.child.pid, signal.SIGKILL)

    def answers(self) -> bool:
        connection.close()
        try:
            connection.ensure_connection()
        except OperationalError:
            return False
        return True

    @contextmanager
    def nobody_writes(self, table: str) -> Iterator[None]:
        """Holds whoever wants to write to the table, in the middle of what they do."""
        holder = psycopg2.connect(self.url)
        with holder.cursor() as cursor:
            cursor.execute("SET lock_timeout = '10s'")
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
        try:
            yield
        finally:
            holder.close()


@pytest.fixture(scope="module")
def cluster(
    django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Doomed]:
    """A PostgreSQL of our own with the portal's tables, which this process uses meanwhile."""
    folder = tmp_path_factory.mktemp("doomed")
    postgres = Postgres(folder / "pg", folder)
    child = postgres.start()
    before = connection.settings_dict.copy()
    with django_db_blocker.unblock():
        connection.close()
        connection.settings_dict.update(env.database("DATABASE_URL_OF_TEST", postgres.url))
        call_command("migrate", verbosity=0)
        yield Doomed(postgres.url, child)
        connection.close()
    connection.settings_dict.update(before)
    child.stop()


@pytest.fixture
def web(cluster: Doomed, sms_platform: SmsStub, tmp_path: Path) -> Iterator[Web]:
    portal = Web(tmp_path / "web.log")
    yield portal
    portal.process.terminate()
    portal.process.wait(20)


@pytest.fixture
def worker(cluster: Doomed, sms_platform: SmsStub, tmp_path: Path) -> Iterator[Worker]:
    found = Worker(tmp_path / "worker.log")
    found.start()
    yield found
    found.stop()


@pytest.fixture
def person(cluster: Doomed) -> Application:
    """A complete draft; what led to it has been told."""
    draft = draft_person_application(submitted_unit())
    Delivery.objects.update(state=Delivery.State.SENT)
    NotificationTemplate.objects.filter(medium="sms").update(gateway_code="SMS_100002")
    return draft


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def counts() -> list[int]:
    return [model._default_manager.count() for model in LEFT]


def somebody_waits() -> bool:
    """Whether a transaction that has written already waits for a lock."""
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def all_sent() -> bool:
    return not Delivery.objects.exclude(state=Delivery.State.SENT).exists()


def sweep_until_sent() -> None:
    """What beat does, without waiting for the claims of the dead to run out."""
    Delivery.objects.exclude(state=Delivery.State.SENT).update(due_at=timezone.now())
    sweep_deliveries.delay()
    wait_until(all_sent, PATIENCE, "something was never sent")


@pytest.mark.parametrize("table", ["programs_transition", "programs_document", "accounts_delivery"])
def test_killed_in_mid_submission_nothing_stands_and_the_page_says_wait(
    cluster: Doomed, web: Web, person: Application, table: str
) -> None:
    clerk, before = signed_in(person.created_by), counts()
    path = reverse("programs:submit", args=[person.number])

    with cluster.nobody_writes(table), ThreadPoolExecutor(1) as browser:
        pressed = browser.submit(web.post, path, clerk)
        wait_until(somebody_waits, PATIENCE, "the submission never got that far")
        cluster.kill()
        answer = pressed.result(PATIENCE)
    wait_until(cluster.answers, PATIENCE, "PostgreSQL did not come back")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "系统正在恢复，请一分钟后重试" in answer.text
    person.refresh_from_db()
    assert (person.state, counts()) == (State.DRAFT, before)

    assert web.post(path, clerk).status == 200
    person.refresh_from_db()
    assert person.state == State.PENDING_REVIEW
    assert person.transitions.count() == person.submissions.count() == 1


def test_killed_after_the_commit_everything_stands_and_is_told_once(
    cluster: Doomed, web: Web, sms_platform: SmsStub, worker: Worker, person: Application
) -> None:
    """The kill comes while the SMS is with the platform, before its answer can be noted."""
    phone = str(person.created_by.phone)
    sms_platform.answers.clear()
    path = reverse("programs:submit", args=[person.number])
    web.post(path, signed_in(person.created_by))
    wait_until(lambda: bool(sms_platform.sent_to(phone)), PATIENCE, "no message got that far")

    cluster.kill()
    sms_platform.answers.set()
    failed = "OperationalError"
    wait_until(lambda: failed in worker.log.read_text(), PATIENCE, "the worker did not notice")
    wait_until(cluster.answers, PATIENCE, "PostgreSQL did not come back")
    sweep_until_sent()

    person.refresh_from_db()
    assert person.state == State.PENDING_REVIEW
    assert person.transitions.count() == person.submissions.count() == 1
    assert Notification.objects.filter(link=f"/my/{person.number}/").count() == 1
    assert len(sms_platform.sent_to(phone)) == 1
