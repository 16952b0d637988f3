"""Filling a template: `{placeholder}` is replaced, everything else stays as it was written."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.models import NotificationTemplate

from .kinds import samples

PLACEHOLDER = re.compile(r"\{(\w+)\}")
BRACES = re.compile(r"[{}]")


@dataclass(frozen=True)
class Wording:
    """A filled template. `parameters` are what an SMS gateway fills its own copy with, in order."""

    subject: str
    body: str
    gateway_code: str = ""
    parameters: dict[str, str] = field(default_factory=dict)


def placeholders(text: str) -> list[str]:
    """The names in braces, in order, each once."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def fill(text: str, values: Mapping[str, object]) -> str:
    """The text with its placeholders replaced; a value that is missing leaves nothing."""
    return PLACEHOLDER.sub(lambda match: str(values.get(match[1], "")), text)


def word(template: NotificationTemplate, values: Mapping[str, object]) -> Wording:
    """The message that a template makes of these values."""
    names = placeholders(template.body)
    return Wording(
        subject=fill(template.subject, values)[:120],
        body=fill(template.body, values),
        gateway_code=template.gateway_code,
        parameters={name: str(values.get(name, "")) for name in names},
    )


def check(kind: str, text: str) -> None:
    """Raises ValidationError for a placeholder that the kind does not know, or a stray brace."""
    allowed = samples(kind)
    listed = _("、").join(f"{{{name}}}" for name in allowed)
    if unknown := [name for name in placeholders(text) if name not in allowed]:
        message = _("不能使用占位符 {unknown}。可用的有：{listed}")
        shown = _("、").join(f"{{{name}}}" for name in unknown)
        raise ValidationError(message.replace("{unknown}", shown).replace("{listed}", listed))
    if BRACES.search(PLACEHOLDER.sub("", text)):
        message = _("花括号没有成对。占位符写作一对花括号加英文名称，可用的有：{listed}")
        raise ValidationError(message.replace("{listed}", listed))
