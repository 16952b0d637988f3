"""What units say about themselves, as people read it."""

from dataclasses import dataclass

from accounts.models import District, Unit


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is to be different, with its label."""

    label: str
    old: str
    new: str


def shown_changes(changes: dict[str, list[str]]) -> list[Change]:
    """Name → [old, new] of a 企业信息变更, in words."""
    return [
        Change(_label(name), readable(name, old) or "—", readable(name, new) or "—")
        for name, (old, new) in changes.items()
    ]


def readable(name: str, value: str) -> str:
    """The value of a field of the profile: choices and districts by their names."""
    if name == "district_id":
        district = District.objects.filter(pk=value).first()
        return str(district) if district else value
    if name == "type":
        return str(Unit.Type(value).label)
    return value


def _label(name: str) -> str:
    return str(Unit._meta.get_field(name.removesuffix("_id")).verbose_name)  # type: ignore[union-attr]
