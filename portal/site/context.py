"""What every page's frame needs."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest

from .identity import get_identity
from .navigation import main_navigation
from .preferences import prefers_large_type


def portal(request: HttpRequest) -> dict[str, object]:
    """`portal` (the identity), `navigation`, `large_type`, `unread_notices`, `is_demo`.

    Costs no query; `unread_notices` asks the database when a template calls it.
    """
    return {
        "portal": get_identity(),
        "navigation": list(main_navigation(request)),
        "large_type": prefers_large_type(request),
        "unread_notices": _unread_notices(request),
        "csrf_cookie_name": settings.CSRF_COOKIE_NAME,
        "is_demo": bool(getattr(settings, "DEMO", False)),
    }


def _unread_notices(request: HttpRequest) -> Callable[[], int]:
    def count() -> int:
        user = getattr(request, "user", None)
        if user is None or not user.is_authenticated:
            return 0
        return int(user.notifications.filter(read_at__isnull=True).count())

    return count
