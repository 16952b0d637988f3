"""The habits of docs/structure.md hold everywhere, and the checker that says so can see."""

import ast
import re
from pathlib import Path

import pytest

from tools import budgets

# Names that Django and the libraries look up by themselves.
FOUND_BY_NAME = re.compile(r"^(\d{3}\.html|admin/|account/|allauth/|mfa/|usersessions/|django/)")


def test_budgets_are_kept() -> None:
    assert budgets.problems() == []


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("def f():\n" + "    x = 1\n" * 50, "51 lines"),
        ("def f():\n    import os\n", "imports inside"),
        ("@receiver(post_save)\ndef f(): ...\n", "signal receiver"),
        ("class A:\n    @signals.receiver(x)\n    def f(self): ...\n", "signal receiver"),
    ],
)
def test_a_breach_is_seen(source: str, complaint: str) -> None:
    found = list(budgets.function_problems(budgets.ROOT / "a.py", ast.parse(source)))

    assert [complaint in problem for problem in found] == [True]


def test_every_template_is_used() -> None:
    """A template nobody names is a page nobody sees."""
    folder = budgets.ROOT / "templates"
    everything = "\n".join(
        path.read_text() for path in [*budgets.modules(*budgets.APPS), *budgets.templates()]
    )
    names = [str(path.relative_to(folder)) for path in budgets.templates()]

    unused = [
        name for name in names if not FOUND_BY_NAME.match(name) and not _named(name, everything)
    ]

    assert unused == []


def _named(name: str, text: str) -> bool:
    """Whether the text names the template, in full or by a pattern such as `mail/{kind}.txt`."""
    if f'"{name}"' in text or f"'{name}'" in text:
        return True
    folder = str(Path(name).parent)
    return re.search(rf'"{re.escape(folder)}/[^"]*\{{[^"]*"', text) is not None
