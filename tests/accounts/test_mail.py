"""E-mail against a real SMTP server."""

import email
import socket
from collections.abc import Iterator
from email.message import Message as Mail
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from pytest_django import Settings

from accounts.gateways.base import Message, Never, TryLater
from accounts.gateways.email import EmailGateway

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while")
MESSAGE = Message(
    id="8a0e7c1e-0000-4000-8000-000000000001",
    to="hr@example.com",
    subject="请修改：祝允明 的申报被退回",
    body="审核意见：缺第二页\n𠮷 𠮷",
)


class Mailbox:
    """Keeps what it is given; refuses recipients by name."""

    def __init__(self) -> None:
        self.mails: list[Mail] = []
        self.refusal = ""

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.mails.append(email.message_from_bytes(envelope.content, policy=default))
        return "250 OK"


def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = (data.login, data.password) == (b"portal", b"secret")
    return AuthResult(success=right, handled=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    box = Mailbox()
    server = Controller(
        box,
        hostname="127.0.0.1",
        port=free_port(),
        authenticator=authenticate,
        auth_required=True,
        auth_require_tls=False,
    )
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "secret"
    settings.DEFAULT_FROM_EMAIL = "人才总入口 <noreply@talent.example.gov.cn>"
    yield box
    server.stop()


@pytest.mark.requirement("X-009")
def test_a_mail_arrives_as_it_was_written(mailbox: Mailbox) -> None:
    reference = EmailGateway().send(MESSAGE)
    [mail] = mailbox.mails
    assert mail["Subject"] == MESSAGE.subject
    assert mail["From"] == "人才总入口 <noreply@talent.example.gov.cn>"
    assert mail["To"] == "hr@example.com"
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    assert body.decode().splitlines() == MESSAGE.body.splitlines()
    assert mail["Message-ID"] == reference == f"<{MESSAGE.id}@talent.example.gov.cn>"


def test_a_second_copy_is_recognisable(mailbox: Mailbox) -> None:
    """Nobody can ask a mail server what it took: mailboxes tell copies by their Message-ID."""
    gateway = EmailGateway()
    gateway.send(MESSAGE)
    assert gateway.find(MESSAGE) is None
    gateway.send(MESSAGE)
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == 1


@pytest.mark.parametrize(
    ("refusal", "error"), [("550 no such user", Never), ("451 try again later", TryLater)]
)
def test_a_refused_address(mailbox: Mailbox, refusal: str, error: type[Exception]) -> None:
    mailbox.refusal = refusal
    with pytest.raises(error, match=refusal[:3]):
        EmailGateway().send(MESSAGE)


def test_a_wrong_password_is_tried_again(mailbox: Mailbox, settings: Settings) -> None:
    settings.EMAIL_HOST_PASSWORD = "wrong"
    with pytest.raises(TryLater, match="535"):
        EmailGateway().send(MESSAGE)
    assert mailbox.mails == []


def test_a_server_that_is_not_there(mailbox: Mailbox, settings: Settings) -> None:
    settings.EMAIL_PORT = free_port()
    with pytest.raises(TryLater):
        EmailGateway().send(MESSAGE)


def test_a_server_that_says_nothing(mailbox: Mailbox, settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = mute.getsockname()[1], 1
        with pytest.raises(TryLater):
            EmailGateway().send(MESSAGE)
