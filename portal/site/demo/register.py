"""法人库 of the demo: the companies, and those whose certificates the stand-ins have issued."""

from accounts.certificates_stand_in import KEYS
from accounts.models import LegalEntity, Unit

UNKNOWN = "unknown"  # this key's company is in no register


def make_register() -> None:
    """What the register says; to be called once the companies are there."""
    names = dict(Unit.objects.values_list("uscc", "name"))
    names |= {key.uscc: key.name for name, key in KEYS.items() if key.uscc and name != UNKNOWN}
    LegalEntity.objects.bulk_create(
        LegalEntity(uscc=code, name=name) for code, name in names.items()
    )
