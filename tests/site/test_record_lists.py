"""The lists of records that only grow: paged by key, at a flat price, and taken out whole."""

from collections.abc import Callable

import pytest
from django.contrib.admin import site
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, Channel, Delivery
from programs.models import Document, Transition
from tests.factories import make_staff, submitted_unit

pytestmark = pytest.mark.django_db


def audit_entries(count: int) -> None:
    AuditEntry.objects.bulk_create(
        AuditEntry(action="update_profile", subject_type="unit") for _ in range(count)
    )


def deliveries(count: int) -> None:
    now = timezone.now()
    Delivery.objects.bulk_create(
        Delivery(channel=Channel.SMS, kind="code", address="13700000001", body="", due_at=now)
        for _ in range(count)
    )


def transitions(count: int) -> None:
    application = submitted_unit()
    actor = application.created_by
    Transition.objects.bulk_create(
        Transition(
            application=application,
            action="submit",
            from_state="draft",
            to_state="pending_review",
            actor=actor,
        )
        for _ in range(count)
    )


def documents(count: int) -> None:
    application = submitted_unit()
    Document.objects.bulk_create(
        Document(
            application=application,
            kind=Document.Kind.AWARD_NOTICE,
            number=f"文 {version}",
            version=version,
            token=f"token-{version}-{application.pk}",
            code=f"code-{version}-{application.pk}",
            state=Document.State.REVOKED,
        )
        for version in range(1, count + 1)
    )


RECORDS: dict[type[Model], Callable[[int], None]] = {
    AuditEntry: audit_entries,
    Delivery: deliveries,
    Document: documents,
    Transition: transitions,
}
each_list = pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)


def list_of(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")


@pytest.fixture
def auditor(client: Client) -> Client:
    """Somebody who may read all of these lists."""
    user = make_staff("auditor")
    user.is_superuser = True
    user.save()
    client.force_login(user)
    return client


@each_list
def test_pages_follow_without_gap_or_repeat(
    auditor: Client, model: type[Model], monkeypatch: pytest.MonkeyPatch
) -> None:
    RECORDS[model](7)
    monkeypatch.setattr(site.get_model_admin(model), "list_per_page", 3)
    expected = set(model._base_manager.values_list("pk", flat=True))
    seen: list[object] = []
    query: str | None = ""
    with CaptureQueriesContext(connection) as queries:
        while query is not None:
            changelist = auditor.get(list_of(model) + query).context["cl"]
            seen += [row.pk for row in changelist.result_list]
            query = changelist.next_link if changelist.page.next else None

    assert (len(seen), set(seen)) == (len(expected), expected)
    assert "OFFSET" not in "".join(query["sql"] for query in queries)
    back = auditor.get(list_of(model) + changelist.previous_link).context["cl"]
    last = len(changelist.result_list)
    assert [row.pk for row in back.result_list] == seen[-3 - last : -last]


@each_list
def test_forty_rows_cost_as_many_queries_as_one(auditor: Client, model: type[Model]) -> None:
    def price() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert auditor.get(list_of(model)).status_code == 200
        return len(queries)

    RECORDS[model](1)
    price()
    few = price()
    RECORDS[model](40)
    assert price() == few


@each_list
def test_a_made_up_cursor_is_refused(auditor: Client, model: type[Model]) -> None:
    assert auditor.get(list_of(model) + "?p=nonsense").status_code == 400


def test_the_log_is_taken_out_whole_from_any_page(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    audit_entries(7)
    monkeypatch.setattr(site.get_model_admin(AuditEntry), "list_per_page", 3)
    second = auditor.get(list_of(AuditEntry)).context["cl"].next_link

    answer = auditor.post(reverse("admin:accounts_auditentry_export", args=["csv"]) + second)

    sheet = b"".join(answer).decode()
    assert sheet.count("update_profile") == 7
