"""Rules for what people choose themselves: passwords, user names, names."""

import re
import string
import unicodedata

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MIN_PASSWORD, MAX_PASSWORD = 8, 20  # characters
CLASSES_NEEDED = 3
CHARACTER_CLASSES = (
    frozenset(string.digits),
    frozenset(string.ascii_lowercase),
    frozenset(string.ascii_uppercase),
    frozenset(string.punctuation),
)
PASSWORD_RULE = _("8至20位，至少包含数字、小写字母、大写字母、符号中的三种。")
USER_NAME = re.compile(r"[\w.@-]{4,30}")


class PasswordRuleValidator:
    """Eight to twenty half-width characters of at least three of the four classes."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
            raise ValidationError(_("密码应为8至20位。"), code="password_length")
        used = set(password)
        if used - frozenset().union(*CHARACTER_CLASSES):
            raise ValidationError(
                _("密码只能使用半角的数字、字母和符号，不含空格和汉字。"),
                code="password_characters",
            )
        if sum(not used.isdisjoint(each) for each in CHARACTER_CLASSES) < CLASSES_NEEDED:
            raise ValidationError(
                _("密码至少包含数字、小写字母、大写字母、符号中的三种。"), code="password_classes"
            )

    def get_help_text(self) -> str:
        return str(PASSWORD_RULE)


def clean_user_name(text: str) -> str:
    """The half-width form, case kept. With a letter in it, so that it is never a phone number."""
    name = unicodedata.normalize("NFKC", text).strip()
    if not USER_NAME.fullmatch(name):
        raise ValidationError(
            _("用户名应为4至30位汉字、字母、数字或 . @ - _。"), code="user_name_format"
        )
    if not any(char.isalpha() for char in name):
        raise ValidationError(_("用户名至少包含一个字母或汉字。"), code="user_name_letter")
    return name


def clean_name(text: str) -> str:
    """A name of a person or unit: one line of writing, no emoji and no control characters."""
    name = " ".join(text.split())
    if any(unicodedata.category(char) in {"So", "Cc", "Cf", "Cs", "Co", "Cn"} for char in name):
        raise ValidationError(
            _("名称中含有表情或不可见字符，请删除后重新填写。"), code="name_characters"
        )
    return name
