"""Saving what a person tells about herself."""

from typing import Any

from django.db import transaction

from accounts.actions.audit import record
from accounts.models import PersonProfile, User
from accounts.person_data import told_by_document
from portal.lib.dates import filing_year
from portal.lib.numbering import next_number

PREFIX = "RY"


@transaction.atomic
def save_profile(user_id: int, values: dict[str, Any], address: str | None = None) -> list[str]:
    """Saves the profile, made with its number when it is new; the names of what has changed.

    Sex and date of birth come from the document where it says them, whatever was sent.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    profile = PersonProfile.objects.filter(user=user).first()
    is_new = profile is None
    if profile is None:
        profile = PersonProfile(user=user, person_number=next_number(PREFIX, filing_year()))
    if told := told_by_document(user):
        values = {**values, "sex": told[0], "birth_date": told[1]}
    changed = [name for name, value in values.items() if getattr(profile, name) != value]
    if not changed and not is_new:
        return []
    for name in changed:
        setattr(profile, name, values[name])
    profile.save()
    record(user, "save_person_profile", profile, {"changed": sorted(changed)}, address)
    return changed


def follow_document(user: User) -> None:
    """Brings sex and date of birth in line with a document that has been put right."""
    if told := told_by_document(user):
        PersonProfile.objects.filter(user=user).update(sex=told[0], birth_date=told[1])
