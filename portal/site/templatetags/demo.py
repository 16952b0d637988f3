"""`{% demo_logins kind %}`: the accounts of the demo, for its login page only."""

from django import template

from portal.site.demo.cast import (
    COMPANIES,
    ENDED_ACCOUNT,
    HANDLING_PASSWORD,
    PASSWORD,
    PEOPLE,
    STAFF,
)

register = template.Library()

LOGINS = {
    "person": [
        ("person", "徐悲鸿"),
        (ENDED_ACCOUNT, "吴作人（原系统账号，已停用本地登录）"),
        *((person.phone, person.note) for person in PEOPLE),
    ],
    "enterprise": [(company.username, company.name + company.note) for company in COMPANIES],
    "operator": [(person.phone, person.note) for person in PEOPLE if person.is_active],
    "staff": [(person.username, person.note) for person in STAFF],
}


@register.inclusion_tag("site/demo_logins.html")
def demo_logins(kind: str) -> dict[str, object]:
    """User names, whose they are, and the password they share."""
    password = HANDLING_PASSWORD if kind == "operator" else PASSWORD
    return {"kind": kind, "logins": LOGINS[kind], "password": password}
