"""Passwords that others could guess, and those that staff have had.

Django asks these validators wherever a password is set, and tells them afterwards.
"""

import datetime as dt
import re
import string
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import PasswordHistory, User

WORDS = Path(__file__).with_name("data") / "weak_passwords.txt"
KEPT = 5  # passwords that staff may not use again
SHORTEST_PART = 4  # characters of a name; of a number six
LOOKALIKES = str.maketrans("@4301$57!", "aaeolssti")


class GuessableValidator:
    """Nothing from the list of usual words, and nothing of the account's own data."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        lower = password.lower()
        bare = lower.strip(string.digits + string.punctuation)
        words = {_letters(lower), _letters(bare.translate(LOOKALIKES))}
        if words & weak_words() or _is_a_row(lower):
            raise ValidationError(
                _("该密码过于常见，容易被猜到，请换一个。"), code="password_too_common"
            )
        if isinstance(user, User) and any(part in lower for part in personal_parts(user)):
            raise ValidationError(
                _("密码不能包含用户名、手机号、证件号码等本人信息。"), code="password_personal"
            )

    def get_help_text(self) -> str:
        return _("不能是常见密码，也不能包含用户名、手机号、证件号码。")


class RecentPasswordValidator:
    """Staff do not go back to one of their last passwords; for others nothing is kept."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if not isinstance(user, User) or not user.is_staff or user.pk is None:
            return
        recent = PasswordHistory.objects.filter(user=user)[:KEPT]
        if any(check_password(password, each.password) for each in recent):
            raise ValidationError(
                _("不能使用最近%(count)s次用过的密码。"),
                code="password_used",
                params={"count": KEPT},
            )

    def password_changed(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if not isinstance(user, User) or not user.is_staff:
            return
        PasswordHistory.objects.create(user=user, password=user.password)
        older = PasswordHistory.objects.filter(user=user).values_list("pk", flat=True)[KEPT:]
        PasswordHistory.objects.filter(pk__in=list(older)).delete()

    def get_help_text(self) -> str:
        return _("工作人员不能使用最近%(count)s次用过的密码。") % {"count": KEPT}


def is_due(user: User) -> bool:
    """Whether a member of staff has to choose a new password by now."""
    latest = PasswordHistory.objects.filter(user=user).first()
    since = latest.set_at if latest else user.date_joined
    return timezone.now() - since > dt.timedelta(days=settings.STAFF_PASSWORD_DAYS)


@cache
def weak_words() -> frozenset[str]:
    lines = WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line.strip() for line in lines if line and not line.startswith("#"))


def personal_parts(user: User) -> set[str]:
    """What a password must not contain, in lower case: names, and the ends of numbers."""
    phone, document = user.phone or "", user.id_doc_number.lower()
    email = user.email.partition("@")[0]
    names = {user.username.lower(), user.full_name.lower().replace(" ", ""), email.lower()}
    numbers = {phone[-8:], phone[-6:], document[-6:], document[6:14], document[-8:]}
    return {name for name in names if len(name) >= SHORTEST_PART} | {
        number for number in numbers if len(number) >= SHORTEST_PART + 2
    }


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text)


def _is_a_row(text: str) -> bool:
    """Few different characters, as in Aa111111."""
    return len(set(text)) <= SHORTEST_PART - 1
