"""The guards see what they are there to see, and nothing else."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.test import RequestFactory

from tests.guards import ReadOnlyGetMiddleware, UnknownVariable


def rename(request: HttpRequest) -> HttpResponse:
    get_user_model().objects.update(full_name="新名")
    return HttpResponse()


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["get", "head"])
def test_a_page_that_writes_fails(rf: RequestFactory, method: str) -> None:
    with pytest.raises(AssertionError, match="A GET request writes: UPDATE"):
        ReadOnlyGetMiddleware(rename)(getattr(rf, method)("/"))


@pytest.mark.django_db
def test_a_form_may_write(rf: RequestFactory) -> None:
    assert ReadOnlyGetMiddleware(rename)(rf.post("/")).status_code == 200


def render(folder: Path, source: str) -> str:
    (folder / "page.html").write_text(source)
    engine = Engine(dirs=[str(folder)], string_if_invalid=UnknownVariable())
    return engine.get_template("page.html").render(Context({"known": "A"}))


def test_an_unknown_variable_of_ours_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = tmp_path / "templates"
    ours.mkdir()
    monkeypatch.setattr(settings, "BASE_DIR", tmp_path)

    assert render(ours, '{{ known }}{% if unknown %}B{% endif %}{{ unknown|default:"C" }}') == "AC"
    with pytest.raises(AssertionError, match=r"page.html knows no variable unknown"):
        render(ours, "{{ unknown }}")


def test_an_unknown_variable_of_a_library_is_empty(tmp_path: Path) -> None:
    assert render(tmp_path, "{{ known }}{{ unknown }}") == "A"
