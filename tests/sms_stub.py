"""An SMS platform on a local port that speaks for 阿里云 and 腾讯云, and believes no signature.

Written from the platforms' signing rules (ACS3-HMAC-SHA256, TC3-HMAC-SHA256), not from their
SDKs: what it accepts, the platforms accept. It keeps every message it took, so a test can count
what a phone received, and it can be told to refuse, to answer late, or to lose its answer.
"""

import hashlib
import hmac
import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, quote, urlsplit

CLOCK_SKEW = 900  # seconds
Headers = dict[str, str]


class SignatureError(Exception):
    """The request is not signed with the secret of its key."""


@dataclass
class Taken:
    """A message that the platform accepted."""

    phone: str
    sign: str
    template: str
    parameters: Any
    our_id: str
    number: str


@dataclass
class SmsStub:
    """`with SmsStub() as stub:` serves on `stub.endpoint`."""

    key: str = "LTAI-test"
    secret: str = "test-secret"
    taken: list[Taken] = field(default_factory=list)
    refusals: dict[str, list[str]] = field(default_factory=dict)
    """Codes that a phone's next messages are refused with, one after the other."""
    answers: threading.Event = field(default_factory=threading.Event)
    """While cleared, accepted messages get no answer."""
    calls: list[str] = field(default_factory=list)
    """Every signed action, in order."""

    def __enter__(self) -> Self:
        self.answers.set()
        handler = type("Handler", (_Handler,), {"stub": self})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.endpoint = f"http://127.0.0.1:{self._server.server_address[1]}"
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.answers.set()
        self._server.shutdown()
        self._server.server_close()

    def accept(
        self, phone: str, sign: str, template: str, parameters: Any, our_id: str
    ) -> tuple[str, str]:
        """(code, number) of the answer; code "" when the message was taken."""
        if codes := self.refusals.get(phone):
            return codes.pop(0), ""
        number = f"SN{len(self.taken) + 1:06d}"
        self.taken.append(Taken(phone, sign, template, parameters, our_id, number))
        return "", number

    def sent_to(self, phone: str) -> list[Taken]:
        return [message for message in self.taken if message.phone == phone]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    stub: SmsStub

    def log_message(self, *arguments: Any) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        headers = {key.lower(): value for key, value in self.headers.items()}
        aliyun = headers.get("authorization", "").startswith("ACS3")
        status, answer = (self._aliyun if aliyun else self._tencent)(headers, body)
        self.stub.answers.wait()
        content = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _aliyun(self, headers: Headers, body: bytes) -> tuple[int, dict[str, Any]]:
        url = urlsplit(self.path)
        try:
            check_acs3(headers, body, url.path or "/", url.query, self.stub.key, self.stub.secret)
        except SignatureError as error:
            return 400, {"Code": "SignatureDoesNotMatch", "Message": str(error), "RequestId": "r"}
        self.stub.calls.append(headers["x-acs-action"])
        query = dict(parse_qsl(url.query))
        answers = {"SendSms": self._aliyun_send, "QuerySendDetails": self._aliyun_find}
        return 200, answers[headers["x-acs-action"]](query)

    def _aliyun_send(self, query: dict[str, str]) -> dict[str, Any]:
        code, number = self.stub.accept(
            query["PhoneNumbers"],
            query["SignName"],
            query["TemplateCode"],
            json.loads(query["TemplateParam"]),
            query["OutId"],
        )
        return {"Code": code or "OK", "Message": code or "OK", "BizId": number, "RequestId": "r"}

    def _aliyun_find(self, query: dict[str, str]) -> dict[str, Any]:
        found = [
            {"OutId": message.our_id, "PhoneNum": message.phone, "SendStatus": 3}
            for message in self.stub.sent_to(query["PhoneNumber"])
        ]
        details = {"SmsSendDetailDTO": found}
        return {
            "Code": "OK",
            "Message": "OK",
            "RequestId": "r",
            "TotalCount": str(len(found)),
            "SmsSendDetailDTOs": details,
        }

    def _tencent(self, headers: Headers, body: bytes) -> tuple[int, dict[str, Any]]:
        try:
            check_tc3(headers, body, self.path, self.stub.key, self.stub.secret)
        except SignatureError as error:
            failure = {"Code": "AuthFailure.SignatureFailure", "Message": str(error)}
            return 200, {"Response": {"Error": failure, "RequestId": "r"}}
        action = headers["x-tc-action"]
        self.stub.calls.append(action)
        answers = {
            "SendSms": self._tencent_send,
            "PullSmsSendStatusByPhoneNumber": self._tencent_find,
        }
        return 200, {"Response": {**answers[action](json.loads(body)), "RequestId": "r"}}

    def _tencent_send(self, request: dict[str, Any]) -> dict[str, Any]:
        [phone] = request["PhoneNumberSet"]
        code, number = self.stub.accept(
            phone,
            request["SignName"],
            request["TemplateId"],
            request["TemplateParamSet"],
            request["SessionContext"],
        )
        status = {"SerialNo": number, "PhoneNumber": phone, "Fee": 1, "IsoCode": "CN"}
        status |= {"Code": code or "Ok", "Message": code or "send success", "SessionContext": ""}
        return {"SendStatusSet": [status]}

    def _tencent_find(self, request: dict[str, Any]) -> dict[str, Any]:
        found = [
            {
                "SerialNo": message.number,
                "SessionContext": message.our_id,
                "ReportStatus": "SUCCESS",
            }
            for message in self.stub.sent_to(request["PhoneNumber"])
        ]
        return {"PullSmsSendStatusSet": found}


