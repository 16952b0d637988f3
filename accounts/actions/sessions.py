"""Where somebody is signed in, and ending it."""

from allauth.usersessions.models import UserSession

from accounts.models import User


def end_sessions(user: User, *, except_key: str | None = None) -> int:
    """Signs the user out everywhere, but for one session; returns how many were ended."""
    sessions = UserSession.objects.filter(user=user).exclude(session_key=except_key or "")
    count = 0
    for session in sessions:
        session.end()
        count += 1
    return count
