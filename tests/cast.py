"""Everybody who might try an address, and what happens to them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import acting, confirmation
from accounts.actions.members import ask_to_join
from accounts.models import (
    Contact,
    Membership,
    User,
)
from portal.lib.dates import today
from tests.factories import (
    city_office,
    district_office,
    draft_person_application,
    make_clerk,
    make_member,
    make_reviewer,
    make_staff,
    make_unit,
    submit,
    submitted_unit,
)
from tests.factories.brought import brought_by
from tests.factories.objections import notice_of
from tests.factories.own import draft_own_application, hand_over, make_identified_person
from tests.things import data_of, papers_of, receipt_of, store_papers, things_of

STAFF = {"district", "other district", "city", "finance", "manager", "auditor", "system admin"}
#: People who act for a unit under a grant: in every business, or not in the programme of the cast.
ACTING = {"acting", "limited"}
OWN = {"clerk", "operator", "acting"}
#: Who acts for some unit; those who file in the programme; those who decide who acts.
CLERKS = OWN | {"stranger", "limited"}
FILERS = CLERKS - {"limited"}
ADMINS = {"clerk", "stranger"}
ENTERPRISE = (CLERKS | {"expired"}) - ACTING
#: A person for herself, and one whom a unit has granted something that she has not taken up.
PERSONS = {"person", "pending"}
THEMSELVES = ENTERPRISE | STAFF | PERSONS
SIGNED_IN = THEMSELVES | ACTING
READERS = STAFF - {"system admin"}
#: Who reads the submitted application of the cast: its district, and everybody of the city.
OVERSEERS = READERS - {"other district"}
REVIEWERS = {"district", "other district", "city"}
EVERYBODY = SIGNED_IN | {"nobody"}


@dataclass(frozen=True)
class Row:
    """Who gets in, how to ask, and what stands for the arguments of the address."""

    who: set[str]
    method: str = "get"
    arguments: dict[str, str] = field(default_factory=dict)
    """Parameter or POST field → which of the things of the cast."""


def get(who: set[str], **arguments: str) -> Row:
    return Row(who, "get", arguments)


def post(who: set[str], **arguments: str) -> Row:
    return Row(who, "post", arguments)


NOBODY: set[str] = set()
VISITORS = {"nobody"}


@dataclass
class Cast:
    """Who tries, and what they try it on."""

    clients: dict[str, Client]
    things: dict[str, Any]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    confirmation.note(session)
    session.save()
    return client


class ActingClient(Client):
    """A person who comes in with the 经办密码 of a grant, again for each request.

    Leaving the unit is one of the things that are tried.
    """

    def __init__(self, membership: Membership) -> None:
        super().__init__()
        self.membership = membership

    def request(self, **request: Any) -> Any:
        # The session of the request before was rolled back with what that request did.
        self.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        self.force_login(self.membership.user)
        session = self.session
        acting.remember(session, self.membership, alone=True)
        session.save()
        return super().request(**request)


def assemble() -> Cast:
    clerk = make_clerk(make_unit())
    unit = clerk.memberships.get().unit
    unit_part = submitted_unit(clerk=clerk)
    draft = draft_person_application(unit_part)
    handed = hand_over(draft_own_application(make_identified_person(), unit))
    submitted = submit(draft_person_application(unit_part))
    operator = make_clerk(unit, role="operator")
    expired = make_clerk(unit, role="operator")
    yesterday = today() - dt.timedelta(days=1)
    Membership.objects.filter(user=expired).update(ends_on=yesterday)
    request = ask_to_join(unit, make_clerk(), "")
    grant = make_member(unit, make_identified_person(), activated_at=None)
    users = {
        "person": handed.created_by,
        "pending": grant.user,
        "stranger": make_clerk(),
        "expired": expired,
        "operator": operator,
        "clerk": clerk,
        "district": make_reviewer(district_office()),
        "other district": make_reviewer(district_office("320583")),
        "city": make_reviewer(city_office()),
        "finance": make_staff("finance", city_office("finance_bureau")),
        "manager": make_staff("program_manager"),
        "auditor": make_staff("auditor"),
        "system admin": make_staff("system_admin"),
    }
    store_papers(unit, submitted)
    contact = Contact.objects.create(unit=unit, name="唐寅", mobile="13912340077")
    things = things_of(draft, submitted, operator, request.pk)
    things |= papers_of(clerk)
    things |= brought_by(unit_part)
    things |= {"own slug": handed.call.program.slug, "handed": handed.number}
    things["key"] = "unit-registration"
    things |= {"detail kind": "contact", "contact": contact.pk}
    things |= receipt_of(clerk)
    things |= notice_of(submitted)
    things |= {"grant": grant.pk, **data_of(handed.created_by, submitted)}
    clients = {
        "nobody": Client(),
        "acting": ActingClient(make_member(unit, make_identified_person())),
        "limited": ActingClient(make_member(unit, make_identified_person(), all_business=False)),
    }
    return Cast(clients | {k: signed_in(u) for k, u in users.items()}, things)


@dataclass(frozen=True)
class Address:
    """One address of the resolver, by its name (or its route when it has none)."""

    name: str
    parameters: tuple[str, ...]

    def url(self, things: dict[str, Any], arguments: dict[str, str]) -> str:
        keys = {name: arguments.get(name, name) for name in self.parameters}
        return reverse(self.name, kwargs={name: things[key] for name, key in keys.items()})


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[Address]:
    """Every address there is, those of included modules too."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from addresses(entry, inner)
        elif isinstance(entry, URLPattern):
            name = entry.name or str(entry.pattern)
            yield Address(space + name, tuple(entry.pattern.converters))


def outcome(client: Client, method: str, url: str, data: dict[str, Any]) -> str:
    """What comes of asking: "in", "login", "refused", "led away" to a page of one's own."""
    with transaction.atomic():
        response = getattr(client, method)(url, data)
        # Whatever it did, the next one finds everything as it was.
        transaction.set_rollback(True)
    return _kind_of(response, method)


def _kind_of(response: HttpResponseBase, method: str) -> str:
    if response.status_code in (403, 404):
        return "refused"
    if response.status_code != 302:
        return "in"
    target = response.headers["Location"].partition("?")[0]
    if target.endswith(("/login/", "/login/staff/")):
        return "login"
    own_pages = (reverse("personal_center"), reverse("member_center"), reverse("admin:index"))
    return "led away" if method == "get" and target in own_pages else "in"


def who_gets_in(cast: Cast, address: Address, row: Row) -> dict[str, str]:
    """Role → outcome, for everybody."""
    url = address.url(cast.things, row.arguments)
    more = {k: cast.things[v] for k, v in row.arguments.items() if k not in address.parameters}
    return {role: outcome(c, row.method, url, more) for role, c in cast.clients.items()}
