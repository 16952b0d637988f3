"""How a visitor wants the pages to look. Kept in a cookie: most have no account yet."""

from django.http import HttpRequest, HttpResponse

LARGE_TYPE_COOKIE = "large_type"
YEAR = 365 * 24 * 60 * 60  # seconds


def prefers_large_type(request: HttpRequest) -> bool:
    return request.COOKIES.get(LARGE_TYPE_COOKIE) == "1"


def remember_large_type(response: HttpResponse, wanted: bool, *, secure: bool) -> None:
    if wanted:
        response.set_cookie(
            LARGE_TYPE_COOKIE, "1", max_age=YEAR, secure=secure, httponly=True, samesite="Lax"
        )
    else:
        response.delete_cookie(LARGE_TYPE_COOKIE, samesite="Lax")
