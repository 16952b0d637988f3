"""The audit log speaks the auditor's language, whatever was done."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.actions.audit import record
from accounts.audit_labels import ACTIONS
from accounts.models import StaffPosition
from tests.cast import signed_in
from tests.factories import make_clerk, make_staff, make_unit

APPS = ("accounts", "programs", "reviews")
PAGE = "/admin/accounts/auditentry/"


def recorded() -> Iterator[str]:
    """What the sources write down, where they name it in place."""
    for app in APPS:
        for path in (Path(settings.BASE_DIR) / app).rglob("*.py"):
            for function in ast.walk(ast.parse(path.read_text())):
                if isinstance(function, ast.FunctionDef):
                    yield from recorded_in(function)


def recorded_in(function: ast.FunctionDef) -> Iterator[str]:
    """Actions that stand in the call itself, or in what its variable was given just before."""
    given = {
        target.id: node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(function):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") != "record":
            continue
        named = node.args[1] if len(node.args) > 1 else None
        if isinstance(named, ast.Name) and isinstance(given.get(named.id), ast.IfExp):
            named = given[named.id]
        choices = (named.body, named.orelse) if isinstance(named, ast.IfExp) else (named,)
        yield from (str(each.value) for each in choices if isinstance(each, ast.Constant))


def test_every_action_has_words() -> None:
    actions = set(recorded())
    assert {"grant_membership", "confirm_qr_log_in"} <= actions
    assert actions - set(ACTIONS) == set()


@pytest.mark.django_db
def test_the_list_and_its_filters_show_them() -> None:
    clerk = make_clerk()
    record(clerk, "begin_acting", clerk)
    auditor = signed_in(make_staff(StaffPosition.Role.AUDITOR))

    page = auditor.get("/admin/accounts/auditentry/").content.decode()

    assert "开始代表单位办事" in page
    assert ">begin_acting<" not in page
    assert ">用户<" in page
    assert ">user<" not in page


@pytest.mark.django_db
def test_the_filters_narrow_the_list_and_do_not_read_the_table_to_be_drawn() -> None:
    clerk, unit = make_clerk(), make_unit()
    record(clerk, "begin_acting", clerk)
    record(clerk, "name_liaison", unit)
    auditor = signed_in(make_staff(StaffPosition.Role.AUDITOR))

    with CaptureQueriesContext(connection) as queries:
        answer = auditor.get(f"{PAGE}?action=name_liaison&subject_type=unit")

    assert [entry.action for entry in answer.context["cl"].result_list] == ["name_liaison"]
    page = answer.content.decode()
    assert "action=begin_acting" in page
    assert "action=withdraw_unit_change" in page  # nobody has, yet
    assert "subject_type=application" in page
    assert not [q["sql"] for q in queries if "DISTINCT" in q["sql"]]
