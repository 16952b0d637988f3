"""完善个人信息."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions.person_profile import save_profile
from accounts.forms.person_profile import PersonProfileForm
from accounts.models import PersonProfile
from accounts.person_data import profile_of, told_by_document
from accounts.views.access import for_persons, signed_in
from accounts.views.menu import frame
from portal.lib.client import client_address


@require_http_methods(["GET", "HEAD", "POST"])
@for_persons
def person_profile(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    profile = profile_of(user)
    if request.method != "POST":
        return _page(request, PersonProfileForm(user, instance=profile), profile)
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
    return redirect("person_profile")


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
) -> HttpResponse:
    user = signed_in(request)
    told = told_by_document(user)
    context = {
        **frame(request),
        "form": form,
        "person": user,
        "profile": profile,
        "sex": told[0].label if told else "",
        "birth_date": told[1] if told else None,
    }
    return render(request, "accounts/person/profile.html", context, status=status)
