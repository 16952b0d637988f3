"""A real Celery worker on the test's database and queue; it can be killed and started again."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

from django.db import connection

from portal.celery import app
from portal.local.process import wait_until


def database_url() -> str:
    """The URL of the test database, which is not the one DATABASE_URL names."""
    at = connection.settings_dict
    user = ":".join(quote(at[part], safe="") for part in ("USER", "PASSWORD") if at[part])
    socket = at["HOST"].startswith("/")
    host = "" if socket else at["HOST"] + (f":{at['PORT']}" if at["PORT"] else "")
    query = "?" + urlencode({"host": at["HOST"]}) if socket else ""
    return f"postgresql://{user}@{host}/{at['NAME']}{query}"


class Worker:
    """The worker process and its log."""

    def __init__(self, log: Path) -> None:
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None
        # What earlier tests enqueued was meant for nobody.
        app.control.purge()

    def start(self) -> None:
        """Start, and return once the worker takes tasks."""
        command = [sys.executable, "-m", "celery", "-A", "portal.celery", "worker", "-c", "1"]
        command += ["-l", "INFO", "--without-mingle", "--without-gossip"]
        environment = {
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        }
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        wait_until(lambda: " ready." in self.log.read_text(), 30, f"no worker, see {self.log}")

    def kill(self) -> None:
        """End the worker and its children at once, as a power cut would."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Let the worker finish what it holds, then end it."""
        assert self.process is not None
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(10)
        self.kill()


def point_at(url: str) -> None:
    """Makes this process enqueue elsewhere."""
    names = ("broker_url", "broker_read_url", "broker_write_url")
    app.conf.update(dict.fromkeys(names, url))
    app._after_fork()  # type: ignore[attr-defined]  # drops connections
