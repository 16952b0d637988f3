"""What the log may say of an error: where it happened, and nothing of what people entered."""

import logging
from collections.abc import Iterator

from django.db import Error


class Formatter(logging.Formatter):
    """Cuts what the database adds to its own sentence: the whole row that it refused."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        for error in _chain(record.exc_info[1] if record.exc_info else None):
            if isinstance(error, Error):
                said = str(error).strip()
                text = _cut(_cut(text, said, "\n"), repr(said)[1:-1], "\\n")
        return text


def _cut(text: str, said: str, line_end: str) -> str:
    """Without what follows the first line of what was said."""
    row = said.partition(line_end)[2]
    return text.replace(row, "") if row else text


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error, and those that led to it: Django's wraps the driver's, which says the same."""
    if error is not None:
        yield error
        yield from _chain(error.__cause__ or error.__context__)
