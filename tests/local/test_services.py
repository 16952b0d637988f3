"""A command with throw-away servers around it: what it is told, and what is left afterwards."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.local.postgres import SHORT
from portal.local.process import wait_until

from .conftest import alive

EXEC = [sys.executable, "-m", "portal.local", "exec", "--"]
ASK = """
import os, psycopg2, redis
psycopg2.connect(os.environ["DATABASE_URL"]).close()
redis.Redis.from_url(os.environ["REDIS_URL"]).ping()
print("both answer")
"""


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """A folder whose path is short enough for the servers' sockets."""
    folder = Path(tempfile.mkdtemp(dir=SHORT))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """No servers named, and a folder for temporary files of our own."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")}
    return {**kept, "TMPDIR": str(tmp_path)}


def folders(tmp_path: Path) -> list[Path]:
    return list(tmp_path.glob("talent-portal-*/*"))


def pids(tmp_path: Path) -> list[int]:
    return [
        int(path.read_text().splitlines()[0]) for path in tmp_path.glob("talent-portal-*/*/*.pid")
    ]


def test_the_command_finds_both_servers(environment: dict[str, str], tmp_path: Path) -> None:
    command = [*EXEC, sys.executable, "-c", ASK]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "both answer\n"), done.stderr
    assert folders(tmp_path) == []


def test_the_exit_code_is_the_commands(environment: dict[str, str]) -> None:
    command = [*EXEC, sys.executable, "-c", "raise SystemExit(7)"]

    assert subprocess.run(command, env=environment, check=False).returncode == 7


def test_a_named_server_is_used_as_it_is(environment: dict[str, str]) -> None:
    ask = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'])"
    named = {"DATABASE_URL": "postgresql://theirs/db", "REDIS_URL": "redis://theirs"}
    done = subprocess.run(
        [*EXEC, sys.executable, "-c", ask],
        env={**environment, **named},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.split() == list(named.values())


def test_the_next_run_removes_what_a_killed_one_left(
    environment: dict[str, str], tmp_path: Path
) -> None:
    command = [*EXEC, sys.executable, "-c", "input()"]
    killed = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    wait_until(lambda: len(pids(tmp_path)) == 2, 30, "the servers did not start")
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    orphans = pids(tmp_path)

    subprocess.run([*EXEC, "true"], env=environment, check=True)

    assert alive(orphans) == []
    assert folders(tmp_path) == []
