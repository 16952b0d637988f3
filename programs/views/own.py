"""What a person files for herself: the list of one programme, a new application, taking it back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.views.access import signed_in
from portal.lib.client import client_address
from portal.lib.paging import paginate
from programs.actions.drafts import start_own_application
from programs.continuing import last_of_person
from programs.queries.documents import certificates_of
from programs.queries.filing import (
    can_begin,
    filed_by_person,
    get_own_program,
    latest_call,
    latest_call_or_none,
)
from programs.states import Action
from programs.units import find_units, selected_unit
from programs.views.access import (
    asks_to_read,
    for_persons,
    get_editable_for,
    is_identified,
    to_guide,
    to_identity_check,
)
from programs.views.frames import person_frame, person_menu
from programs.workflow import Refused, move

PER_PAGE = 20
KEYWORD_LENGTH = 40


@for_persons
@require_safe
def own(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything that the person has filed in a programme, and【增加申请】."""
    program = get_own_program(slug)
    call = latest_call_or_none(slug)
    person = signed_in(request)
    if call and not is_identified(person, call.definition):
        return to_identity_check(request)
    context = person_frame(program, call, person) | {
        "page": paginate(request, filed_by_person(person.pk, slug), PER_PAGE),
        "can_begin": call is not None and can_begin(call, person.pk),
        "last_year": last_of_person(call, person) if call else None,
    }
    return render(request, "programs/own.html", context)


@for_persons
@require_POST
def begin(request: HttpRequest, slug: str) -> HttpResponse:
    """【增加申请】: a draft with everything that the portal knows of the person, opened."""
    get_own_program(slug)
    call, person = latest_call(slug), signed_in(request)
    if not is_identified(person, call.definition):
        return to_identity_check(request)
    if not call.is_open():
        raise Refused(_("本项目当前不在申报时间内，暂不能新增申请。"))
    if asks_to_read(request, call):
        return to_guide(request, call)
    return redirect("programs:application", start_own_application(call, person).number)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """【编辑】 of what waits for the unit: back to the person, as long as it is not reported up."""
    found = get_editable_for(request, number)
    move(found.pk, Action.WITHDRAW, signed_in(request), address=client_address(request))
    messages.success(request, _("已撤回，修改后请重新提交给单位。"))
    return redirect("programs:application", number)


@for_persons
@require_safe
def units(request: HttpRequest, key: str) -> HttpResponse:
    """The registered units that a keyword finds, to be selected in the field `key`."""
    text = request.GET.get(f"{key}-q", "")[:KEYWORD_LENGTH]
    context = {
        "key": key,
        "found": find_units(text),
        "text": text.strip(),
        "selected": selected_unit(request.GET.get(key)),
    }
    return render(request, "programs/form/units.html", context)


@for_persons
@require_safe
def certificates(request: HttpRequest) -> HttpResponse:
    """我的证书: the certificates and notices that were issued to the person."""
    person = signed_in(request)
    context = {
        **person_menu("certificates"),
        "party_name": str(person),
        "page": paginate(request, certificates_of(person.pk), PER_PAGE),
        "crumbs": [(_("我的证书"), "")],
    }
    return render(request, "programs/certificates.html", context)
