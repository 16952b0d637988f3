"""The review desk. Importing this package registers its models with the admin."""

from . import batches, exports, phrases, queue  # noqa: F401
