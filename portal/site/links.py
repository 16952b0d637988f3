"""Links to pages of other modules."""

from django.urls import NoReverseMatch, reverse


def url_or_empty(name: str, *args: str) -> str:
    """The address of a named page, or "" when this site does not serve it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
