"""What a call gives out to be downloaded."""

from django.db.models import QuerySet
from django.http import Http404

from programs.definitions.forms import Slot
from programs.models import Call, CallFile


def template_slots(call: Call) -> dict[str, Slot]:
    """Where a template may be put: "part:slot" → the slot."""
    definition = call.definition
    forms = (("unit", definition.unit), ("person", definition.person))
    return {f"{part}:{slot.key}": slot for part, form in forms if form for slot in form.slots}


def template_of(call: Call, part: str, slot: str) -> CallFile | None:
    """The managers' own template of a slot, which takes the place of the one that we draw."""
    return call.files.filter(part=part, slot=slot).first()


def slots_with_template(call: Call, part: str) -> frozenset[str]:
    """The slots of a part for which managers give out a template of their own."""
    return frozenset(call.files.filter(part=part).values_list("slot", flat=True))


def notice_files(call: Call) -> QuerySet[CallFile]:
    return call.files.filter(slot="")


def templates_of(call: Call) -> list[tuple[str, CallFile]]:
    """The managers' templates with the names of their slots, in the order of the forms."""
    by_place = {each.place: each for each in call.files.exclude(slot="")}
    slots = template_slots(call)
    return [(str(slot.label), by_place[at]) for at, slot in slots.items() if at in by_place]


def get_public_file(slug: str, year: int, pk: int) -> CallFile:
    """A file of a published call; Http404 for any other."""
    files = CallFile.objects.filter(
        call__program__slug=slug, call__year=year, call__published_at__isnull=False
    )
    found = files.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
