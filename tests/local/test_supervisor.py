"""Whatever dies, dies alone and comes back; whatever was started, stops."""

import os
import signal
import socket
from pathlib import Path

import psycopg2.extensions
import redis

from portal.local.process import wait_until

from .conftest import Running, alive


def database(running: Running) -> "psycopg2.extensions.connection":
    return psycopg2.connect(host=str(running.run_dir), user="postgres", dbname="portal")


def valkey(running: Running) -> "redis.Redis":
    return redis.Redis(unix_socket_path=str(running.run_dir / "valkey.sock"))


def test_everything_answers_once_it_says_ready(supervisor: Running) -> None:
    assert database(supervisor).status == psycopg2.extensions.STATUS_READY
    assert valkey(supervisor).ping()
    assert supervisor.answers()
    assert supervisor.log.read_text().index("prepared") < supervisor.log.read_text().index("ready")


def test_chinese_is_made_of_letters(supervisor: Running) -> None:
    """Under the C locale it is not, and trigram search finds no Chinese at all."""
    with database(supervisor) as connection, connection.cursor() as cursor:
        cursor.execute(r"select '企' ~ '\w'")
        assert cursor.fetchone() == (True,)


def test_valkey_comes_back_with_what_it_knew(supervisor: Running) -> None:
    valkey(supervisor).set("kept", "yes")
    valkey(supervisor).waitaof(1, 0, 5000)
    old = supervisor.pid("valkey")

    os.kill(old, signal.SIGKILL)
    supervisor.wait_for_new("valkey", old)

    wait_until(lambda: _is_kept(supervisor), 10, "Valkey lost the value")


def _is_kept(supervisor: Running) -> bool:
    try:
        return bool(valkey(supervisor).get("kept") == b"yes")
    except redis.ConnectionError:
        return False


def test_postgres_comes_back_with_what_was_committed(supervisor: Running) -> None:
    with database(supervisor) as connection, connection.cursor() as cursor:
        cursor.execute("create table kept as select 7 as number")
    old = supervisor.pid("postgres")

    os.kill(old, signal.SIGKILL)

    wait_until(lambda: _number(supervisor) == 7, 20, "PostgreSQL did not come back")


def _number(supervisor: Running) -> int | None:
    try:
        with database(supervisor) as connection, connection.cursor() as cursor:
            cursor.execute("select number from kept")
            row = cursor.fetchone()
            return row[0] if row else None
    except psycopg2.OperationalError:
        return None


def test_interrupt_leaves_no_process(supervisor: Running) -> None:
    pids = supervisor.pids()
    assert len(alive(pids)) == 3

    assert supervisor.interrupt() == 0

    assert alive(pids) == []
    assert list(supervisor.run_dir.glob("*.pid")) == []


def test_the_next_start_cleans_up_after_a_killed_supervisor(
    supervisor: Running, data_dir: Path
) -> None:
    supervisor.kill()
    orphans = supervisor.pids()
    assert len(alive(orphans)) == 3

    following = Running(data_dir)
    following.wait_for("ready after")

    assert alive(orphans) == []
    assert following.answers()
    assert following.interrupt() == 0


def test_a_second_start_on_the_same_data_is_refused(supervisor: Running, data_dir: Path) -> None:
    second = Running(data_dir)

    assert second.process.wait(20) != 0
    assert "already running" in second.log.read_text()
    assert supervisor.answers()


def test_a_taken_port_is_said_before_anything_starts(data_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        refused = Running(data_dir, port=taken.getsockname()[1])

        assert refused.process.wait(20) != 0

    assert "PORT=" in refused.log.read_text()
    assert refused.pids() == []


def test_a_program_that_ends_again_and_again_is_not_waited_for(data_dir: Path) -> None:
    """One that only takes long is: the first answer of a slow machine takes minutes."""
    running = Running(data_dir, web=["-c", "raise SystemExit('no such table')"])

    running.wait_for("ends again and again")

    assert running.process.wait(40) != 0
    assert "no such table" in running.log.read_text()
    assert running.pids() == []
