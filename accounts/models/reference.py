"""Which version of the reference data stands: tables that change rarely and are read often."""

import pgtrigger
from django.db import models
from django.db.models import Q

_RENEW = """
    INSERT INTO accounts_referenceversion (id, version) VALUES (1, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET version = excluded.version;
    RETURN NULL;
"""


class ReferenceVersion(models.Model):
    """One row, which gets a value never used before whenever a table of reference data changes."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.UUIDField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="one_version_of_reference_data")
        ]

    def __str__(self) -> str:
        return str(self.version)


def new_version() -> pgtrigger.Trigger:
    """The trigger that makes a table one of reference data."""
    return pgtrigger.Trigger(
        name="new_reference_version",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
        func=_RENEW,
    )
