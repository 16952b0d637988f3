"""Accounts in the admin. Importing this package registers their models."""

from . import (  # noqa: F401
    account_changes,
    appeals,
    audit,
    holidays,
    memberships,
    my_data,
    notifications,
    places,
    unit_changes,
    unit_introductions,
    units,
    users,
)
