"""Districts, offices and calls."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.utils import timezone

from accounts.actions.places import load_places
from accounts.models import Business, District, Office
from programs.actions.definitions import load_programs
from programs.models import Call, Program, ProgramVersion

#: What was loaded once in this process: the rows of each model, by its name.
_loaded: dict[str, list[dict[str, Any]]] = {}


def _load(load: Callable[[], Any], *models: type[Model]) -> None:
    """Loads as the portal does, the first time; from then on writes the same rows.

    Half the time of a test would go into reading and checking every definition again.
    """
    if models[-1].__name__ not in _loaded:
        load()
        for model in models:
            _loaded[model.__name__] = list(model._default_manager.values())
        return
    for model in models:
        rows = [model(**row) for row in _loaded[model.__name__]]
        model._default_manager.bulk_create(rows, ignore_conflicts=model is Business)


def district(code: str = "320508") -> District:
    """A district of 苏州; 姑苏区 unless another code is given."""
    if not District.objects.exists():
        _load(lambda: load_places("suzhou"), District, Office)
    return District.objects.get(code=code)


def district_office(code: str = "320508", kind: str = "talent_office") -> Office:
    return Office.objects.get(kind=kind, district=district(code))


def city_office(kind: str = "talent_office") -> Office:
    district()
    return Office.objects.get(kind=kind, district=None)


def open_call(
    year: int = 2026, slug: str = "contribution_award", *, opens_in: int = -30, closes_in: int = 30
) -> Call:
    """The call of a programme and year; open now unless the days from now say otherwise."""
    district()
    if not Program.objects.exists():
        _load(load_programs, Business, Program, ProgramVersion)
    elif not Program.objects.filter(slug=slug).exists():
        load_programs()
    program = Program.objects.get(slug=slug)
    version = program.versions.order_by("-number")[0]
    now = timezone.now()
    call, _created = Call.objects.get_or_create(
        program=program,
        year=year,
        defaults={
            "version": version,
            "opens_at": now + dt.timedelta(days=opens_in),
            "closes_at": now + dt.timedelta(days=closes_in),
        },
    )
    return call
