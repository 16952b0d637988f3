"""Programmes, calls and records in the admin. Importing this package registers its models."""

from . import calls, programs, records  # noqa: F401
