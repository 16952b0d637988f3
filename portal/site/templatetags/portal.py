"""Tags and filters of our templates: `{% load portal %}`.

Icons, status tags, pages of a list, masks and amounts. Pieces of a page that need more than one
line of HTML are templates in `templates/components/`, each with its parameters in its first lines.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.core.paginator import Page
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.lib import masking, money

register = template.Library()

SPRITE = "vendor/bootstrap-icons/icons.svg"


@register.filter
def mask_name(name: str | None) -> str:
    return masking.mask_name(name or "")


@register.filter
def mask_id_number(number: str | None) -> str:
    return masking.mask_id_number(number or "")


@register.filter
def mask_mobile(number: str | None) -> str:
    return masking.mask_mobile(number or "")


@register.filter
def yuan(amount: Decimal | None) -> str:
    """¥1,234.50; a dash where there is no amount yet."""
    return "—" if amount is None else money.yuan(amount)


@register.simple_tag
def icon(name: str) -> SafeString:
    """An icon of the sprite, hidden from screen readers: the text beside it says what it means."""
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"There is no icon {name!r} in {SPRITE}.")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>', static(SPRITE), name
    )


@cache
def icon_names() -> frozenset[str]:
    path = finders.find(SPRITE)
    if path is None:
        raise template.TemplateSyntaxError(f"{SPRITE} is missing from the static files.")
    return frozenset(re.findall(r'<symbol id="([^"]+)"', Path(path).read_text(encoding="utf-8")))


@register.simple_tag
def status_tag(state: str, label: str | Promise) -> SafeString:
    """A state as dot and word. The colour belongs to the state: see static/gov/tags.css."""
    return format_html('<span class="tag" data-state="{}">{}</span>', state, label)


@register.filter
def page_numbers(page: "Page[Any]") -> Iterator[int | str]:
    """The numbers of a pager around the current page, with … for what is left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
