"""人才计划一网申报: all programmes in their groups, and the page of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.views.files import send_file
from portal.lib.language import in_language
from portal.lib.numbering import small_number
from programs.cards import ProgramCard, card_of
from programs.definitions.base import Text
from programs.models import Call, Hotline, Program
from programs.queries.call_files import get_public_file, notice_files, templates_of
from programs.queries.catalogue import listed_calls
from programs.queries.filing import latest_listed_call
from programs.views.access import asks_to_read, reading_by

SEARCH_LENGTH = 40


@dataclass(frozen=True)
class Group:
    """A group of the catalogue: its programmes by subgroup."""

    label: str
    url: str
    subgroups: Sequence[tuple[str, Sequence[ProgramCard]]]


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every listed programme; `group` and `q` narrow the list."""
    group = request.GET.get("group", "")
    group = group if group in Program.Group.values else ""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:SEARCH_LENGTH]
    cards = [card_of(call) for call in listed_calls(group, text)]
    context = {
        "groups": _grouped(cards),
        "filters": [(g.value, g.label, group_url(g.value)) for g in Program.Group],
        "group": group,
        "text": text,
        "total": len(cards),
        "crumbs": _crumbs(group),
    }
    return render(request, "programs/catalogue.html", context)


@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """What a programme gives to whom, how it is filed, and 【我要申报】."""
    return policy_page(
        request, latest_listed_call(slug, small_number(request.GET.get("year", ""), 4))
    )


def policy_page(
    request: HttpRequest, call: Call, refusal: str = "", *, status: int = 200
) -> HttpResponse:
    """The page of one call; `refusal` says why nothing could be started."""
    program, card = call.program, card_of(call)
    context = {
        "call": call,
        "program": program,
        "policy": call.definition.policy,
        "description": _own_text(call.policy, call.policy_en, call.definition.policy.description),
        "notice": _own_text(call.notice, call.notice_en, call.definition.policy.notice),
        "files": notice_files(call),
        "templates": templates_of(call),
        "route": call.definition.route,
        "filed_by": call.definition.filed_by,
        "card": card,
        "period": card.period,
        "hotlines": Hotline.objects.filter(program=program).select_related("district"),
        "crumbs": [*_crumbs_of(call), (str(program), "")],
        "guide": call.definition.guide,
        "asks_to_read": asks_to_read(request, call),
        "reading": reading_by(request, call),
        "refusal": refusal,
    }
    return render(request, "programs/policy.html", context, status=status)


@require_safe
def call_file(request: HttpRequest, slug: str, year: int, pk: int) -> HttpResponseBase:
    """An attachment of the notice, or a template, of a call that is published."""
    return send_file(get_public_file(slug, year, pk))


def group_url(group: str) -> str:
    return f"{reverse('programs:catalogue')}?group={group}"


def _crumbs(group: str, subgroup: str = "") -> list[tuple[str, str]]:
    """人才计划一网申报 › 配套举措 › 人才激励"""
    crumbs = [(_("人才计划一网申报"), reverse("programs:catalogue"))]
    if group:
        crumbs.append((str(Program.Group(group).label), group_url(group)))
    if subgroup:
        crumbs.append((subgroup, group_url(group)))
    return crumbs


def _crumbs_of(call: Call) -> list[tuple[str, str]]:
    """人才服务 › 企业引才, where the definition says so; else as the catalogue is ordered."""
    program, guide = call.program, call.definition.guide
    crumbs = _crumbs(program.group, program.subgroup_label)
    if guide is None or not guide.path:
        return crumbs
    return [(str(step), reverse("programs:catalogue")) for step in guide.path] + crumbs[-1:]


def _grouped(cards: Sequence[ProgramCard]) -> list[Group]:
    groups = []
    for key, members in groupby(cards, key=lambda card: card.group):
        by_subgroup = [
            (name, list(same)) for name, same in groupby(members, key=lambda card: card.subgroup)
        ]
        groups.append(Group(str(Program.Group(key).label), group_url(key), by_subgroup))
    return groups


def _own_text(chinese: str, english: str, defined: Text) -> str:
    """What the managers wrote for this call, else what the definition says."""
    return in_language(chinese, english) or str(defined)
