"""Lists of people searched by name: the name is posted and kept in the session, for nothing that
names somebody has a place in an address. The other filters stand in it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import urlencode

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

KEY = "searched"
LENGTH = 40


def searched(*filters: str) -> Callable[[View[P]], View[P]]:
    """Lets a list be searched: a POST remembers the name for this list, and shows the list with
    the named filters, from its first page."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method == "POST":
                return _remember(request, filters)
            return view(request, *args, **kwargs)

        return checked

    return decorate


def _remember(request: HttpRequest, filters: tuple[str, ...]) -> HttpResponse:
    text = request.POST.get("q", "").replace("\x00", "").strip()[:LENGTH]
    request.session[KEY] = [request.path, "" if "clear" in request.POST else text]
    chosen = {name: value for name in filters if (value := request.POST.get(name, ""))}
    return redirect(f"{request.path}?{urlencode(chosen)}" if chosen else request.path)


def keyword(request: HttpRequest) -> str:
    """The name by which this list is searched."""
    path, text = request.session.get(KEY, ("", ""))
    return text if path == request.path else ""
