"""Accounts in the admin. Importing this package registers their models."""

from . import appeals, audit, places, units, users  # noqa: F401
