"""Who works at the desk in these tests."""

import pytest
from django.test import Client

from accounts.actions.second_factor import enrol_totp, new_secret
from accounts.models import User
from programs.models import Application
from reviews.models import Payment
from tests.factories import (
    approve,
    city_office,
    district_office,
    draft_person_application,
    make_reviewer,
    make_staff,
    submit,
    submitted_unit,
)
from tests.factories.disbursement import hired, hiring_unit

from .paying import started


@pytest.fixture
def reviewer() -> User:
    """A reviewer of 姑苏区."""
    return make_reviewer(district_office())


@pytest.fixture
def city_reviewer() -> User:
    return make_reviewer(city_office())


def signed_in(user: User) -> Client:
    """A browser in which a member of staff has signed in, second factor and all."""
    enrol_totp(user, new_secret())
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(reviewer: User) -> Client:
    """The district reviewer's browser."""
    return signed_in(reviewer)


@pytest.fixture
def person() -> Application:
    """A person's application in district review."""
    return submit(draft_person_application(submitted_unit()))


@pytest.fixture
def finance() -> User:
    return make_staff("finance", city_office("finance_bureau"))


@pytest.fixture
def granted() -> list[Application]:
    """Two people of one unit, 30 000 and 45 000 yuan."""
    unit_part = hiring_unit()
    first = approve(hired(unit_part))
    return [first, approve(hired(unit_part, name="文徵明", recruiting_fee="90000.00"))]


@pytest.fixture
def payment(granted: list[Application], finance: User) -> Payment:
    return started(granted[0].call, finance)
