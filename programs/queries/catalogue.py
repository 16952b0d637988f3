"""The programmes that the public catalogue lists."""

from django.db.models import Case, IntegerField, QuerySet, Value, When

from programs.models import Call, Program


def published_calls() -> QuerySet[Call]:
    """The calls that anybody but their managers may see."""
    return Call.objects.filter(published_at__isnull=False)


def listed_calls(group: str = "", text: str = "") -> QuerySet[Call]:
    """The newest call of each listed programme, in the order of the groups.

    `group` and `text`, where given, leave only one group and names that contain the text, in
    either language.
    """
    newest = (
        published_calls()
        .filter(program__is_listed=True)
        .order_by("program_id", "-year")
        .distinct("program_id")
        .values("pk")
    )
    calls = Call.objects.filter(pk__in=newest).select_related("program", "version")
    if group:
        calls = calls.filter(program__group=group)
    if text:
        calls = calls.filter(program__name__icontains=text) | calls.filter(
            program__name_en__icontains=text
        )
    return calls.order_by(_position_of_group(), "program__subgroup", "program__position", "pk")


def _position_of_group() -> Case:
    order = [When(program__group=g, then=Value(i)) for i, g in enumerate(Program.Group.values)]
    return Case(*order, default=Value(len(order)), output_field=IntegerField())
