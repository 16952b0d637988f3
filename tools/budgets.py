"""The budgets and habits of docs/structure.md that no linter knows.

`problems()` lists every breach as `path: what`; `make check` and the test suite both ask it.
"""

import ast
import statistics
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
APPS = ("accounts", "portal", "programs", "reviews")
MODULE_LINES = 400
MEDIAN_MODULE_LINES = 150
FUNCTION_LINES = 50
SETTINGS_LINES = 200
TEMPLATE_LINES = 150
TEST_LINES = 300
SIGNAL_CALLS = ("receiver",)

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*folders: str) -> list[Path]:
    """The Python files of ours under the folders; migrations are written by Django."""
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return [path for path in found if "migrations" not in path.parts]


def templates() -> list[Path]:
    return [path for path in sorted((ROOT / "templates").rglob("*")) if path.is_file()]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.Module) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def size_problems() -> Iterator[str]:
    """Files over their budget, and a median module over the median's."""
    ours = modules(*APPS)
    for path in ours:
        limit = SETTINGS_LINES if "settings" in path.parts else MODULE_LINES
        yield from _too_long(path, limit)
    for path in modules("tests"):
        yield from _too_long(path, TEST_LINES)
    for path in templates():
        if path.suffix in (".html", ".txt"):
            yield from _too_long(path, TEMPLATE_LINES)
    median = statistics.median(lines(path) for path in ours)
    if median > MEDIAN_MODULE_LINES:
        yield f"the median module has {median} lines, {MEDIAN_MODULE_LINES} are allowed"


def _too_long(path: Path, limit: int) -> Iterator[str]:
    if lines(path) > limit:
        yield f"{shown(path)}: {lines(path)} lines, {limit} are allowed"


def function_problems(path: Path, tree: ast.Module) -> Iterator[str]:
    """Functions too long, imports inside them, and signal receivers."""
    for function in functions(tree):
        where = f"{shown(path)}:{function.lineno}: {function.name}"
        length = (function.end_lineno or function.lineno) - function.lineno + 1
        if length > FUNCTION_LINES:
            yield f"{where} has {length} lines, {FUNCTION_LINES} are allowed"
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function)):
            yield f"{where} imports inside the function"
        if any(_called_name(decorator) in SIGNAL_CALLS for decorator in function.decorator_list):
            yield f"{where} is a signal receiver; call the function where the change is made"


def _called_name(node: ast.expr) -> str:
    target = node.func if isinstance(node, ast.Call) else node
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def problems() -> list[str]:
    """Every breach, in reading order; empty when all is well."""
    found = list(size_problems())
    for path in modules(*APPS, "tests", "tools"):
        found += function_problems(path, ast.parse(path.read_text(), str(path)))
    return found


if __name__ == "__main__":
    breaches = problems()
    print("\n".join(breaches) or "budgets: kept")
    sys.exit(bool(breaches))
