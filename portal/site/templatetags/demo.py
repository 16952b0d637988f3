"""`{% demo_logins kind %}`: the accounts of the demo, for its login page only."""

from django import template

from portal.site.demo.cast import COMPANIES, PASSWORD, STAFF
from portal.site.demo.legacy import ENDED_ACCOUNT

register = template.Library()

LOGINS = {
    "person": [("person", "徐悲鸿"), (ENDED_ACCOUNT, "吴作人（原系统账号，已停用本地登录）")],
    "enterprise": [(company.username, company.name) for company in COMPANIES],
    "staff": [(person.username, person.note) for person in STAFF],
}


@register.inclusion_tag("site/demo_logins.html")
def demo_logins(kind: str) -> dict[str, object]:
    """User names, whose they are, and the password they share."""
    return {"kind": kind, "logins": LOGINS[kind], "password": PASSWORD}
