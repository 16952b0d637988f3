"""Every character of a name gets a font that has it."""

import logging

import pytest

from portal.lib.pdf import fonts
from portal.lib.pdf.fonts import BOLD, MISSING, RARE, SANS, SERIF

UNKNOWN = "\U000323af"  # the last character of extension H, younger than our fonts


@pytest.mark.parametrize("base", [SANS, BOLD])
def test_common_and_most_rare_names_need_one_font(base: str) -> None:
    assert fonts.runs("欧阳龘㛃䶮 Müller", base) == [(base, "欧阳龘㛃䶮 Müller")]


def test_the_rarest_characters_come_from_another_font() -> None:
    assert fonts.runs("王𠮷𠮷明", SANS) == [(SANS, "王"), (RARE, "𠮷𠮷"), (SANS, "明")]


def test_titles_fall_back_to_the_text_font_first() -> None:
    assert fonts.runs("奖㛃", SERIF) == [(SERIF, "奖"), (SANS, "㛃")]


def test_a_character_that_no_font_has_is_marked_and_reported_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    fonts._report_missing.cache_clear()
    with caplog.at_level(logging.WARNING):
        assert fonts.runs(f"张{UNKNOWN}三", SANS) == [(SANS, f"张{MISSING}三")]
        fonts.runs(f"李{UNKNOWN}四", SANS)
    assert [record.getMessage() for record in caplog.records] == [
        f"No font has a glyph for U+323AF; a PDF shows {MISSING} instead."
    ]


def test_nothing_is_drawn_for_control_characters() -> None:
    assert fonts.runs("张\x00三\x07", SANS) == [(SANS, "张三")]
    assert fonts.runs("", SANS) == []


def test_markup_is_escaped_and_keeps_lines_and_indents() -> None:
    assert fonts.markup("<b>A&B</b>\n\u3000𠮷") == (
        f'&lt;b&gt;A&amp;B&lt;/b&gt;<br/>\u00a0\u00a0<font name="{RARE}">𠮷</font>'
    )


def test_widths_add_up_over_fonts() -> None:
    assert fonts.width("王𠮷", SANS, 10) == pytest.approx(20, abs=0.5)


def test_a_text_is_made_smaller_only_when_it_does_not_fit() -> None:
    assert fonts.fitting_size("某市", SANS, 10, 30) == 10
    assert fonts.fitting_size("某市某局", SANS, 10, 30) == pytest.approx(7.5, abs=0.1)
