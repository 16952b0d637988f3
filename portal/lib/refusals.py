"""Refusals that become an answer of their own, wherever in a view they are raised."""


class Refused(Exception):
    """An action that cannot be taken now. Answered with 409; the message says what to do next."""


class RateLimited(Exception):
    """Too many tries. Answered with 429 and, when known, how long to wait.

    `retry_after`: seconds until the next try may succeed.
    """

    def __init__(self, message: str = "", *, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after
