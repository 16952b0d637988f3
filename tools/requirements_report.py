"""`make requirements`: run the marked tests and say what nothing proves.

Without arguments the marked tests run; `--collect-only` only looks for the marks. The exit code
is 1 while a requirement in scope has no test or a failing one.
"""

import sys
from collections import defaultdict
from pathlib import Path

import pytest

SCOPE = Path(__file__).resolve().parents[1] / "docs" / "requirements-scope.txt"
Outcomes = dict[str, dict[str, str]]


def requirements_in_scope(text: str) -> list[str]:
    """Every identifier of the scope file, ranges such as `S0-001..S0-003` spelled out."""
    found: list[str] = []
    for line in text.splitlines():
        entry = line.partition("#")[0].strip()
        if entry:
            first, _, last = entry.partition("..")
            found += _spell_out(first, last or first)
    return found


def _spell_out(first: str, last: str) -> list[str]:
    prefix, _, start = first.rpartition("-")
    end = last.rpartition("-")[2]
    return [f"{prefix}-{number:0{len(start)}}" for number in range(int(start), int(end) + 1)]


class Collector:
    """A pytest plugin that keeps the outcome of every test per requirement."""

    def __init__(self) -> None:
        self.outcomes: Outcomes = defaultdict(dict)

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Keep the marked tests only, and note which requirement each proves."""
        marked = []
        for item in items:
            names = [name for mark in item.iter_markers("requirement") for name in mark.args]
            for name in names:
                self.outcomes[name][item.nodeid] = "collected"
            if names:
                marked.append(item)
        items[:] = marked

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test passed only if set-up, call and tear-down did."""
        if report.when == "call" or not report.passed:
            for tests in self.outcomes.values():
                if tests.get(report.nodeid, "failed") != "failed":
                    tests[report.nodeid] = report.outcome


def describe(scope: list[str], outcomes: Outcomes) -> list[str]:
    """A line for every requirement in scope that is not proved."""
    lines = []
    for name in scope:
        tests = outcomes.get(name, {})
        broken = [test for test, outcome in tests.items() if outcome in ("failed", "skipped")]
        if not tests:
            lines.append(f"{name}  no test")
        lines += [f"{name}  {tests[test]}: {test}" for test in broken]
    return lines


def main(arguments: list[str]) -> int:
    collector = Collector()
    pytest.main(["-q", "--no-header", "-p", "no:randomly", *arguments], plugins=[collector])
    scope = requirements_in_scope(SCOPE.read_text())
    unproved = describe(scope, collector.outcomes)
    print("\n".join(unproved))
    names = {line.split()[0] for line in unproved}
    print(f"requirements: {len(scope) - len(names)} of {len(scope)} proved")
    return int(bool(names))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
