"""Numbers, codes and tokens."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.state import ProjectState
from hypothesis import assume, given
from hypothesis import strategies as st

from portal.lib.numbering import (
    CODE_ALPHABET,
    CreateNumberSequence,
    clean_typed_code,
    is_number,
    new_token,
    next_number,
    typed_code,
)

codes = st.builds(typed_code)


@pytest.fixture
def sequence(transactional_db: None) -> None:
    with connection.schema_editor() as editor:
        CreateNumberSequence().database_forwards("lib", editor, ProjectState(), ProjectState())


@pytest.mark.usefixtures("sequence")
def test_numbers_follow_each_other_and_carry_a_check_digit() -> None:
    first, second = next_number("GX", 2026), next_number("AW", 2026)
    assert first.startswith("GX2026-")
    assert second.startswith("AW2026-")
    assert int(second[7:15]) == int(first[7:15]) + 1
    assert is_number(first)
    assert is_number(second)


@pytest.mark.usefixtures("sequence")
def test_concurrent_callers_never_get_the_same_number() -> None:
    def draw(_turn: int) -> list[str]:
        try:
            return [next_number("GX", 2026) for _number in range(25)]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        drawn = [number for numbers in pool.map(draw, range(4)) for number in numbers]
    assert len(set(drawn)) == 100


@pytest.mark.usefixtures("sequence")
def test_one_wrong_digit_of_a_number_is_noticed() -> None:
    number = next_number("GX", 2026)
    for place, char in enumerate(number):
        if char.isdigit():
            wrong = str((int(char) + 1) % 10)
            assert not is_number(number[:place] + wrong + number[place + 1 :])


@pytest.mark.parametrize("text", ["", "GX2026-123-7", "gx2026-00000123-7", "GX2026-00000123-x"])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert not is_number(text)


@given(codes)
def test_a_code_is_three_groups_without_look_alikes(code: str) -> None:
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) <= {*CODE_ALPHABET, "-"}
    assert not set(code) & set("ILOU")


@given(codes)
def test_a_code_may_be_typed_carelessly(code: str) -> None:
    careless = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert clean_typed_code(f" {careless}") == code


@given(codes, st.integers(0, 13), st.sampled_from(CODE_ALPHABET))
def test_one_wrong_character_of_a_code_is_noticed(code: str, place: int, char: str) -> None:
    wrong = code[:place] + char + code[place + 1 :]
    assume(code[place] != "-" and wrong != code)
    with pytest.raises(ValidationError):
        clean_typed_code(wrong)


@given(st.text(max_size=20))
def test_nothing_typed_causes_another_error(text: str) -> None:
    try:
        code = clean_typed_code(text)
    except ValidationError:
        return
    assert len(code) == 14


def test_tokens_are_long_and_fit_a_url() -> None:
    tokens = {new_token() for _turn in range(50)}
    assert len(tokens) == 50
    assert all(re.fullmatch(r"[\w-]{32}", token, re.ASCII) for token in tokens)
