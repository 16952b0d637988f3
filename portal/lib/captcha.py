"""Drawing a captcha, and asking the same visitor a sum in words instead."""

import io
import random
import secrets

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

# Without letters and digits that look alike.
ALPHABET = "2345678ACDEFHJKMNPRTUVWXY"
LENGTH = 4
SIZE = (160, 56)  # pixels
INK = ((22, 76, 156), (18, 60, 124), (61, 72, 88), (26, 34, 51))
PAPER = (239, 245, 253)
DIGITS = "零一二三四五六七八九"


def random_characters() -> str:
    return "".join(secrets.choice(ALPHABET) for _index in range(LENGTH))


def random_sum() -> tuple[str, int]:
    """A question in words, such as 七加五等于几, and its answer."""
    one, other = 1 + secrets.randbelow(9), 1 + secrets.randbelow(9)
    question = _("%(one)s加%(other)s等于几？") % {"one": _digit(one), "other": _digit(other)}
    return question, one + other


def draw(characters: str) -> bytes:
    """A PNG of the characters, turned, moved and crossed out by lines."""
    chance = random.Random(secrets.randbits(64))  # noqa: S311 - only the drawing, not the answer
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    for _line in range(4):
        ends = [(chance.randrange(SIZE[0]), chance.randrange(SIZE[1])) for _end in range(2)]
        pen.line(ends, fill=chance.choice(INK), width=1)
    step = SIZE[0] // (len(characters) + 1)
    for place, character in enumerate(characters):
        letter = _letter(character, chance)
        left = step // 2 + place * step + chance.randint(-3, 3)
        picture.paste(letter, (left, chance.randint(0, 6)), letter)
    for _dot in range(120):
        pen.point((chance.randrange(SIZE[0]), chance.randrange(SIZE[1])), fill=chance.choice(INK))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()


def _digit(number: int) -> str:
    return DIGITS[number] if (get_language() or "").startswith("zh") else str(number)


def _letter(character: str, chance: random.Random) -> Image.Image:
    tile = Image.new("RGBA", (44, 50), (0, 0, 0, 0))
    font, ink = ImageFont.load_default(size=chance.randint(34, 40)), chance.choice(INK)
    ImageDraw.Draw(tile).text((8, 0), character, font=font, fill=ink, stroke_width=0.6)
    return tile.rotate(chance.randint(-22, 22), resample=Image.Resampling.BICUBIC)
