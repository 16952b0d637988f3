"""Numbers people and organisations are known by: cleaning, checking, reading.

Every `clean_…` takes what somebody typed and returns the one form in which it is stored, or
raises `django.core.exceptions.ValidationError` with a sentence that says what is wrong.
"""

from portal.lib.identifiers.bank import clean_bank_account, clean_bank_card
from portal.lib.identifiers.contact import clean_mobile, clean_telephone
from portal.lib.identifiers.documents import IdDocType, clean_id_document
from portal.lib.identifiers.organisation import clean_uscc
from portal.lib.identifiers.resident import (
    Sex,
    birth_and_sex_of,
    birth_date_of,
    clean_resident_id,
    sex_of,
)
from portal.lib.identifiers.text import normalise

__all__ = [
    "IdDocType",
    "Sex",
    "birth_and_sex_of",
    "birth_date_of",
    "clean_bank_account",
    "clean_bank_card",
    "clean_id_document",
    "clean_mobile",
    "clean_resident_id",
    "clean_telephone",
    "clean_uscc",
    "normalise",
    "sex_of",
]
