"""`{% demo_logins kind %}`: the accounts of the demo, for its login page only."""

from django import template

from portal.site.demo.cast import COMPANIES, PASSWORD, STAFF

register = template.Library()

LOGINS = {
    "person": [("person", "徐悲鸿")],
    "enterprise": [(company.username, company.name) for company in COMPANIES],
    "staff": [(person.username, person.note) for person in STAFF],
}


@register.inclusion_tag("site/demo_logins.html")
def demo_logins(kind: str) -> dict[str, object]:
    """User names, whose they are, and the password they share."""
    return {"kind": kind, "logins": LOGINS[kind], "password": PASSWORD}
