"""Addresses of pages of this site."""

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme


def url_or_empty(name: str) -> str:
    """The address of a named page, or "" when this site does not serve it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def page_of_ours(request: HttpRequest, wanted: str) -> str:
    """The path to which somebody wants to be led, "" when it leads anywhere else."""
    is_ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else ""
