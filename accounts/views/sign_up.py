"""Registration pages."""

from collections.abc import Mapping
from typing import Any

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.actions.codes import WrongCode
from accounts.actions.sign_up import (
    PURPOSE,
    PersonSignUp,
    Taken,
    UnitSignUp,
    ask_to_join,
    holder_of,
    register_person,
    register_unit,
)
from accounts.actions.stash import find_stashed, stash
from accounts.forms.sign_up import PersonSignUpForm, UnitSignUpForm, UserNameForm
from accounts.models import StashedUpload, UnitAttachment, User
from accounts.views.codes import CodePart, answer_send, code_part
from portal.lib.client import client_address

CERTIFICATE = UnitAttachment.Slot.USCC_CERTIFICATE


@sensitive_post_parameters("password1", "password2")
@never_cache
def sign_up_unit(request: HttpRequest) -> HttpResponse:
    """企业注册."""
    if request.user.is_authenticated:
        return redirect("home")
    if request.method != "POST":
        return _show_unit(request, UnitSignUpForm())
    kept = find_stashed(request.session, CERTIFICATE)
    form = UnitSignUpForm(request.POST, request.FILES, has_certificate=kept is not None)
    valid = form.is_valid()
    if form.cleaned_data.get("certificate"):
        kept = stash(request.session, CERTIFICATE, form.cleaned_data["certificate"])
    if "send_code" in request.POST:
        part = answer_send(request, PURPOSE)
        return _show_unit(request, _as_typed(UnitSignUpForm, request), part, kept)
    if valid and kept and (done := _register_unit(request, form, kept)):
        return done
    return _show_unit(request, form, kept=kept)


@sensitive_post_parameters("password1", "password2")
@never_cache
def sign_up_person(request: HttpRequest) -> HttpResponse:
    """个人注册."""
    if request.user.is_authenticated:
        return redirect("home")
    if request.method != "POST":
        return _show_person(request, PersonSignUpForm())
    if "send_code" in request.POST:
        part = answer_send(request, PURPOSE)
        return _show_person(request, _as_typed(PersonSignUpForm, request), part)
    form = PersonSignUpForm(request.POST)
    if form.is_valid() and (done := _register_person(request, form)):
        return done
    return _show_person(request, form)


@require_POST
def check_user_name(request: HttpRequest) -> HttpResponse:
    """Whether the user name just typed can be had; the field again, for htmx."""
    if not ratelimit.consume(request, action="check_user_name"):
        return HttpResponse(status=204)
    form = UserNameForm(request.POST)
    status = 200 if form.is_valid() else 422
    return render(request, "accounts/sign_up_user_name.html", {"form": form}, status=status)


def _register_unit(
    request: HttpRequest, form: UnitSignUpForm, kept: StashedUpload
) -> HttpResponse | None:
    data = form.cleaned_data
    sign_up = UnitSignUp(
        username=data["username"],
        unit_name=data["unit_name"],
        district=data["district"],
        uscc=data["uscc"],
        phone=data["phone"],
        code=data["code"],
        password=data["password1"],
    )
    try:
        if request.POST.get("intent") == "join" and holder_of(sign_up.uscc):
            ask_to_join(sign_up, client_address(request))
            messages.success(request, _("注册成功，加入申请已提交给该单位的管理员。"))
        else:
            register_unit(sign_up, kept, client_address(request))
            messages.success(request, _("注册成功"))
    except WrongCode as error:
        form.add_error("code", str(error))
    except Taken as taken:
        _explain(form, taken.field, User.Kind.ENTERPRISE)
    else:
        return _to_log_in(User.Kind.ENTERPRISE)
    return None


def _register_person(request: HttpRequest, form: PersonSignUpForm) -> HttpResponse | None:
    data = form.cleaned_data
    sign_up = PersonSignUp(
        id_doc_type=data["id_doc_type"],
        id_doc_number=data["id_doc_number"],
        full_name=data["full_name"],
        phone=data["phone"],
        code=data["code"],
        password=data["password1"],
    )
    try:
        register_person(sign_up, client_address(request))
    except WrongCode as error:
        form.add_error("code", str(error))
    except Taken as taken:
        _explain(form, taken.field, User.Kind.PERSON)
    else:
        messages.success(request, _("注册成功"))
        return _to_log_in(User.Kind.PERSON)
    return None


def _explain(form: forms.Form, field: str, kind: str) -> None:
    """Says at the field what is taken, and the way out."""
    if field == "uscc":
        form.add_error("uscc", _taken_unit(holder_of(form.cleaned_data["uscc"])))
    elif field == "username":
        form.add_error("username", _("该用户名已被使用，请换一个。"))
    elif kind == User.Kind.PERSON:
        text = _("该证件号码已注册。") if field == "id_doc_number" else _("该手机号已注册。")
        way_out = _("如非本人注册，请提交用户申诉")
        link = format_html('{}<a href="{}">{}</a>', text, reverse("appeal"), way_out)
        form.add_error(field, link)
    else:
        form.add_error(field, _("该手机号已注册企业账号，请直接登录或重置密码。"))


def _taken_unit(holder: str) -> ValidationError:
    """Names the existing account, masked; without one there is nobody to ask to be let in."""
    if not holder:
        return ValidationError(_("该单位已注册，目前没有管理员账号，请办理账号变更。"), "orphaned")
    sentence = _("该单位已注册，管理员账号为 %(holder)s。一个单位只能注册一次。")
    return ValidationError(sentence, "taken", {"holder": holder})


def _as_typed(form: type[forms.Form], request: HttpRequest) -> Any:
    """The form as somebody left it, not judged yet: only the code was asked for."""
    return form(initial=request.POST.dict())


def _to_log_in(kind: str) -> HttpResponse:
    return redirect(f"{reverse('account_login')}?kind={kind}")


def _show_unit(
    request: HttpRequest,
    form: UnitSignUpForm,
    part: CodePart | None = None,
    kept: StashedUpload | None = None,
) -> HttpResponse:
    kept = kept or find_stashed(request.session, CERTIFICATE)
    # Whoever asks to join and must correct something first keeps the way out in sight.
    orphaned = form.has_error("uscc", "orphaned")
    asked = request.POST.get("intent") == "join" and not orphaned
    can_join = form.has_error("uscc", "taken") or asked
    is_taken = can_join or orphaned
    extra = {"kept": kept, "can_join": can_join, "is_taken": is_taken}
    return _show(request, "accounts/sign_up_unit.html", form, part, extra)


def _show_person(
    request: HttpRequest, form: PersonSignUpForm, part: CodePart | None = None
) -> HttpResponse:
    return _show(request, "accounts/sign_up_person.html", form, part, {})


def _show(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    part: CodePart | None,
    extra: Mapping[str, Any],
) -> HttpResponse:
    part = part or code_part(request, PURPOSE, form)
    context = {"form": form, "part": part, **extra}
    status = 422 if form.errors else part.status
    return render(request, template, context, status=status)
