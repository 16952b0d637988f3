"""`make run`: the whole portal in the foreground, from an empty folder to a page that answers."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from portal.local.log import say
from portal.local.postgres import Postgres
from portal.local.process import Child, LocalError, kill_group, stop_leftovers, wait_until
from portal.local.services import take_lock
from portal.local.valkey import Valkey

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
ANSWER_WITHIN = 300  # seconds
SAY_EVERY = 10  # seconds
MAX_RESTARTS = 3  # of one program before the first answer; after that it makes no progress


@dataclass(frozen=True)
class Program:
    """A part of the portal that runs for ever; `grace` is the seconds it may take to stop."""

    name: str
    command: Sequence[str]
    grace: float = 10


@dataclass(frozen=True)
class Plan:
    """Commands that run once, in order, and the programs to keep running after them."""

    preparation: Sequence[Sequence[str]]
    programs: Sequence[Program]


def portal_plan(data_dir: Path, port: int) -> Plan:
    """Translations, tables and demo data; then worker, clock and web."""
    python = sys.executable
    # In a container everybody is root: Celery's page-long warning about it helps nobody.
    celery = [python, "-W", "ignore:::celery.platforms", "-m", "celery", "--quiet"]
    celery += ["-A", "portal.celery"]
    worker = ["worker", "-c", "2", "-l", "WARNING", "--without-mingle", "--without-gossip"]
    beat = ["beat", "-l", "WARNING", "-s", str(data_dir / "beat"), "--pidfile="]
    web = [python, "-m", "gunicorn", "portal.wsgi", "-b", f"{HOST}:{port}", "-k", "gthread"]
    web += ["-w", "2", "--threads", "4", "--log-level", "warning", "--graceful-timeout", "8"]
    # Nobody steers it by hand; its socket would be one file in the home for all checkouts.
    web += ["--no-control-socket"]
    return Plan(
        preparation=[
            [python, str(ROOT / "tools" / script)]
            for script in ("compile_messages.py", "prepare_demo.py")
        ],
        programs=[
            Program("worker", [*celery, *worker], grace=15),
            Program("beat", [*celery, *beat]),
            Program("web", web),
        ],
    )


class Supervisor:
    """Starts everything in order, keeps it running, stops it in reverse order."""

    def __init__(self, data_dir: Path, port: int, plan: Plan) -> None:
        self.data_dir = data_dir
        self.plan = plan
        self.run_dir = data_dir / "run"
        self.port = port
        self.url = f"http://{HOST}:{port}/"
        self.asked_to_stop = threading.Event()
        self.children: list[Child] = []

    def run(self) -> int:
        """Everything from start to stop; returns once asked to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: self.asked_to_stop.set())
        self.run_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = take_lock(self.run_dir)
        if lock is None:
            raise LocalError(f"The portal is already running with the data in {self.data_dir}.")
        with lock:
            try:
                self._start()
                self.asked_to_stop.wait()
            finally:
                self._stop()
        return 0

    def _start(self) -> None:
        began = time.monotonic()
        for name in stop_leftovers(self.run_dir):
            say("portal", f"stopped the {name} that an earlier run left behind")
        self._refuse_taken_port()
        self._start_servers()
        for step in (self._prepare, self._start_portal, self._await_answer):
            if self.asked_to_stop.is_set():
                return
            step()
        if not self.asked_to_stop.is_set():
            self._welcome(time.monotonic() - began)

    def _refuse_taken_port(self) -> None:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, self.port))
            except OSError as error:
                raise LocalError(
                    f"Port {self.port} is taken by another program. "
                    f"Stop it, or choose another one: make run PORT={self.port + 1}"
                ) from error

    def _start_servers(self) -> None:
        """Our own PostgreSQL and Valkey, each unless its variable names another server."""
        os.environ.setdefault("SITE_URL", self.url.rstrip("/"))
        if not os.environ.get("DATABASE_URL"):
            say("portal", "starting PostgreSQL")
            postgres = Postgres(self.data_dir / "pg", self.run_dir)
            self.children.append(postgres.start())
            os.environ["DATABASE_URL"] = postgres.url
        if not os.environ.get("REDIS_URL"):
            say("portal", "starting Valkey")
            valkey = Valkey(self.data_dir / "valkey", self.run_dir)
            self.children.append(valkey.start())
            os.environ["REDIS_URL"] = valkey.url

    def _prepare(self) -> None:
        for command in self.plan.preparation:
            self._run_once(command)

    def _run_once(self, command: Sequence[str]) -> None:
        """Run to the end in a session of its own, so that Ctrl-C is ours to pass on."""
        process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
        while process.poll() is None:
            if self.asked_to_stop.wait(0.05):
                process.terminate()
                process.wait(10)
                kill_group(process.pid)
                return
        if process.returncode:
            raise LocalError(f"{Path(command[-1]).name} failed; its message stands above.")

    def _start_portal(self) -> None:
        for program in self.plan.programs:
            child = Child(program.name, program.command, run_dir=self.run_dir, grace=program.grace)
            self.children.append(child)

    def _await_answer(self) -> None:
        """Waits while the web program lives: on a slow machine the first answer takes minutes."""
        problem = f"The portal did not answer within {ANSWER_WITHIN} s; the log above says why."
        began = said = time.monotonic()

        def is_over() -> bool:
            nonlocal said
            if self.asked_to_stop.is_set() or self._answers():
                return True
            if any(child.restarts > MAX_RESTARTS for child in self.children):
                raise LocalError("A program ends again and again; the log above says why.")
            if time.monotonic() - said > SAY_EVERY:
                said = time.monotonic()
                say("portal", f"waiting for {self.url} to answer ({said - began:.0f} s)")
            return False

        wait_until(is_over, ANSWER_WITHIN, problem)

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.url, timeout=5):  # noqa: S310
                return True
        except urllib.error.HTTPError as error:
            return error.code < 500
        except OSError:
            return False

    def _welcome(self, seconds: float) -> None:
        logins = self.run_dir / "logins.txt"
        for line in logins.read_text().splitlines() if logins.exists() else ():
            say("portal", line)
        say("portal", f"ready after {seconds:.1f} s: {self.url}   (Ctrl-C stops everything)")

    def _stop(self) -> None:
        began = time.monotonic()
        say("portal", "stopping")
        for child in reversed(self.children):
            child.stop()
        say("portal", f"stopped in {time.monotonic() - began:.1f} s")


def run() -> int:
    """Read DATA_DIR and PORT, and supervise until asked to stop."""
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / ".data").resolve()
    try:
        port = int(os.environ.get("PORT") or 8000)
    except ValueError:
        raise LocalError("PORT: must be a whole number") from None
    return Supervisor(data_dir, port, portal_plan(data_dir, port)).run()
