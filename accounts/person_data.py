"""What is known about a person, from the document and from what she has told."""

import datetime as dt

from django.utils.functional import Promise

from accounts.models import PersonProfile, User
from portal.lib.identifiers import IdDocType, Sex, birth_date_of, sex_of

TELLING = (IdDocType.RESIDENT_ID, IdDocType.HMT_RESIDENCE, IdDocType.FOREIGN_PR)
TELLING_LENGTH = 18  # older cards of foreigners say nothing
# Marked with a star in the manual; sex and birth date are asked where the document is silent.
REQUIRED = (
    "mobile",
    "nationality",
    "ethnic_group",
    "social_security_number",
    "residence_address",
    "household_address",
)


def told_by_document(user: User) -> tuple[Sex, dt.date] | None:
    """Sex and date of birth, where the document's number says them."""
    number = user.id_doc_number
    if user.id_doc_type not in TELLING or len(number) != TELLING_LENGTH:
        return None
    return sex_of(number), birth_date_of(number)


def profile_of(user: User) -> PersonProfile | None:
    found = PersonProfile.objects.select_related("household_division__parent__parent")
    return found.filter(user=user).first()


def missing_from(user: User) -> list[str | Promise]:
    """The labels of what a person still has to tell; a saved profile is complete."""
    if PersonProfile.objects.filter(user=user).exists():
        return []
    known = {"mobile": bool(user.phone), "social_security_number": bool(security_number_of(user))}
    names = [name for name in REQUIRED if not known.get(name)]
    return [field.verbose_name for field in PersonProfile._meta.fields if field.name in names]


def security_number_of(user: User) -> str:
    """A resident's social security number is that of the identity card."""
    return user.id_doc_number if user.id_doc_type == IdDocType.RESIDENT_ID else ""
