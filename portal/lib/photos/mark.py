"""What the code on a receipt says: which receipt it is, and which printing of it."""

import re
from dataclasses import dataclass

# Capitals, digits and colons: a code of this text takes the fewest modules.
PREFIX = "RCPT1"
_TEXT = re.compile(rf"{PREFIX}:([A-Z0-9-]{{4,32}}):([1-9][0-9]{{0,3}})", re.ASCII)


@dataclass(frozen=True)
class Mark:
    """`number` of the receipt, `version` of its printing; nothing else belongs on paper."""

    number: str
    version: int

    def __str__(self) -> str:
        return f"{PREFIX}:{self.number}:{self.version}"


def parse_mark(text: str) -> Mark | None:
    """None for a code that is none of ours."""
    found = _TEXT.fullmatch(text)
    return Mark(number=found[1], version=int(found[2])) if found else None
