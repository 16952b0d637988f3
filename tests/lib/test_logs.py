"""What an error leaves in the log."""

import logging

import pytest
from django.db import IntegrityError

from accounts.models import Unit
from portal.lib.logs import Formatter
from tests.factories import make_unit

pytestmark = pytest.mark.django_db


def test_a_row_that_the_database_refused_is_not_logged() -> None:
    unit = make_unit(address="苏州\n\n平江", contact_name="杜希土")
    with pytest.raises(IntegrityError, match="杜希土") as refused:
        Unit.objects.filter(pk=unit.pk).update(name=None)
    told = logged(refused.value, f"Task raised {refused.value!r}")
    assert told.count('null value in column "name"') == 3  # message, driver, Django
    assert __file__ in told
    assert "杜希土" not in told
    assert "平江" not in told


def test_other_errors_keep_their_words() -> None:
    with pytest.raises(LookupError) as found:
        raise LookupError("no such stage")
    assert "LookupError: no such stage" in logged(found.value)


def logged(error: BaseException, message: str = "gone") -> str:
    told = (type(error), error, error.__traceback__)
    return Formatter().format(logging.LogRecord("x", logging.ERROR, "x", 1, message, None, told))
