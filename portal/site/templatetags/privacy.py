"""The privacy notice in force, with the names of who runs this portal: `{% load privacy %}`."""

from django import template

from accounts.privacy_notice import privacy_notice
from portal.site.identity import get_identity

register = template.Library()


@register.inclusion_tag("components/privacy_notice.html", name="privacy_notice")
def show_notice() -> dict[str, object]:
    """Edition, date and every item."""
    notice, portal = privacy_notice(), get_identity()
    return {
        "notice": notice,
        "sections": notice.told(
            owner=portal.owner, hotline=portal.hotline, hours=portal.hotline_hours
        ),
    }
