"""Permits, passports and residence cards."""

import datetime
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.lib.identifiers import IdDocType, clean_id_document

TODAY = datetime.date(2026, 11, 21)


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("resident_id", "11010519491231002x", "11010519491231002X"),
        ("hmt_residence", "810000198505200014", "810000198505200014"),
        ("hmt_residence", "830000198505200026", "830000198505200026"),
        ("hm_permit", "h12345678", "H12345678"),
        ("hm_permit", "M1234567801", "M1234567801"),
        ("tw_permit", "１２３４５６７８", "12345678"),
        ("foreign_pr", "911124198108030024", "911124198108030024"),
        ("foreign_pr", "usa110100012345", "USA110100012345"),
        ("chinese_passport", "E12345678", "E12345678"),
        ("chinese_passport", "EA1234567", "EA1234567"),
        ("passport", "C01X00T47", "C01X00T47"),
    ],
)
def test_accepts(kind: str, typed: str, stored: str) -> None:
    assert clean_id_document(kind, typed, today=TODAY) == stored


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("resident_id", "810000198505200014"),
        ("hmt_residence", "320508199406041819"),
        ("hmt_residence", "810000198505200015"),
        ("hm_permit", "A12345678"),
        ("hm_permit", "H1234567"),
        ("hm_permit", "H123456789"),
        ("tw_permit", "1234567"),
        ("tw_permit", "123456789"),
        ("foreign_pr", "911124198108030025"),
        ("foreign_pr", "811124198108030024"),
        ("foreign_pr", "US1110100012345"),
        ("chinese_passport", "E1234567"),
        ("chinese_passport", "EI1234567"),
        ("chinese_passport", "EO1234567"),
        ("passport", "AB12"),
        ("passport", "A" * 19),
        ("passport", "AB-12345"),
    ],
)
def test_refuses(kind: str, typed: str) -> None:
    with pytest.raises(ValidationError):
        clean_id_document(kind, typed, today=TODAY)


def test_an_unknown_kind_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="library_card"):
        clean_id_document("library_card", "1")


@given(st.sampled_from(IdDocType.values), st.text(max_size=30))
def test_nothing_typed_causes_another_error(kind: str, typed: str) -> None:
    with suppress(ValidationError):
        assert clean_id_document(kind, typed, today=TODAY)
