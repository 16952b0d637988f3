"""A supervisor in a process of its own, with a small web server in place of the portal."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from portal.local.process import LocalError, identity, stop_leftovers, wait_until

SMALL_PORTAL = """
import os, sys
from pathlib import Path
from portal.local.run import Plan, Program, Supervisor
port = sys.argv[2]
web = [sys.executable, *(sys.argv[3:] or ["-m", "http.server", port, "--bind", "127.0.0.1"])]
plan = Plan([[sys.executable, "-c", "print('prepared')"]], [Program("web", web)])
sys.exit(Supervisor(Path(sys.argv[1]), int(port), plan).run())
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A started supervisor, seen from outside."""

    def __init__(self, data_dir: Path, port: int | None = None, web: Sequence[str] = ()) -> None:
        """`web`: arguments of Python for another program in place of the web server."""
        self.run_dir = data_dir / "run"
        self.port = port or free_port()
        self.log = data_dir / f"log-{self.port}"
        environment = {
            k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")
        }
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-c", SMALL_PORTAL, str(data_dir), str(self.port), *web],
                stdout=output,
                stderr=subprocess.STDOUT,
                env=environment,
                start_new_session=True,
            )

    def wait_for(self, line: str) -> None:
        wait_until(lambda: line in self.log.read_text(), 40, f"no {line!r}: {self.log.read_text()}")

    def pid(self, name: str) -> int:
        return int((self.run_dir / f"{name}.pid").read_text().splitlines()[0])

    def pids(self) -> list[int]:
        return [self.pid(path.stem) for path in self.run_dir.glob("*.pid")]

    def answers(self) -> bool:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/") as answer:
            return bool(answer.status == 200)

    def wait_for_new(self, name: str, old: int) -> int:
        """The pid of the process that took the place of `old`."""
        wait_until(lambda: self.pid(name) != old, 20, f"{name} was not started again")
        return self.pid(name)

    def interrupt(self) -> int:
        """Ctrl-C; the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(40)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if identity(pid)]


@pytest.fixture
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder; nothing that was started from it outlives the test."""
    folder = tmp_path_factory.mktemp("data")
    yield folder
    if (folder / "run").exists():
        stop_leftovers(folder / "run", grace=2)


@pytest.fixture
def supervisor(data_dir: Path) -> Iterator[Running]:
    """A supervisor whose web server answers."""
    running = Running(data_dir)
    try:
        running.wait_for("ready after")
        yield running
    except LocalError as error:
        pytest.fail(str(error))
    finally:
        if running.process.poll() is None:
            running.kill()
