"""One log stream for everything that runs: time, coloured name, line."""

import sys
import threading
import time

COLOURS = {"postgres": 33, "valkey": 31, "web": 32, "worker": 36, "beat": 35}
_lock = threading.Lock()


def say(name: str, line: str) -> None:
    """Print one line for the process called `name`; colours only on a terminal."""
    label = f"{time.strftime('%H:%M:%S')} {name:<8}|"
    if sys.stdout.isatty():
        label = f"\x1b[{COLOURS.get(name, 37)}m{label}\x1b[0m"
    with _lock:
        print(label, line, flush=True)
