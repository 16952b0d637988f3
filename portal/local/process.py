"""A child process: started in its own session, restarted when it dies, stopped with grace."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO

from portal.local.log import say

RESTART_AFTER = 1.0  # seconds


class LocalError(Exception):
    """Something that only the person at the keyboard can mend; the message says how."""


class Child:
    """One supervised process.

    Its own session keeps the terminal's Ctrl-C from it: only the supervisor hears it, and stops
    its children in order. The pid file lets the next start find what a killed supervisor left.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        run_dir: Path,
        env: Mapping[str, str] | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
        grace: float = 10,
    ) -> None:
        self.name = name
        self.command = [str(part) for part in command]
        self.pid_file = run_dir / f"{name}.pid"
        self.env = dict(os.environ if env is None else env)
        self.stop_signal = stop_signal
        self.grace = grace
        self.restarts = 0
        self._stopping = threading.Event()
        self._process = self._spawn()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _spawn(self) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env=self.env,
            start_new_session=True,
        )
        write_pid_file(self.pid_file, process.pid, self.stop_signal)
        assert process.stdout is not None
        threading.Thread(target=self._pump, args=(process.stdout,), daemon=True).start()
        return process

    def _pump(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                say(self.name, line.rstrip())

    def _watch(self) -> None:
        """Start the process again whenever it ends without being asked to."""
        while True:
            code = self._process.wait()
            if self._stopping.is_set():
                return
            kill_group(self._process.pid)
            say(self.name, f"ended with {code}; starting again in {RESTART_AFTER:.0f} s")
            if self._stopping.wait(RESTART_AFTER):
                return
            self._process = self._spawn()
            self.restarts += 1

    @property
    def pid(self) -> int:
        return self._process.pid

    def stop(self) -> None:
        """Ask, wait for the grace, then kill the process and its descendants."""
        self._stopping.set()
        self._watcher.join(RESTART_AFTER / 10)
        if self._process.poll() is None:
            self._process.send_signal(self.stop_signal)
            try:
                self._process.wait(self.grace)
            except subprocess.TimeoutExpired:
                say(self.name, f"did not stop in {self.grace:.0f} s: killed")
        kill_group(self._process.pid)
        self._process.wait()
        self.pid_file.unlink(missing_ok=True)


def kill_group(pid: int) -> None:
    """Kill what is left of the process group that `pid` leads."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def identity(pid: int) -> str | None:
    """When the process started, as the system says it; None when there is no such process.

    Together with the number it tells a process from a later one that got the same number.
    """
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            return None
        return None if fields[0] == "Z" else fields[19]
    found = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return found.stdout.strip() or None


def write_pid_file(path: Path, pid: int, stop_signal: signal.Signals) -> None:
    path.write_text(f"{pid}\n{int(stop_signal)}\n{identity(pid)}\n")


def stop_leftovers(run_dir: Path, grace: float = 20) -> list[str]:
    """Stop what a killed supervisor left behind; the names of what was still alive."""
    stopped = []
    # Those started last go first: web before worker before database.
    for path in sorted(run_dir.glob("*.pid"), key=lambda p: p.stat().st_mtime, reverse=True):
        try:
            pid, stop_signal, born = path.read_text().splitlines()
        except ValueError:
            path.unlink()
            continue
        if born == identity(int(pid)):
            _stop_stranger(int(pid), int(stop_signal), grace)
            stopped.append(path.stem)
        path.unlink()
    return stopped


def _stop_stranger(pid: int, stop_signal: int, grace: float) -> None:
    """Stop a process that is not our child, so that it cannot be waited for."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, stop_signal)
        with contextlib.suppress(LocalError):
            wait_until(lambda: identity(pid) is None, grace, "")
    kill_group(pid)


def wait_until(ready: Callable[[], bool], seconds: float, otherwise: str) -> None:
    """Return once `ready` answers yes; raise `LocalError(otherwise)` after `seconds`."""
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise LocalError(otherwise)
        time.sleep(0.05)
