"""The report tells proved requirements from those without a passing test."""

import pytest

from tools.requirements_report import Collector, describe, requirements_in_scope

pytest_plugins = ["pytester"]

# Plugins that cannot run inside a run of themselves.
NEIGHBOURS = ["-p", "no:django", "-p", "no:playwright", "-p", "no:randomly"]

TESTS = """
import pytest

@pytest.mark.requirement("A-1")
def test_proved(): pass

@pytest.mark.requirement("A-2")
def test_broken(): assert False

@pytest.mark.requirement("A-3")
def test_left_out(): pytest.importorskip("a_package_that_there_is_not")

@pytest.mark.requirement("A-4", "A-1")
def test_proves_two(): pass

@pytest.fixture
def falls_over():
    yield
    raise RuntimeError

@pytest.mark.requirement("A-6")
def test_falls_over_afterwards(falls_over): pass

def test_proves_nothing(): assert False
"""


def test_ranges_are_spelled_out() -> None:
    text = "# all of it\nS0-008..S0-010\nX-001  # one\n"

    assert requirements_in_scope(text) == ["S0-008", "S0-009", "S0-010", "X-001"]


def test_what_is_not_proved_is_named(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(TESTS)
    pytester.makeini("[pytest]\nmarkers = requirement(id): proof\n")
    collector = Collector()

    pytester.inline_run(*NEIGHBOURS, plugins=[collector])
    lines = describe([f"A-{number}" for number in range(1, 7)], collector.outcomes)

    assert [line.partition(":")[0] for line in lines] == [
        "A-2  failed",
        "A-3  skipped",
        "A-5  no test",
        "A-6  failed",
    ]
