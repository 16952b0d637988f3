"""Whatever is wrong with a file, its owner gets a sentence and nobody an error page."""

from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from portal.lib.uploads import UploadRefused, check_upload, thumbnail
from tests.lib.uploads.files import MEBIBYTE, image, office, pdf, upload

FILES = {
    "a.pdf": pdf(pages=2),
    "a.jpg": image("JPEG"),
    "a.png": image("PNG"),
    "a.docx": office(),
}
changes = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)))


@effort(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(FILES)), changes, st.floats(0, 1))
def test_a_damaged_file_is_refused_or_can_be_shown(
    name: str, damage: list[tuple[float, bytes]], kept: float
) -> None:
    content = bytearray(FILES[name])
    for place, wrong in damage:
        start = int(place * len(content))
        content[start : start + len(wrong)] = wrong
    if not damage:
        content = content[: int(kept * len(content))]
    try:
        checked = check_upload(
            upload(name, bytes(content)), types=("pdf", "jpg", "png", "docx"), max_bytes=MEBIBYTE
        )
    except UploadRefused as refused:
        (sentence,) = refused.messages
        assert sentence.endswith("。")
        return
    if checked.kind in ("pdf", "jpg", "png"):
        assert thumbnail(checked.content)
