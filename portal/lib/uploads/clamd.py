"""Virus scan by a ClamAV daemon. Fails closed: no clear answer is never a clean one."""

import socket
import struct
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _

from portal.lib.uploads.check import CheckedFile
from portal.lib.uploads.refused import UploadRefused

TIMEOUT = 60.0  # seconds for each step of the conversation
MAX_REPLY = 4096
CLEAN = "stream: OK"
FOUND = " FOUND"


class ScannerUnavailableError(Exception):
    """The daemon gave no verdict. Keep the file closed and try again later."""


def scan_for_viruses(checked: CheckedFile) -> None:
    """Asks the daemon, where one is configured; without its verdict the upload is refused."""
    if not settings.CLAMD_SOCKET:
        return
    try:
        virus = scan(checked.content, settings.CLAMD_SOCKET)
    except ScannerUnavailableError as error:
        raise UploadRefused(_("病毒检查服务暂时不可用，请稍后重新上传。")) from error
    if virus:
        raise UploadRefused(_("文件含有病毒，不能上传。"))
    checked.content.seek(0)


def scan(file: "File[Any]", address: str, *, timeout: float = TIMEOUT) -> str:
    """The name of the virus found, or "" for a clean file.

    `address` is the path of a Unix socket or host:port. Raises ScannerUnavailableError.
    """
    try:
        with _connect(address, timeout) as connection:
            # A daemon that has seen enough hangs up; its reply can still be read.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(connection, file)
            reply = _receive(connection)
    except (OSError, ValueError) as error:
        raise ScannerUnavailableError(f"clamd at {address}: {error}") from error
    if reply == CLEAN:
        return ""
    if reply.endswith(FOUND):
        return reply.removeprefix("stream: ").removesuffix(FOUND)
    raise ScannerUnavailableError(f"clamd at {address} answered: {reply or 'nothing'}")


def _connect(address: str, timeout: float) -> socket.socket:
    host, colon, port = address.rpartition(":")
    if colon and not address.startswith("/"):
        return socket.create_connection((host, int(port)), timeout)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(timeout)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: socket.socket, file: "File[Any]") -> None:
    """INSTREAM: blocks with their length in front, an empty one at the end."""
    connection.sendall(b"zINSTREAM\0")
    for chunk in file.chunks():
        connection.sendall(struct.pack("!L", len(chunk)) + chunk)
    connection.sendall(struct.pack("!L", 0))


def _receive(connection: socket.socket) -> str:
    reply = b""
    while not reply.endswith(b"\0") and len(reply) < MAX_REPLY:
        received = connection.recv(MAX_REPLY)
        if not received:
            break
        reply += received
    return reply.rstrip(b"\0").decode("utf-8", "replace").strip()
