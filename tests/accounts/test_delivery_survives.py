"""Exactly one message, whatever dies: the worker, the broker, the connection to the database."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.jobs import sweep_deliveries
from accounts.models import Delivery
from accounts.notifications import send_code_message
from portal.celery import app
from portal.local.process import Child, kill_group, wait_until
from portal.local.valkey import Valkey
from tests.sms_stub import SmsStub
from tests.worker import Worker, point_at

PATIENCE = 40  # seconds


def send(number: int) -> str:
    """Sends somebody a code, as a request would; returns their phone."""
    phone = f"137{number:08d}"
    with transaction.atomic():
        send_code_message(phone, "482913", "sign_up")
    return phone


def eventually(holds: Callable[[], bool], what: str) -> None:
    wait_until(holds, PATIENCE, what)


def all_sent() -> bool:
    return not Delivery.objects.exclude(state="sent").exists()


def sweep_until_sent() -> None:
    """What beat does, without waiting for the claims of the dead to run out."""
    Delivery.objects.exclude(state="sent").update(due_at=timezone.now())
    sweep_deliveries.delay()
    eventually(all_sent, "something was never sent")


@pytest.mark.requirement("X-009")
def test_the_worker_sends_after_the_commit(
    sms_platform: SmsStub, celery_worker_process: Worker
) -> None:
    phone = send(1)
    eventually(all_sent, "the message was never sent")
    assert len(sms_platform.sent_to(phone)) == 1


def test_a_worker_killed_in_mid_delivery(
    sms_platform: SmsStub, celery_worker_process: Worker
) -> None:
    sms_platform.answers.clear()
    phone = send(2)
    eventually(lambda: bool(sms_platform.sent_to(phone)), "the platform never got the message")
    celery_worker_process.kill()
    sms_platform.answers.set()
    celery_worker_process.start()
    sweep_until_sent()

    assert len(sms_platform.sent_to(phone)) == 1
    assert sms_platform.calls == ["SendSms", "QuerySendDetails"]


def test_the_database_connection_lost_in_mid_delivery(
    sms_platform: SmsStub, celery_worker_process: Worker
) -> None:
    sms_platform.answers.clear()
    phone = send(3)
    eventually(lambda: bool(sms_platform.sent_to(phone)), "the platform never got the message")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    sms_platform.answers.set()
    failed = "OperationalError"
    log = celery_worker_process.log
    eventually(lambda: failed in log.read_text(), "the worker did not notice")
    sweep_until_sent()

    assert len(sms_platform.sent_to(phone)) == 1


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Child]:
    """A Valkey for one test, which may be killed; it is started again after a second."""
    run = tmp_path / "run"
    run.mkdir()
    valkey = Valkey(tmp_path / "valkey", run)
    child = valkey.start()
    before = app.conf.broker_url
    database = before.rpartition("=")[2] if "virtual_host" in before else before.rpartition("/")[2]
    monkeypatch.setenv("REDIS_URL", valkey.url)
    point_at(f"redis+socket://{valkey.socket}?virtual_host={database}")
    yield child
    point_at(before)
    child.stop()


def test_a_broker_killed_loses_and_repeats_nothing(
    sms_platform: SmsStub,
    broker: Child,
    celery_worker_process: Worker,
    caplog: pytest.LogCaptureFixture,
) -> None:
    send(4)
    eventually(all_sent, "the first message was never sent")
    kill_group(broker.pid)
    phones = [send(number) for number in range(5, 10)]
    assert "The broker cannot be reached" in caplog.text

    eventually(answers(broker), "the broker did not come back")
    celery_worker_process.kill()  # as its supervisor does when it loses the broker
    celery_worker_process.start()
    sweep_until_sent()

    assert [len(sms_platform.sent_to(phone)) for phone in phones] == [1] * len(phones)
    assert len(sms_platform.taken) == 6


def answers(broker: Child) -> Callable[[], bool]:
    def ping() -> bool:
        try:
            with app.connection_for_write() as link:
                link.ensure_connection(max_retries=1, timeout=1)
        except OSError:
            return False
        return True

    return ping
