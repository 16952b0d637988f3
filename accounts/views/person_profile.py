"""完善个人信息."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import trigger_client_event

from accounts.actions.person_profile import save_profile
from accounts.forms.person_profile import PersonProfileForm
from accounts.models import PersonProfile
from accounts.person_data import profile_of, told_by_document
from accounts.sealed import seal, unseal
from accounts.views.access import for_persons, signed_in
from accounts.views.menu import frame
from portal.lib.client import client_address

#: What was typed and not yet saved waits in the session under this name.
TYPED = "person_profile_typed"
TYPED_SECONDS = 24 * 3600
LONGEST = 500  # characters of one field


@require_http_methods(["GET", "HEAD", "POST"])
@for_persons
def person_profile(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    profile = profile_of(user)
    if request.method != "POST":
        typed = unseal(request.session, TYPED, TYPED_SECONDS)
        form = PersonProfileForm(user, instance=profile, initial=typed)
        return _page(request, form, profile, was_kept=typed is not None)
    if "discard" in request.POST:
        request.session.pop(TYPED, None)
        return redirect("person_profile")
    if "choose" in request.POST:  # without JavaScript: the next level of the division
        return _page(request, _unchecked(request, profile), profile)
    form = PersonProfileForm(user, request.POST, instance=profile)
    if not form.is_valid():
        # The form has written into its instance; the page shows what is saved.
        return _page(request, form, profile_of(user), status=422)
    if save_profile(user.pk, form.values, client_address(request)):
        messages.success(request, _("个人信息已保存。"))
    else:
        messages.info(request, _("信息没有变化。"))
    request.session.pop(TYPED, None)
    return redirect("person_profile")


@sensitive_post_parameters()
@require_POST
@for_persons
def keep_typed(request: HttpRequest) -> HttpResponse:
    """Autosave: keeps what has been typed until it is saved or the session ends."""
    names = PersonProfileForm(signed_in(request)).fields
    typed = {name: text[:LONGEST] for name, text in request.POST.items() if name in names}
    seal(request.session, TYPED, typed)
    response = HttpResponse(status=204)
    return trigger_client_event(response, "gov:saved", {"at": f"{timezone.localtime():%H:%M}"})


@require_POST
@for_persons
def divisions(request: HttpRequest) -> HttpResponse:
    """The three selects again, filled for what has been chosen."""
    return render(request, "accounts/person/_divisions.html", {"form": _unchecked(request, None)})


def _unchecked(request: HttpRequest, profile: PersonProfile | None) -> PersonProfileForm:
    """The form with what was typed, and no complaints about what is still to come."""
    return PersonProfileForm(signed_in(request), instance=profile, initial=request.POST.dict())


def _page(
    request: HttpRequest,
    form: PersonProfileForm,
    profile: PersonProfile | None,
    *,
    status: int = 200,
    was_kept: bool = False,
) -> HttpResponse:
    user = signed_in(request)
    told = told_by_document(user)
    context = {
        **frame(request),
        "form": form,
        "person": user,
        "profile": profile,
        "was_kept": was_kept,
        "sex": told[0].label if told else "",
        "birth_date": told[1] if told else None,
    }
    return render(request, "accounts/person/profile.html", context, status=status)
