"""Pictures of files for the screen."""

import io

import pytest
from PIL import Image

from portal.lib.uploads import render_pdf_page, thumbnail
from tests.lib.uploads.files import image, pdf, upload


def size_of(picture: bytes) -> tuple[int, int]:
    with Image.open(io.BytesIO(picture)) as opened:
        assert opened.format == "JPEG"
        return opened.size


@pytest.mark.parametrize(
    ("name", "content", "size"),
    [
        ("a.jpg", image("JPEG", size=(4000, 3000)), (320, 240)),
        ("a.png", image("PNG", size=(300, 3000)), (32, 320)),
        ("small.png", image("PNG", size=(60, 40)), (60, 40)),
        ("a.pdf", pdf(), (226, 320)),
    ],
)
def test_thumbnails_fit_a_square(name: str, content: bytes, size: tuple[int, int]) -> None:
    assert size_of(thumbnail(upload(name, content))) == size


def test_a_page_is_rendered_at_the_resolution_asked_for() -> None:
    assert size_of(render_pdf_page(upload("a.pdf", pdf(pages=2)), 2, dpi=72)) == (595, 842)


def test_an_enormous_page_is_rendered_smaller() -> None:
    width, height = size_of(render_pdf_page(upload("a.pdf", pdf()), 1, dpi=7200))
    assert max(width, height) == 4000


@pytest.mark.parametrize("page", [0, -1, 3])
def test_there_is_no_other_page(page: int) -> None:
    with pytest.raises(IndexError):
        render_pdf_page(upload("a.pdf", pdf(pages=2)), page)
