"""Acting for a unit as a person: what the session remembers of it.

A session is opened with one's own password, and may turn to a unit and back; or with a 经办密码
alone, and then it is good for that one membership and nothing else. What is remembered counts only
as long as the membership does, and the 经办密码 has not been changed since.
"""

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import confirmation
from accounts.models import Membership, User
from accounts.rules import standing_memberships

ACTING = "acting"
_SALT = "accounts.acting"


def remember(session: SessionBase, membership: Membership, *, alone: bool) -> None:
    """From the next request on the session acts under the membership.

    `alone`: the session was opened with the 经办密码 and may never be the person's own.
    """
    session[ACTING] = {
        "membership": membership.pk,
        "proof": _proof(membership),
        "alone": alone or is_alone(session),
    }
    confirmation.note(session)


def forget(session: SessionBase) -> None:
    """The session is the person's own again; having given the 经办密码 says nothing there."""
    session.pop(ACTING, None)
    confirmation.forget(session)


def is_acting(session: SessionBase) -> bool:
    return ACTING in session


def is_alone(session: SessionBase) -> bool:
    """Whether the session was opened with a 经办密码."""
    return bool(session.get(ACTING, {}).get("alone"))


def remembered(request: HttpRequest, user: User) -> Membership | None:
    """The membership under which the session acts, None when it is good no more."""
    acting = request.session[ACTING]
    membership = standing_memberships(user).filter(pk=acting["membership"]).first()
    if membership and constant_time_compare(_proof(membership), acting["proof"]):
        return membership
    return None


def _proof(membership: Membership) -> str:
    """Changes with the 经办密码, tells nothing of it."""
    return salted_hmac(_SALT, membership.handling_password, algorithm="sha256").hexdigest()
