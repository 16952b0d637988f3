"""Documents as a reader, a printer and a phone see them."""

import io
from decimal import Decimal

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from PIL import Image, ImageChops

from portal.lib.pdf import Closing, Document, Verification

NAME = "欧阳㛃䶮𠮷"
URL = "https://rencai.example.gov.cn/verify/0123456789abcdefghijABCDEFGHIJ-_"
CODE = "7K3M-Q9TX-2BHD"
ISSUER = "某市人力资源和社会保障局"


def build(*, name: str = NAME, rows: int = 3) -> bytes:
    document = Document(
        title="申报受理回执",
        number="GX2026-00000123-7",
        issuer=ISSUER,
        subtitle="2026年度",
    )
    document.section("一、申报信息")
    document.facts([("申报人", name), ("申报年度", "2026"), ("备注", "")], columns=2)
    document.amount("奖励金额", Decimal("120305.07"))
    document.table(
        ["项目", "金额"],
        [[f"第{row}项", f"{row}.00"] for row in range(rows)],
        widths=[3, 1],
        numeric=[1],
    )
    document.paragraph("材料齐全，现予受理。")
    document.notes(["请妥善保管。", "不得涂改。"])
    check = Verification(url=URL, code=CODE, site="rencai.example.gov.cn/verify")
    document.closing(
        Closing(
            ISSUER, "2026年11月21日", seal_name=ISSUER, seal_kind="电子专用章", verification=check
        )
    )
    return document.render()


def text_of(content: bytes) -> list[str]:
    """The text of each page, without the blanks and line ends of its layout."""
    with pypdfium2.PdfDocument(content) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


def picture_of(content: bytes, page: int = 0, dpi: int = 100) -> Image.Image:
    with pypdfium2.PdfDocument(content) as document:
        picture: Image.Image = document[page].render(scale=dpi / 72).to_pil().convert("RGB")
        return picture


def test_the_text_can_be_read_and_copied() -> None:
    (text,) = text_of(build())
    for part in (
        NAME,
        "申报受理回执",
        "编号GX2026-00000123-7",
        "¥120,305.07",
        "人民币（大写）壹拾贰万零叁佰零伍元零柒分",
        "第0项",
        "1.请妥善保管。",
        CODE,
        "2026年11月21日",
        "第1页/共1页",
    ):
        assert part in text


def test_the_same_content_gives_the_same_bytes() -> None:
    assert build() == build()
    assert build() != build(name="另一人")


def test_every_font_is_embedded() -> None:
    with pikepdf.open(io.BytesIO(build())) as document:
        fonts = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font"
        ]
        assert len(fonts) >= 4
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_the_file_says_what_it_is() -> None:
    with pikepdf.open(io.BytesIO(build())) as document:
        assert str(document.Root.Lang) == "zh-CN"
        assert str(document.docinfo["/Title"]) == "申报受理回执"
        assert str(document.docinfo["/Author"]) == ISSUER
        assert tuple(map(round, document.pages[0].mediabox[2:])) == (595, 842)


def test_the_printed_code_leads_to_the_check() -> None:
    (found,) = zxingcpp.read_barcodes(picture_of(build()))
    assert found.text == URL


def test_the_seal_is_red_and_only_there_when_named() -> None:
    def red(content: bytes) -> int:
        red, green, blue = picture_of(content).split()
        strong = red.point(lambda level: 255 * (level > 180))
        weak = ImageChops.lighter(green, blue).point(lambda level: 255 * (level < 90))
        return ImageChops.darker(strong, weak).histogram()[255]

    bare = Document(title="证明", number="1", issuer=ISSUER)
    bare.closing(Closing(ISSUER, "2026年11月21日"))
    assert red(bare.render()) == 0
    sealed = Document(title="证明", number="1", issuer=ISSUER)
    sealed.closing(Closing(ISSUER, "2026年11月21日", seal_name=ISSUER))
    assert red(sealed.render()) > 1000


def test_long_tables_run_over_pages_that_repeat_the_header() -> None:
    pages = text_of(build(rows=80))
    assert len(pages) > 2
    for number, text in enumerate(pages, start=1):
        assert f"第{number}页/共{len(pages)}页" in text
        assert "编号GX2026-00000123-7" in text
    assert "项目金额" in pages[1]
    assert CODE in pages[-1]


@pytest.mark.parametrize("long", ["很" * 3000, "W" * 400, "很长\n" * 150])
def test_texts_of_any_length_stay_between_the_margins(long: str) -> None:
    document = Document(title=long[:60], number="1", issuer=ISSUER)
    document.facts([("名称", long), ("其他", "x")], columns=2)
    document.table(["项目", "说明"], [["一", long]], widths=[1, 1])
    document.paragraph(long)
    document.closing(Closing(long[:80], "2026年11月21日"))
    content = document.render()
    for page in range(len(text_of(content))):
        picture = picture_of(content, page, dpi=50).convert("L")
        margin = round(20 / 25.4 * 50) - 2
        width, height = picture.size
        for strip in ((0, 0, margin, height), (width - margin, 0, width, height)):
            assert picture.crop(strip).getextrema() == (255, 255)


def test_a_number_of_facts_that_does_not_fill_the_row() -> None:
    document = Document(title="证明", number="1", issuer=ISSUER)
    document.facts([], columns=2)
    document.facts([("姓名", "张三")], columns=3)
    assert "姓名张三" in text_of(document.render())[0]


def test_empty_lines_leave_room_for_a_stamp() -> None:
    def pages(value: str) -> int:
        document = Document(title="登记表", number="1", issuer=ISSUER)
        document.facts([("公章", value)] * 15)
        return len(text_of(document.render()))

    assert (pages("\u3000"), pages("\n".join(["\u3000"] * 5))) == (1, 2)


def test_a_row_is_cut_only_where_it_is_taller_than_a_page() -> None:
    document = Document(title="公示", number="GS2026-00000123-7", issuer=ISSUER)
    unit = "苏州工业园区纳米技术国家大学科技园企业孵化器有限公司姑苏分公司"
    rows = [[f"第{row}号", unit * 2] for row in range(40)] + [["最后", "很长" * 4000]]
    document.table(["序号", "单位"], rows, widths=[1, 3])
    pages = text_of(document.render())
    assert len(pages) > 4
    for page in pages:
        assert page.count("序号单位") <= 1, "the head stands once on a page"
        assert page.count(unit) % 2 == 0, "a row is cut"
    assert "".join(pages).count("很长") == 4000
