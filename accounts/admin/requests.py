"""The page on which staff read a request, look at its proof, and decide."""

from abc import ABCMeta, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import MediaDefiningClass
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.views.decorators.http import require_POST

from accounts.actions.audit import record
from accounts.admin.roles import StaffRoleAdmin
from accounts.forms.requests import DecisionForm
from accounts.models import StoredFile, User
from accounts.models.request import ReviewedRequest
from accounts.views.access import signed_in
from accounts.views.files import send_file
from portal.lib.client import client_address
from portal.lib.refusals import Refused

Text = str | Promise
Request = TypeVar("Request", bound=ReviewedRequest)
#: Request, opinion, who decides, from where.
Action = Callable[[int, str, User, str | None], object]


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the request. `passed`: a check beside it, None where nothing is compared."""

    label: Text
    value: Text
    passed: bool | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """A button: what it says, what it does, what is said afterwards."""

    label: Text
    action: Action
    done: Text


class AbstractAdmin(ABCMeta, MediaDefiningClass):
    """Of an admin with abstract methods: one that leaves them out cannot be registered."""


class ReviewedRequestAdmin(StaffRoleAdmin, Generic[Request], metaclass=AbstractAdmin):
    """Scope `get_queryset` to what the member of staff may judge: everything else is not found."""

    approval: ClassVar[Decision]
    refusal: ClassVar[Decision]
    advice: ClassVar[Text] = ""
    decide_template: ClassVar[str] = "admin/accounts/request/decide.html"

    @abstractmethod
    def facts(self, request: Request) -> Sequence[Fact]:
        """What the page tells of a request, masked."""

    def more_context(self, asked: Request) -> dict[str, Any]:
        """What a `decide_template` of its own shows beside."""
        return {}

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, self.opts.model_name
        urls: list[URLPattern] = [
            path("<int:pk>/approve/", view(require_POST(self.approve)), name=f"{name}_approve"),
            path("<int:pk>/refuse/", view(require_POST(self.refuse)), name=f"{name}_refuse"),
            path("<int:pk>/proof/<int:proof>/", view(self.proof), name=f"{name}_proof"),
            *super().get_urls(),
        ]
        return urls

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        self._check_permission(request)
        found = self.get_object(request, object_id)
        if found is None:
            raise Http404
        return self._page(request, found, DecisionForm())

    def approve(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, self.approval)

    def refuse(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._decide(request, pk, self.refusal)

    def proof(self, request: HttpRequest, pk: int, proof: int) -> HttpResponseBase:
        """One proof, shown in the browser."""
        asked = self._find(request, pk)
        found = get_object_or_404(asked.attachments, pk=proof)
        if found.scan != StoredFile.Scan.CLEAN:
            raise Http404
        record(signed_in(request), "view_proof", asked, {"file": proof}, client_address(request))
        return send_file(found)

    def _decide(self, request: HttpRequest, pk: int, decision: Decision) -> HttpResponse:
        asked = self._find(request, pk)
        form = DecisionForm(request.POST)
        if not form.is_valid():
            return self._page(request, asked, form, 422)
        opinion = form.cleaned_data["opinion"]
        try:
            decision.action(pk, opinion, signed_in(request), client_address(request))
        except Refused as refusal:
            form.add_error("opinion", str(refusal))
            return self._page(request, self._find(request, pk), form, 409)
        messages.success(request, str(decision.done))
        return redirect(self._list_url())

    def _find(self, request: HttpRequest, pk: int) -> Any:
        self._check_permission(request)
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def _check_permission(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _list_url(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _page(
        self,
        request: HttpRequest,
        asked: Any,
        form: DecisionForm,
        status: int = 200,
        **more: Any,
    ) -> HttpResponse:
        name = self.opts.model_name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"{self.opts.verbose_name} {asked.number}",
            "asked": asked,
            "facts": self.facts(asked),
            "proofs": [
                (proof, reverse(f"admin:{name}_proof", args=[asked.pk, proof.pk]))
                for proof in asked.attachments.all()
            ],
            "form": form,
            "approve_url": reverse(f"admin:{name}_approve", args=[asked.pk]),
            "refuse_url": reverse(f"admin:{name}_refuse", args=[asked.pk]),
            "approval": self.approval,
            "refusal": self.refusal,
            "advice": self.advice,
        }
        context |= self.more_context(asked) | more
        return TemplateResponse(request, self.decide_template, context, status=status)
