"""Throw-away PostgreSQL and Valkey around one command: tests, checks, benchmarks.

`python -m portal.local exec -- pytest …` sets DATABASE_URL, REDIS_URL and DATA_DIR for the command
and removes everything afterwards. A server already named by its variable is used as it is.
"""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import IO

from portal.local.postgres import Postgres
from portal.local.process import Child, LocalError, stop_leftovers
from portal.local.valkey import Valkey


def take_lock(folder: Path) -> IO[str] | None:
    """Hold the folder until the returned file is closed; None when another process holds it."""
    lock = (folder / "lock").open("a")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def clean_up(parent: Path) -> None:
    """Stop and remove what killed runs left: folders whose lock nobody holds."""
    for folder in parent.iterdir():
        lock = take_lock(folder)
        if lock is not None:
            with lock:
                stop_leftovers(folder, grace=2)
                shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def throw_away_folder() -> Iterator[Path]:
    """A private, locked folder with a short path; removed at the end."""
    parent = Path(tempfile.gettempdir()) / f"talent-portal-{os.geteuid()}"
    parent.mkdir(mode=0o700, exist_ok=True)
    if parent.stat().st_uid != os.geteuid():
        raise LocalError(f"{parent} belongs to somebody else; remove it or set TMPDIR.")
    clean_up(parent)
    folder = Path(tempfile.mkdtemp(dir=parent))
    with take_lock(folder) or contextlib.nullcontext():
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def run_with_services(command: list[str], *, durable: bool = False) -> int:
    """Run `command` with the servers it needs; its exit code.

    Tests do not wait for the disk. `durable` servers do, as real ones: for measuring.
    """
    with throw_away_folder() as folder:
        children: list[Child] = []
        environment = {**os.environ, "DATA_DIR": str(folder / "data")}
        try:
            if not environment.get("DATABASE_URL"):
                postgres = Postgres(folder / "pg", folder, throw_away=not durable)
                children.append(postgres.start())
                environment["DATABASE_URL"] = postgres.url
            if not environment.get("REDIS_URL"):
                valkey = Valkey(folder / "valkey", folder, throw_away=not durable)
                children.append(valkey.start())
                environment["REDIS_URL"] = valkey.url
            return _run(command, environment)
        finally:
            for child in reversed(children):
                child.stop()


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Run in the foreground. The terminal sends Ctrl-C to both of us: the command decides."""
    process = subprocess.Popen(command, env=environment)

    def pass_on(number: int, frame: FrameType | None) -> None:
        process.send_signal(number)

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, pass_on)
    code = process.wait()
    return code if code >= 0 else 128 - code
