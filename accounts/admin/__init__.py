"""Accounts in the admin. Importing this package registers their models."""

from . import account_changes, appeals, audit, notifications, places, unit_changes, units, users  # noqa: F401
