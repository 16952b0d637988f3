"""What every page's frame needs."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

from accounts.acting import is_alone
from accounts.middleware import idle_seconds
from accounts.models import Membership
from accounts.queries import acting_membership, notices_for
from programs.queries.workbench import workbench_of

from .identity import get_identity
from .navigation import main_navigation
from .preferences import prefers_large_type


def portal(request: HttpRequest) -> dict[str, object]:
    """`portal` (the identity), `navigation`, `large_type`, `unread_notices`, `is_demo`,
    and of who acts for a unit `acting_membership`, `acting_alone`, `workbench_count`.

    Costs no query; what needs the database asks it when a template calls it.
    """
    return {
        "portal": get_identity(),
        "navigation": list(main_navigation(request)),
        "large_type": prefers_large_type(request),
        "unread_notices": _unread_notices(request),
        "acting_membership": _acting(request),
        "acting_alone": lambda: is_alone(request.session),
        "workbench_count": _workbench_count(request),
        "csrf_cookie_name": settings.CSRF_COOKIE_NAME,
        "idle_seconds": _idle_seconds(request),
        "is_demo": bool(getattr(settings, "DEMO", False)),
    }


def _idle_seconds(request: HttpRequest) -> int:
    """After how long without a click the session of whoever is signed in ends; 0 for visitors."""
    user = getattr(request, "user", None)
    return idle_seconds(request) if user is not None and user.is_authenticated else 0


def _unread_notices(request: HttpRequest) -> Callable[[], int]:
    def count() -> int:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return 0
        return notices_for(request).filter(read_at__isnull=True).count()

    return count


def _acting(request: HttpRequest) -> Callable[[], Membership | None]:
    return lambda: acting_membership(request)


def _workbench_count(request: HttpRequest) -> Callable[[], int]:
    def count() -> int:
        membership = acting_membership(request)
        return workbench_of(membership).total if membership else 0

    return count
