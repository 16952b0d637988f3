"""Asking for the password or a code again before what is dangerous, and going on afterwards."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import deserialize_request, serialize_request
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.http import urlencode

from accounts.confirmation import has_secret, is_recent
from accounts.models import User
from accounts.views.access import signed_in
from portal.lib.crypto import decrypt, encrypt

View = Callable[..., HttpResponseBase]
GO_ON = "accounts.views.confirming.go_on"


def confirmed_lately(view: View) -> View:
    """Asks for password or code again unless that, or the login, was a few minutes ago.

    Then what was asked for goes on. A device left open is what this is against. Who has neither
    gets a code by SMS, or logs in once more by the outside system that opens the account.
    """

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return ask_to_confirm(request) or view(request, *args, **kwargs)

    return guarded


def confirmed_to_change(view: View) -> View:
    """As `confirmed_lately`, for pages that everybody may look at: asks when they are sent."""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asking = ask_to_confirm(request) if request.method == "POST" else None
        return asking or view(request, *args, **kwargs)

    return guarded


def ask_to_confirm(request: HttpRequest) -> HttpResponse | None:
    """Leads to the page that asks again, and from there back to what was asked for.

    What was typed waits in the session, encrypted: it may hold the number of a document.
    """
    user = signed_in(request)
    if is_recent(request, user):
        return None
    request.session.pop(STATE_SESSION_KEY, None)
    back = request.get_full_path()
    if request.method == "POST":
        back = request.path
        state = {"request": encrypt(serialize_request(request)), "user": user.pk}
        request.session[STATE_SESSION_KEY] = {"callback": GO_ON, "state": state}
    return redirect(f"{_page_for(user)}?{urlencode({REDIRECT_FIELD_NAME: back})}")


def _page_for(user: User) -> str:
    if not has_secret(user):
        return reverse("confirm_otherwise")
    by_password = user.acting_under is not None or user.has_usable_password()
    return reverse("account_reauthenticate" if by_password else "mfa_reauthenticate")


def go_on(request: HttpRequest, state: dict[str, Any]) -> HttpResponseBase:
    """Called by allauth once confirmed: sends again what had to wait, if that is still wanted."""
    wanted = get_next_redirect_url(request, REDIRECT_FIELD_NAME)
    stored = decrypt(state["request"])
    path = json.loads(stored)["path"]
    if wanted != path or state["user"] != signed_in(request).pk:
        return redirect(wanted or "member_center")
    view = resolve(json.loads(stored)["path_info"])
    answer: HttpResponseBase = view.func(
        deserialize_request(stored, request), *view.args, **view.kwargs
    )
    return answer
