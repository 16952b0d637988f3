"""Accounts in the admin. Importing this package registers their models."""

from . import appeals, audit, notifications, places, units, users  # noqa: F401
