"""Guards over every test: what a careful reader would catch, caught by the machine.

Wired in `portal.settings.test`. They see our own templates and views only; what libraries do
inside theirs is not ours to mend.
"""

import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template.base import FilterExpression, Node

WRITES = ("INSERT", "UPDATE", "DELETE")
# Looking is noted here, and signing in keeps its session: these tables a GET may write.
MAY_BE_WRITTEN = (
    "accounts_auditentry",
    "accounts_auditlog",
    "django_session",
    "usersessions_usersession",
)
# An outside system sends people back by GET, with an answer that is good once.
MAY_WRITE = ("/service-network/callback/",)


class UnknownVariable(str):
    """The empty text Django puts in place of a variable it does not know; ours fails the test.

    Django asks whether it is true just before it uses it. A `default` filter says that the
    variable may be missing.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        frame = inspect.currentframe()
        asking = frame.f_back.f_locals.get("self") if frame and frame.f_back else None
        if isinstance(asking, FilterExpression) and not has_default(asking):
            template = rendering_template()
            if template.startswith(str(settings.BASE_DIR / "templates")):
                raise AssertionError(f"{template} knows no variable {asking.token}")
        return False


def has_default(expression: FilterExpression) -> bool:
    return any(
        function.__name__ in ("default", "default_if_none") for function, _ in expression.filters
    )


def rendering_template() -> str:
    """The path of the template whose node is being rendered, found on the call stack."""
    frame = inspect.currentframe()
    while frame is not None:
        node = frame.f_locals.get("self")
        if isinstance(node, Node) and getattr(node, "origin", None) is not None:
            return str(node.origin.name)
        frame = frame.f_back
    return ""


def refuse_writes(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """A database wrapper for requests that must only read."""
    verb = sql.lstrip().partition(" ")[0].upper()
    if verb in WRITES and not any(f'"{table}"' in sql for table in MAY_BE_WRITTEN):
        raise AssertionError(f"A GET request writes: {sql}")
    return execute(sql, *rest)


class ReadOnlyGetMiddleware:
    """Opening a page changes nothing: a link may be followed twice, or by a machine."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        guard: AbstractContextManager[None] = nullcontext()
        if request.method in ("GET", "HEAD") and request.path not in MAY_WRITE:
            guard = connection.execute_wrapper(refuse_writes)
        with guard:
            return self.get_response(request)
