"""Whether an account exists is told to nobody: not by the page, nor by what it costs to make.

Nothing is timed. What takes time is counted instead: password hashes and database queries.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import handling, operators
from accounts.models import Membership, User
from tests.accounts.acting import granted, show_face, wanted
from tests.accounts.getting_in import ask_for_code, captcha_of, png
from tests.factories import make_clerk, make_person, make_staff, make_unit, uscc
from tests.factories.own import make_identified_person
from tests.factories.people import PASSWORD

from .certificate import KNOWN, challenge, signed

pytestmark = pytest.mark.django_db

LOG_IN = "/accounts/login/"
BY_UNIT = f"{LOG_IN}?kind=enterprise&method=unit_name"
RESET = "/accounts/password/reset/"
PAGE = "account_reset_password"
CHANGE = f"{LOG_IN}account-change/"
WRONG = "Wrong-2026"
BACK = "ROLLBACK "  # TO SAVEPOINT: one statement more where a row is written and taken back


@dataclass
class Way:
    """One way of asking: with what somebody has, and with what nobody has."""

    page: str
    known: Callable[[], dict[str, str]]
    unknown: dict[str, str]
    rest: dict[str, str]
    """What is typed besides, the same for both."""


def clerk_named_admin() -> dict[str, str]:
    clerk = make_clerk(make_unit(name="苏州沧浪仪器有限公司"))
    Membership.objects.filter(user=clerk).update(login_name="admin")
    return {"unit_name": "苏州沧浪仪器有限公司", "login": "admin"}


def clerk_by_user_name() -> dict[str, str]:
    clerk = make_clerk(make_unit(name="苏州沧浪仪器有限公司"))
    return {"unit_name": "苏州沧浪仪器有限公司", "login": clerk.username}


def waiting_for_activation() -> dict[str, str]:
    typed = clerk_named_admin()
    user = Membership.objects.get(login_name="admin").user
    user.set_unusable_password()
    user.save()
    return typed


def with_grants(count: int) -> dict[str, str]:
    """A person who may act for so many units, with a 经办密码 of its own for each."""
    person = make_identified_person()
    for number in range(count):
        clerk = make_clerk()
        unit = clerk.memberships.get().unit
        grant = operators.grant(unit.pk, wanted(person), clerk)
        handling.confirm(grant.pk, person)
        show_face(person)
        handling.set_handling_password(grant.pk, f"Banshi-{number}-2026!", person)
    return {"login": person.phone or ""}


def with_pending_grant() -> dict[str, str]:
    clerk = make_clerk()
    return {"login": granted(clerk.memberships.get().unit, clerk).user.id_doc_number}


_address = count(1)
PASSWORD_TYPED = {"password": WRONG}
NOBODY = {"login": "nobody"}
NOWHERE = {"unit_name": "苏州没有有限公司", "login": "admin"}
NO_PHONE = {"login": "13900009999"}
STRANGER = {"kind": "person", "phone": "13900009999"}


def reset_of(**fields: Any) -> Callable[[], dict[str, str]]:
    return lambda: {"kind": "person", "phone": make_person(**fields).phone or ""}


def login_of(make: Callable[..., User], name: str, **fields: Any) -> Callable[[], dict[str, str]]:
    return lambda: {"login": str(getattr(make(**fields), name))}


WAYS = {
    "person, user name": Way(LOG_IN, login_of(make_person, "username"), NOBODY, PASSWORD_TYPED),
    "person, phone": Way(LOG_IN, login_of(make_person, "phone"), NO_PHONE, PASSWORD_TYPED),
    "person, closed": Way(
        LOG_IN, login_of(make_person, "username", is_active=False), NOBODY, {"password": PASSWORD}
    ),
    "person, of another kind": Way(
        LOG_IN, login_of(make_clerk, "username"), NOBODY, {"password": PASSWORD}
    ),
    "person, earlier system": Way(
        LOG_IN, login_of(make_person, "phone", must_use_network=True), NO_PHONE, PASSWORD_TYPED
    ),
    "company, user name": Way(
        f"{LOG_IN}?kind=enterprise", login_of(make_clerk, "username"), NOBODY, PASSWORD_TYPED
    ),
    "company, name in the unit": Way(BY_UNIT, clerk_named_admin, NOWHERE, PASSWORD_TYPED),
    "company, name of its own": Way(BY_UNIT, clerk_by_user_name, NOWHERE, PASSWORD_TYPED),
    "company, not activated": Way(BY_UNIT, waiting_for_activation, NOWHERE, PASSWORD_TYPED),
    "staff": Way(
        f"{LOG_IN}staff/",
        lambda: {"login": make_staff("auditor").username},
        NOBODY,
        PASSWORD_TYPED,
    ),
    "operator": Way(f"{LOG_IN}operator/", lambda: with_grants(1), NO_PHONE, PASSWORD_TYPED),
    "operator of three": Way(
        f"{LOG_IN}operator/", lambda: with_grants(3), NO_PHONE, PASSWORD_TYPED
    ),
    "operator, pending": Way(f"{LOG_IN}operator/", with_pending_grant, NOBODY, PASSWORD_TYPED),
    "operator, no grant": Way(
        f"{LOG_IN}operator/", login_of(make_person, "phone"), NO_PHONE, PASSWORD_TYPED
    ),
    "reset, asking for a code": Way(RESET, reset_of(), STRANGER, {"send_code": "1"}),
    "reset, closed account": Way(RESET, reset_of(is_active=False), STRANGER, {"send_code": "1"}),
    "reset, wrong code": Way(RESET, reset_of(), STRANGER, {"code": "000000", "password": PASSWORD}),
    "progress of a change": Way(
        f"{CHANGE}progress/",
        lambda: {"phone": make_clerk().phone or ""},
        {"phone": "13900009999"},
        {},
    ),
}


@pytest.fixture(autouse=True)
def _warm() -> None:
    """What a process asks once and keeps, such as the wording of messages."""
    ask_for_code(
        Client(REMOTE_ADDR="203.0.113.200"), make_person().phone or "", PAGE, kind="person"
    )


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Django's hasher was given."""
    given: list[str] = []
    encode = MD5PasswordHasher.encode

    def watched(self: MD5PasswordHasher, password: str, salt: str) -> str:
        given.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", watched)
    return given


