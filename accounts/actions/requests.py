"""What every decision of staff on a request has in common."""

from typing import TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.models.request import ReviewedRequest
from portal.lib.refusals import Refused

Request = TypeVar("Request", bound=ReviewedRequest)


def lock_pending(model: type[Request], request_id: int) -> Request:
    """The request, locked until the transaction ends. Raises Refused when it is decided."""
    request: Request = model._default_manager.select_for_update().get(pk=request_id)
    if not request.is_pending:
        raise Refused(_("该申请已由其他人员处理，请刷新页面查看。"))
    return request


def close(request: ReviewedRequest, state: str, opinion: str, actor: User) -> None:
    """Writes down how it ended, and who ended it. Raises Refused for a refusal without reason."""
    if state == ReviewedRequest.State.REFUSED and not opinion.strip():
        raise Refused(_("不予通过须填写审核意见，将告知申请人。"))
    request.state = state
    request.opinion = opinion.strip()
    request.decided_by = actor
    request.decided_at = timezone.now()
    request.save(update_fields=["state", "opinion", "decided_by", "decided_at"])
