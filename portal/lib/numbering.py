"""Numbers that people read, type and trust: file numbers, verification codes, tokens."""

import re
import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, migrations
from django.utils.translation import gettext_lazy as _
from stdnum import luhn
from stdnum.iso7064 import mod_11_10

SEQUENCE = "portal_number"
NUMBER = re.compile(r"[A-Z]{1,6}(\d{4})-(\d{8,})-(\d)", re.ASCII)

# Crockford's alphabet: nobody has to tell I and L from 1 or O from 0.
CODE_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_RANDOM_LENGTH = 11
CODE_GROUP = 4
MISREAD = str.maketrans("OIL", "011", " -")
TOKEN_BYTES = 24


class CreateNumberSequence(migrations.RunSQL):
    """Migration operation that creates the sequence behind `next_number`."""

    def __init__(self) -> None:
        super().__init__(
            f"CREATE SEQUENCE IF NOT EXISTS {SEQUENCE}", f"DROP SEQUENCE IF EXISTS {SEQUENCE}"
        )

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return self.__class__.__qualname__, [], {}


def next_number(prefix: str, year: int) -> str:
    """A number never given out before, such as GX2026-00000123-7. Gaps occur and mean nothing.

    One database sequence serves every prefix and year, so concurrent callers never wait for
    each other. The last digit is a check digit (ISO 7064 MOD 11,10) over year and serial.
    """
    return next_numbers(prefix, year, 1)[0]


def next_numbers(prefix: str, year: int, count: int) -> list[str]:
    """As many at once."""
    digits = [f"{year:04d}{serial:08d}" for serial in _serials(count)]
    return [f"{prefix}{d[:4]}-{d[4:]}-{mod_11_10.calc_check_digit(d)}" for d in digits]


def next_serial() -> int:
    """The next number of that sequence, for numbers that an authority has its own form for."""
    return _serials(1)[0]


def _serials(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s) FROM generate_series(1, %s)", [SEQUENCE, count])
        return [serial for (serial,) in cursor.fetchall()]


def is_number(text: str) -> bool:
    """Whether the text has the form and the check digit of `next_number`: tells typing errors."""
    match = NUMBER.fullmatch(text)
    return match is not None and mod_11_10.is_valid("".join(match.groups()))


def small_number(text: str, digits: int = 3) -> int | None:
    """A whole number of a query string or a form, of so many digits at most; None for others."""
    is_small = text.isascii() and text.isdigit() and len(text) <= digits
    return int(text) if is_small else None


def typed_code() -> str:
    """A code to type from paper, such as 7K3M-Q9TX-2BHD: 55 random bits and a check character."""
    random = "".join(secrets.choice(CODE_ALPHABET) for _place in range(CODE_RANDOM_LENGTH))
    return _grouped(random + luhn.calc_check_digit(random, CODE_ALPHABET))


def clean_typed_code(text: str) -> str:
    """The code as `typed_code` wrote it, however it was typed. Raises ValidationError."""
    code = text.upper().translate(MISREAD)
    if len(code) != CODE_RANDOM_LENGTH + 1 or not luhn.is_valid(code, CODE_ALPHABET):
        raise ValidationError(
            _("验证码不正确，请对照文件上的12位验证码重新输入。"), code="typed_code"
        )
    return _grouped(code)


def new_token() -> str:
    """192 random bits for a URL. Cannot be guessed, says nothing."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def _grouped(code: str) -> str:
    return "-".join(code[i : i + CODE_GROUP] for i in range(0, len(code), CODE_GROUP))
