"""Is this process able to work? For load balancers and the supervisor."""

from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.celery import app


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when database, cache and queue answer, else 503; says which one does not."""
    checks = {name: _works(check) for name, check in CHECKS.items()}
    healthy = all(checks.values())
    words = {name: "ok" if works else "unreachable" for name, works in checks.items()}
    return JsonResponse({"healthy": healthy, **words}, status=200 if healthy else 503)


def _works(check: Callable[[], None]) -> bool:
    # Whatever a driver raises means the same here, and its text may name addresses.
    try:
        check()
    except Exception:
        return False
    return True


def _check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _check_cache() -> None:
    cache.set("healthz", 1, timeout=10)


def _check_queue() -> None:
    with app.connection_for_write(connect_timeout=2) as broker:
        broker.ensure_connection(max_retries=0, timeout=2)


CHECKS = {"database": _check_database, "cache": _check_cache, "queue": _check_queue}
