"""Titles of stages. They stand in immutable versions, so each version is read once per process."""

from collections.abc import Iterable

from programs.definitions.base import Text
from programs.models import Call, ProgramVersion

_routes: dict[int, dict[str, Text]] = {}


def routes(version_ids: Iterable[int]) -> dict[int, dict[str, Text]]:
    """Stage key → title, for each of these versions."""
    wanted = set(version_ids)
    if missing := wanted - _routes.keys():
        for version in ProgramVersion.objects.filter(pk__in=missing):
            _routes[version.pk] = {stage.key: stage.title for stage in version.definition.stages}
    return {pk: _routes[pk] for pk in wanted if pk in _routes}


def stages_in_use() -> dict[str, Text]:
    """Every stage that an application of some call can be in."""
    titles: dict[str, Text] = {}
    for route in routes(Call.objects.values_list("version_id", flat=True).distinct()).values():
        titles.update(route)
    return titles
