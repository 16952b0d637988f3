"""The figures of a call, those of the call before, and whether somebody has filed upon them."""

from programs.definitions.figures import Parameters
from programs.models import Call, Program, ProgramVersion


def newest_loaded(program: Program) -> ProgramVersion:
    """The newest version that was loaded from the definition's file."""
    return program.versions.filter(origin=None).order_by("-number")[0]


def figures_to_begin_with(call: Call) -> Parameters | None:
    """Its own; else what another version of the programme says of the year; else last year's."""
    if own := call.figures:
        return own
    for version in call.program.versions.order_by("-number"):
        if found := version.definition.parameters.get(str(call.year)):
            return found
    earlier = earlier_figures(call)
    return earlier[1] if earlier else None


def earlier_figures(call: Call) -> tuple[int, Parameters] | None:
    """The year and the figures of the call before; without one, of the definition's year before."""
    calls = Call.objects.filter(program=call.program_id, year__lt=call.year).order_by("-year")
    before = calls.select_related("version").first()
    if before and before.figures:
        return before.year, before.figures
    years = call.definition.parameters
    known = [int(year) for year in years if int(year) < call.year]
    return (max(known), years[str(max(known))]) if known else None


def is_filed_upon(call: Call) -> bool:
    """Whether something was submitted with the figures that stand."""
    return call.applications.filter(submitted_at__isnull=False).exists()
