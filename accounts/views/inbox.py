"""The inbox: what the portal has told somebody."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions.inbox import mark_all_read, mark_read
from accounts.queries import notices_for
from portal.lib.paging import paginate


@require_safe
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything, or with `?unread=1` what has not been read; the newest first."""
    notices = notices_for(request)
    unread = notices.filter(read_at=None)
    only_unread = request.GET.get("unread") == "1"
    context = {
        "page": paginate(request, unread if only_unread else notices),
        "only_unread": only_unread,
        "unread_count": unread.count(),
    }
    return render(request, "accounts/inbox.html", context)


@require_POST
@login_required
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks a notice as read and leads to the page it is about."""
    notice = mark_read(notices_for(request), pk)
    return redirect(notice.link or "inbox")


@require_POST
@login_required
def read_all(request: HttpRequest) -> HttpResponse:
    count = mark_all_read(notices_for(request))
    messages.success(request, _("已将 %(count)s 条消息标为已读。") % {"count": count})
    return redirect("inbox")
