"""Texts that staff write: plain paragraphs with links, and nothing else that a browser could read.

Blank lines part paragraphs. An address is a link as it stands, and may have words of its own:
`[申报系统](https://…)`. Whatever else looks like HTML is shown as it was typed.
"""

import re

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

#: Chinese goes on right behind an address, without a blank; so only what may stand in one counts.
_ADDRESS = r"https?://[A-Za-z0-9](?:[A-Za-z0-9\-._~:/?#@!$&'*+,;=%]*[A-Za-z0-9/=#&%_\-])?"
_LINK = re.compile(
    rf"\[(?P<words>[^\[\]\n]{{1,80}})\]\((?P<named>{_ADDRESS})\)|(?P<bare>{_ADDRESS})"
)
_PARAGRAPHS = re.compile(r"\n\s*\n")


def prose(text: str) -> SafeString:
    """The text as paragraphs of HTML."""
    found = _PARAGRAPHS.split(text.replace("\r\n", "\n").strip())
    return format_html_join("\n", "<p>{}</p>", ((_lines(each),) for each in found if each))


def _lines(paragraph: str) -> SafeString:
    parts, end = [], 0
    for link in _LINK.finditer(paragraph):
        address = link["named"] or link["bare"]
        parts.append(_plain(paragraph[end : link.start()]))
        parts.append(
            format_html('<a href="{}" rel="noopener">{}</a>', address, link["words"] or address)
        )
        end = link.end()
    parts.append(_plain(paragraph[end:]))
    return format_html("{}" * len(parts), *parts)


def _plain(text: str) -> SafeString:
    # Escaped just here, and a line break is all that is added.
    return mark_safe(escape(text).replace("\n", "<br>"))  # noqa: S308
