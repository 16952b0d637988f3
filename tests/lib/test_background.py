"""Waking a task that carries out whatever rows wait."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from portal.celery import app
from portal.lib.background import wake_on_commit

pytestmark = pytest.mark.django_db
Commit = Callable[..., AbstractContextManager[list[Any]]]


@pytest.fixture
def commit(django_capture_on_commit_callbacks: Commit) -> Commit:
    app.control.purge()
    return django_capture_on_commit_callbacks


def enqueued() -> int:
    return int(app.control.purge())


def test_many_commits_within_a_moment_wake_it_once(commit: Commit) -> None:
    for _ in range(3):
        with commit(execute=True):
            wake_on_commit("nothing.once")
    assert enqueued() == 1


def test_who_has_just_woken_it_need_not_ask(commit: Commit) -> None:
    for _ in range(3):
        with commit(execute=True):
            wake_on_commit("nothing.unasked")
        cache.clear()
    assert enqueued() == 1


def test_one_task_that_is_awake_keeps_no_other_asleep(commit: Commit) -> None:
    with commit(execute=True):
        wake_on_commit("nothing.here")
        wake_on_commit("nothing.there")
    assert enqueued() == 2


def test_what_another_process_has_woken_is_asked_about_each_time(commit: Commit) -> None:
    cache.add("woken:nothing.elsewhere", True, 60)
    with commit(execute=True):
        wake_on_commit("nothing.elsewhere")
    assert enqueued() == 0
    cache.clear()
    with commit(execute=True):
        wake_on_commit("nothing.elsewhere")
    assert enqueued() == 1


def test_once_the_moment_is_over_it_is_woken_again(
    commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.lib.background.WAKING", 0)
    for _ in range(2):
        with commit(execute=True):
            wake_on_commit("nothing.again")
    assert enqueued() == 2


def test_a_change_that_is_rolled_back_wakes_nothing(commit: Commit) -> None:
    with commit(execute=True), transaction.atomic():
        wake_on_commit("nothing.rolled_back")
        transaction.set_rollback(True)
    assert enqueued() == 0
