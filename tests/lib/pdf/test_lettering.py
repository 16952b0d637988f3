"""The lettering of a form is cut once; what a paper says about somebody is cut for each."""

import io
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest

from portal.lib.pdf import Closing, Document, fonts, lettering

OTHERS = "ABC-123"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    lettering._cut.cache_clear()


def paper(name: str, amount: str, number: str = "GX2026-00000123-7") -> bytes:
    document = Document(title="奖励认定通知", number=number, issuer="某市人才办")
    document.section("一、认定信息")
    document.facts([("姓名", name), ("认定日期", "2026年1月9日")])
    document.amount("奖励金额", Decimal(amount))
    document.table(
        ["项目", "金额"], [["核定金额", amount]], widths=[3, 1], numeric=[1], recurring=True
    )
    document.closing(Closing("某市人才办", "2026年11月21日", seal_name="某市人才办"))
    return document.render()


def programs(content: bytes) -> dict[str, bytes]:
    """Font programs by the name, with the tag of its cutting, that the file gives them."""
    with pikepdf.open(io.BytesIO(content)) as document:
        return {
            str(item.FontDescriptor.FontName): item.FontDescriptor.FontFile2.read_bytes()
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        }


def text_of(content: bytes) -> str:
    with pypdfium2.PdfDocument(content) as document:
        pages = [page.get_textpage().get_text_range() for page in document]
    return "".join("".join(pages).split())


def test_another_person_and_amount_need_no_other_lettering() -> None:
    one = programs(paper("张三", "40000.00"))
    kept = lettering._cut.cache_info().misses
    other = programs(paper("欧阳娜娜", "9876543.21", number="GX2031-99999999-X"))
    assert lettering._cut.cache_info().misses == kept == 3
    assert one.keys() == other.keys()
    differing = [name for name in one if one[name] != other[name]]
    assert differing == ["/AAAAAA+NotoSansSC-Regular"]


def test_a_name_is_never_among_what_is_kept() -> None:
    paper("张三", "40000.00")
    misses = lettering._cut.cache_info().misses
    for name in ("龘", "㛃", "李四"):
        paper(name, "1.00")
    assert lettering._cut.cache_info().misses == misses


def test_kept_or_cut_anew_the_file_is_the_same() -> None:
    first = paper("张三", "40000.00")
    assert paper("张三", "40000.00") == first
    lettering._cut.cache_clear()
    assert paper("张三", "40000.00") == first


def test_what_was_drawn_before_leaves_no_trace() -> None:
    alone = paper("张三", "40000.00")
    lettering._cut.cache_clear()
    Document(title="另一种文书", number="1", issuer="某区科技局").render()
    assert paper("张三", "40000.00") == alone


def test_lettering_of_more_than_one_font_object_can_be_read() -> None:
    characters = "".join(chr(code) for code in range(0x4E00, 0x4E00 + 600))
    document = Document(title="证明", number=OTHERS, issuer="某市人才办")
    document.notes([characters])
    content = document.render()
    assert characters in text_of(content)
    assert len(programs(content)) == 4  # three of the text font, one of the title


@pytest.mark.parametrize("base", [fonts.SANS, fonts.BOLD])
def test_figures_are_lettering_and_the_font_has_them(base: str) -> None:
    figures = fonts.FIGURES[base]
    assert fonts.runs(figures, base) == [(fonts.LETTERING[base], figures)]
    assert fonts.runs(f"张{OTHERS}", base) == [(base, f"张{OTHERS}")]
    assert fonts.width(OTHERS, base, 10) == fonts.width(OTHERS, fonts.LETTERING[base], 10)


def test_rare_characters_in_lettering_get_another_font() -> None:
    assert fonts.runs("奖㛃", fonts.FORM_SERIF) == [(fonts.FORM_SERIF, "奖"), (fonts.SANS, "㛃")]
