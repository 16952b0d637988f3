"""An identity provider that a test can make lie: a small HTTP server with keys of its own."""

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT_ID = "talent-portal"
PERSON = {
    "account_kind": "personal",
    "name": "徐悲鸿",
    "id_doc_type": "resident_id",
    "id_doc_number": "32050819840711777X",
    "real_name_level": 2,
}


def new_key() -> RSAKey:
    return RSAKey.generate_key(2048, auto_kid=True)


def _published(key: RSAKey | OctKey) -> Any:
    """A shared secret has no public half: a careless provider would show it whole."""
    return key.as_dict(private=isinstance(key, OctKey))


class Provider:
    """Speaks OpenID Connect; what it answers can be changed before the client asks."""

    def __init__(self) -> None:
        self.key = new_key()
        self.published: list[RSAKey | OctKey] = [self.key]
        self.nonce = ""
        self.claims: dict[str, Any] = {}
        """Put over the honest claims of the ID token; None takes one away."""
        self.metadata: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {"sub": "somebody", **PERSON}
        self.sign: Callable[[dict[str, Any]], str] = self.signed
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        self.issuer = f"http://127.0.0.1:{self._server.server_port}"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, self.key)

    def id_token(self) -> str:
        now = int(time.time())
        honest = {
            "iss": self.issuer,
            "sub": "somebody",
            "aud": CLIENT_ID,
            "iat": now,
            "exp": now + 300,
            "nonce": self.nonce,
        }
        claims = {**honest, **self.claims}
        return self.sign({name: value for name, value in claims.items() if value is not None})

    def answer(self, path: str) -> dict[str, Any]:
        if path == "/.well-known/openid-configuration":
            endpoints = ("authorization", "token", "userinfo")
            return {
                "issuer": self.issuer,
                "jwks_uri": f"{self.issuer}/jwks",
                **{f"{name}_endpoint": f"{self.issuer}/{name}" for name in endpoints},
                **self.metadata,
            }
        if path == "/jwks":
            return {"keys": [_published(key) for key in self.published]}
        if path == "/token":
            return {"access_token": "t", "token_type": "Bearer", "id_token": self.id_token()}
        return self.userinfo

    def _handler(provider) -> type[BaseHTTPRequestHandler]:  # noqa: N805
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = json.dumps(provider.answer(self.path)).encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.do_GET()

            def log_message(self, *args: Any) -> None:
                pass

        return Handler
