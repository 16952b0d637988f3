"""The review desk. Importing this package registers its models with the admin."""

from . import batches, disbursement, exports, payment_files, payments, phrases, queue  # noqa: F401
