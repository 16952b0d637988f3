"""Two people register the same thing in the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.actions.codes import send_code, use_code
from accounts.models import Delivery, Membership, Unit, UnitAttachment, User
from portal.lib.refusals import RateLimited

from .getting_in import ask_for_code, last_code, person_fields, unit_fields

pytestmark = pytest.mark.django_db(transaction=True)

UNIT, PERSON = "/accounts/sign-up/unit/", "/accounts/sign-up/person/"
PHONES = ("13912340011", "13912340022", "13912340033", "13912340044")


def together(tasks: list[Callable[[], Any]]) -> list[Any]:
    """Runs the tasks at the same moment, each on its own connection; results or exceptions."""
    start = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        try:
            start.wait()
            return task()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_parallel_threads_see_their_failures() -> None:
    assert isinstance(together([lambda: 1 // 0])[0], ZeroDivisionError)


@pytest.mark.requirement("S0-001")
@pytest.mark.requirement("X-012")
def test_one_of_four_registrations_of_a_company_wins_and_the_others_leave_nothing() -> None:
    uscc = unit_fields()["uscc"]
    tasks = [
        _registration(
            "/accounts/sign-up/unit/", unit_fields, phone, uscc=uscc, username=f"hr_{phone}"
        )
        for phone in PHONES
    ]

    statuses = together(tasks)

    assert sorted(statuses) == [302, 422, 422, 422]
    assert (Unit.objects.count(), User.objects.count()) == (1, 1)
    assert (Membership.objects.count(), UnitAttachment.objects.count()) == (1, 1)


def test_one_of_four_registrations_of_a_user_name_wins() -> None:
    tasks = [_registration(UNIT, unit_fields, phone, username="hr_same") for phone in PHONES]

    assert sorted(together(tasks)) == [302, 422, 422, 422]
    assert (Unit.objects.count(), User.objects.count()) == (1, 1)


@pytest.mark.requirement("S2-015")
def test_one_of_four_registrations_of_a_document_wins() -> None:
    number = person_fields()["id_doc_number"]
    tasks = [_registration(PERSON, person_fields, phone, id_doc_number=number) for phone in PHONES]

    assert sorted(together(tasks)) == [302, 422, 422, 422]
    assert User.objects.count() == 1


@pytest.mark.requirement("S2-011")
def test_of_four_requests_for_a_code_one_is_sent() -> None:
    results = together([lambda: send_code(PHONES[0], "sign_up", "203.0.113.7")] * 4)

    assert sorted(type(result).__name__ for result in results) == [
        "NoneType",
        *[RateLimited.__name__] * 3,
    ]
    assert Delivery.objects.count() == 1


@pytest.mark.requirement("S0-011")
def test_a_code_sent_four_times_at_once_is_used_once() -> None:
    send_code(PHONES[0], "sign_up", "203.0.113.7")
    code = last_code(PHONES[0])

    results = together([lambda: use_code(PHONES[0], "sign_up", code)] * 4)

    assert [type(result).__name__ for result in results].count("NoneType") == 1


def _registration(
    url: str, fields_for: Callable[..., dict[str, Any]], phone: str, **changes: Any
) -> Callable[[], int]:
    """A visitor with a code in hand, about to press 注册."""
    client = Client()
    fields = fields_for(phone=phone, code=ask_for_code(client, phone), **changes)
    return lambda: client.post(url, fields).status_code
