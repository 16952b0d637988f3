"""Timing pairs of things that take turns, and printing their ratio."""

import gc
import re
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Work = Callable[[], Any]


@dataclass(frozen=True)
class Ratio:
    """How many times longer `ours` took than `limit`, by the median of every round."""

    name: str
    ours: float
    limit: float
    bound: float | None = None
    """The largest ratio that is accepted; None where the ratio is only printed."""
    note: str = ""

    @property
    def value(self) -> float:
        return self.ours / self.limit

    @property
    def holds(self) -> bool:
        return self.bound is None or self.value <= self.bound

    def __str__(self) -> str:
        verdict = (
            "" if self.bound is None else f"≤ {self.bound:g} {'ok' if self.holds else 'FAILED'}"
        )
        times = f"{self.ours * 1e3:.2f} ms / {self.limit * 1e3:.2f} ms"
        return f"{self.name:<58} {self.value:6.2f}  {verdict:<12} {times}  {self.note}".rstrip()


def seconds(work: Work) -> float:
    """How long one run takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def resident() -> int:
    """The most memory that this process has had so far, in MiB.

    Of the kernel's own book: `ru_maxrss` begins with what the parent had when it forked.
    """
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1]) // 1024


@contextmanager
def no_collection() -> Iterator[None]:
    """Keeps the garbage collector from striking in the middle of one of the two."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def take_turns(
    ours: Work, limit: Work, *, rounds: int = 15, warm_up: int = 3
) -> tuple[float, float]:
    """The medians of two works that alternate, so that a busy machine slows both alike."""
    for _ in range(warm_up):
        ours()
        limit()
    with no_collection():
        pairs = [(seconds(ours), seconds(limit)) for _ in range(rounds)]
    return statistics.median(p[0] for p in pairs), statistics.median(p[1] for p in pairs)


def median_of(work: Work, *, rounds: int = 15, warm_up: int = 3) -> float:
    """The median time of a work that cannot alternate with its counterpart."""
    for _ in range(warm_up):
        work()
    return statistics.median(seconds(work) for _ in range(rounds))
