"""QR codes for the screen; those on paper are drawn by `portal.lib.pdf.marks`."""

import io

import segno


def svg(text: str) -> str:
    """The code as an SVG element."""
    picture = io.BytesIO()
    segno.make_qr(text, error="m").save(picture, kind="svg", scale=5, border=2, xmldecl=False)
    return picture.getvalue().decode()


def data_uri(text: str) -> str:
    """The code as the source of an image."""
    return str(segno.make_qr(text, error="m").svg_data_uri(scale=5, border=2))
