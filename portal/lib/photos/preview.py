"""A photo for the page that has just taken it: in the page itself, at no address of its own."""

import base64
import io
from typing import Any

from django.core.files import File
from PIL import Image

SIDE = 1000  # pixels: enough to read the small print on a phone
QUALITY = 75


def preview_uri(file: "File[Any]") -> str:
    """As the source of an image."""
    target = io.BytesIO()
    with Image.open(file) as picture:
        picture.thumbnail((SIDE, SIDE))
        picture.save(target, "JPEG", quality=QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(target.getvalue()).decode()
