"""Data that is kept in both languages of the portal."""

from django.utils.translation import get_language


def in_language(chinese: str, english: str) -> str:
    """The English text for visitors who read English, where there is one."""
    return english if english and (get_language() or "").startswith("en") else chinese
