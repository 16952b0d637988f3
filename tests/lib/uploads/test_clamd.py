"""The virus scanner's protocol, spoken with a stub daemon that checks every byte of it."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from portal.lib.uploads.clamd import ScannerUnavailableError, scan

EICAR = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"
Answer = Callable[[bytes], bytes]


def exactly(connection: socket.socket, count: int) -> bytes:
    received = b""
    while len(received) < count:
        received += connection.recv(count - len(received))
    return received


def converse(listener: socket.socket, answer: Answer) -> None:
    connection, _address = listener.accept()
    with connection:
        assert exactly(connection, 10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", exactly(connection, 4))[0]:
            content += exactly(connection, length)
        if reply := answer(content):
            connection.sendall(reply)


def verdict(content: bytes) -> bytes:
    return b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in content else b"stream: OK\0"


@pytest.fixture
def daemon(tmp_path: Path) -> Iterator[Callable[[Answer], str]]:
    """Starts a stub with the given answers; returns its address."""
    threads: list[threading.Thread] = []
    listener = socket.socket(socket.AF_UNIX)
    address = str(tmp_path / "clamd.sock")

    def start(answer: Answer) -> str:
        listener.bind(address)
        listener.listen()
        threads.append(threading.Thread(target=converse, args=(listener, answer)))
        threads[0].start()
        return address

    yield start
    for thread in threads:
        thread.join(5)
    listener.close()


Daemon = Callable[[Answer], str]


def test_a_clean_file(daemon: Daemon) -> None:
    assert scan(ContentFile(b"harmless" * 50_000), daemon(verdict)) == ""


def test_a_virus_is_named(daemon: Daemon) -> None:
    infected = ContentFile(b"x" * 100_000 + EICAR)
    assert scan(infected, daemon(verdict)) == "Win.Test.EICAR_HDB-1"


def test_a_file_that_was_read_before_is_scanned_from_its_start(daemon: Daemon) -> None:
    infected = ContentFile(EICAR)
    infected.read()
    assert scan(infected, daemon(verdict)) == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize(
    "reply", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OKAY\0", b"OK\0"]
)
def test_no_clear_answer_is_no_clean_file(daemon: Daemon, reply: bytes) -> None:
    with pytest.raises(ScannerUnavailableError):
        scan(ContentFile(b"x"), daemon(lambda _content: reply))


def test_a_silent_daemon_is_given_up(daemon: Daemon) -> None:
    done = threading.Event()

    def silent(_content: bytes) -> bytes:
        done.wait(5)
        return b""

    try:
        with pytest.raises(ScannerUnavailableError):
            scan(ContentFile(b"x"), daemon(silent), timeout=0.1)
    finally:
        done.set()


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:1", "no address"])
def test_a_daemon_that_is_down_is_said_to_be(address: str) -> None:
    with pytest.raises(ScannerUnavailableError):
        scan(ContentFile(b"x"), address)
