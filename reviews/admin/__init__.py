"""The review desk. Importing this package registers its models with the admin."""

from . import (  # noqa: F401
    batches,
    disbursement,
    exports,
    notices,
    objections,
    payment_files,
    payments,
    phrases,
    queue,
    ranking,
    statistics,
)