def check_acs3(headers: Headers, body: bytes, path: str, query: str, key: str, secret: str) -> None:
    """Raises SignatureError unless 阿里云 would accept the request (signature version 3)."""
    algorithm, _, rest = headers["authorization"].partition(" ")
    given = dict(part.strip().split("=", 1) for part in rest.split(","))
    names = given["SignedHeaders"].split(";")
    if hashlib.sha256(body).hexdigest() != headers["x-acs-content-sha256"]:
        raise SignatureError("The body is not the one that was signed.")
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    canonical = "\n".join(
        [
            "POST",
            path,
            "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in pairs),
            "".join(f"{name}:{headers[name].strip()}\n" for name in names),
            ";".join(names),
            headers["x-acs-content-sha256"],
        ]
    )
    to_sign = f"{algorithm}\n{_sha256(canonical)}"
    expected = hmac.new(secret.encode(), to_sign.encode(), "sha256").hexdigest()
    _compare(given["Credential"] == key, expected, given["Signature"])
    stamp = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    _check_clock(stamp)


def check_tc3(headers: Headers, body: bytes, path: str, key: str, secret: str) -> None:
    """Raises SignatureError unless 腾讯云 would accept the request (TC3-HMAC-SHA256)."""
    algorithm, _, rest = headers.get("authorization", "").partition(" ")
    given = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    if algorithm != "TC3-HMAC-SHA256" or "Credential" not in given:
        raise SignatureError("The request is not signed.")
    key_id, date, service, end = given["Credential"].split("/")
    names = given["SignedHeaders"].split(";")
    signed = "".join(f"{name}:{headers[name].strip().lower()}\n" for name in names)
    canonical = f"POST\n{path}\n\n{signed}\n{';'.join(names)}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{date}/{service}/{end}"
    to_sign = f"{algorithm}\n{headers['x-tc-timestamp']}\n{scope}\n{_sha256(canonical)}"
    signing_key = f"TC3{secret}".encode()
    for part in (date, service, end):
        signing_key = hmac.new(signing_key, part.encode(), "sha256").digest()
    expected = hmac.new(signing_key, to_sign.encode(), "sha256").hexdigest()
    _compare(key_id == key, expected, given["Signature"])
    _check_clock(datetime.fromtimestamp(int(headers["x-tc-timestamp"]), UTC))


def _compare(known: bool, expected: str, given: str) -> None:
    if not known or not hmac.compare_digest(expected, given):
        raise SignatureError("The signature does not match.")


def _check_clock(stamp: datetime) -> None:
    if abs((datetime.now(UTC) - stamp).total_seconds()) > CLOCK_SKEW:
        raise SignatureError("The request was signed too long ago.")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _quoted(text: str) -> str:
    return quote(text, safe="-_.~")
