"""Somebody whom an outside system vouches for."""

from typing import Protocol


class VouchedPerson(Protocol):
    """A person with a verified name and document, and an account at the `issuer`."""

    @property
    def issuer(self) -> str: ...

    @property
    def subject(self) -> str: ...

    @property
    def full_name(self) -> str: ...

    @property
    def id_doc_type(self) -> str: ...

    @property
    def id_doc_number(self) -> str: ...

    @property
    def user_name_prefix(self) -> str:
        """How the user names of accounts begin that are made for people from there."""
        ...