def ask(way: Way, typed: dict[str, str], hashes: list[str], times: int = 1) -> list[Any]:
    """Asks so often, captcha included; what can be seen and what it cost, time for time."""
    client, seen = Client(REMOTE_ADDR=f"203.0.113.{next(_address)}"), []
    page = client.get(way.page).content.decode()
    for _time in range(times):
        answer = captcha_of(page) if 'name="captcha_id"' in page else {}
        hashes.clear()
        with CaptureQueriesContext(connection) as queries:
            response = client.post(way.page, {**typed, **way.rest, **answer})
        page = response.content.decode()
        kinds = Counter(kind_of(query["sql"]) for query in queries)
        del kinds[BACK]
        facts: dict[str, Any] = {
            "status": response.status_code,
            "leads to": response.headers.get("Location"),
            "cookies": sorted(response.cookies),
            "session": sorted(client.session.keys()),
            "page": without_what_was_typed(page, typed),
            "hashes": len(hashes),
            "queries": kinds,
        }
        seen.append(facts)
    return seen


def kind_of(sql: str) -> str:
    """What is done to which table, whatever the values."""
    verb = sql.split(maxsplit=1)[0]
    table = re.search(r'(?:FROM|INTO|UPDATE) "(\w+)"', sql)
    return f"{verb} {table[1] if table else ''}"


def without_what_was_typed(page: str, typed: dict[str, str]) -> str:
    for value in typed.values():
        page = page.replace(value, "TYPED").replace(f"{value[:3]}****{value[-4:]}", "TYPED")
    page = re.sub(r'data-countdown="\d+"', "", page)
    lines = (line for line in page.splitlines() if not re.search("csrf|captcha", line.lower()))
    return "\n".join(line for line in lines if "nonce" not in line)


@pytest.mark.requirement("S0-018")
@pytest.mark.parametrize("name", WAYS)
def test_known_and_unknown_get_the_same_answer_at_the_same_cost(
    name: str, hashes: list[str]
) -> None:
    """Six times: past the captcha, and past the lock."""
    way = WAYS[name]
    times = 1 if "reset" in name else 6
    known = ask(way, way.known(), hashes, times)
    unknown = ask(way, way.unknown, hashes, times)

    for before, now in zip(known, unknown, strict=True):
        for fact, value in before.items():
            assert (fact, now[fact]) == (fact, value)


def test_who_asks_for_a_change_of_account_is_not_told_of_the_unit(hashes: list[str]) -> None:
    """The code of the new phone is hers; whatever she says of the unit, the answer is the same."""
    make_clerk(make_unit(name="苏州沧浪仪器有限公司", uscc=KNOWN.uscc))
    seen = []
    for phone, code in (("13912340001", KNOWN.uscc), ("13912340002", uscc())):
        client = Client(REMOTE_ADDR=f"203.0.113.{next(_address)}")
        sent = ask_for_code(client, phone, "account_change")
        typed = {"unit_name": "苏州沧浪仪器有限公司", "uscc": code, "old_account": "clerk1"}
        typed |= {"kind": "enterprise", "contact_name": "祝允明", "phone": phone, "code": sent}
        typed |= {"password1": PASSWORD, "password2": PASSWORD}
        hashes.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.post(CHANGE, {**typed, "proof": png()})
        assert answer.headers["Location"] == f"{CHANGE}filed/", answer.content.decode()
        seen.append((len(hashes), Counter(kind_of(query["sql"]) for query in queries)))

    assert seen[0] == seen[1]


def test_a_certificate_that_does_not_count_is_answered_alike() -> None:
    """Whether its unit has an account is told to the holder of its key only."""
    answers = []
    for has_account in (False, True):
        if has_account:
            make_clerk(make_unit(uscc=KNOWN.uscc, name=KNOWN.name))
        client = Client()
        challenge(client)
        answer = client.post("/certificate/answer/", signed("known", "another text"))
        answers.append((answer.status_code, without_what_was_typed(answer.content.decode(), {})))

    assert answers[0] == answers[1]
    assert answers[0][0] == 403
