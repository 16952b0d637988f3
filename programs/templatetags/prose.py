"""Texts of managers as paragraphs with links."""

from django import template
from django.utils.safestring import SafeString

from portal.lib import prose as texts

register = template.Library()


@register.filter
def prose(text: object) -> SafeString:
    return texts.prose(str(text))
