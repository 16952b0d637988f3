"""What happens to photos in offices: light, shadow, curled paper, wood, lenses, worn-out seals.

Each is a function of a picture and a `Random`; the same seed gives the same photo.
"""

import io
import math
from collections.abc import Callable
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

Picture = Image.Image
Effect = Callable[[Picture, Random], Picture]
STRIPS = 24  # of which curled paper is made


def uneven_light(photo: Picture, random: Random) -> Picture:
    """A window on one side: the far side gets a third of the light."""
    ramp = Image.linear_gradient("L").rotate(random.choice((0, 90, 180, 270)))
    light = ramp.resize(photo.size).point(lambda at: 90 + at * 165 // 255)
    return _lit(photo, light)


def shadow(photo: Picture, random: Random) -> Picture:
    """Of the phone and the hand that holds it, with a soft edge."""
    light = Image.new("L", photo.size, 255)
    width, height = photo.size
    left, top = random.uniform(0.1, 0.5) * width, random.uniform(0.1, 0.5) * height
    edge = (left, top, left + 0.45 * width, top + 0.6 * height)
    ImageDraw.Draw(light).ellipse(edge, fill=random.randint(70, 110))
    return _lit(photo, light.filter(ImageFilter.GaussianBlur(width / 80)))


def lens(photo: Picture, random: Random) -> Picture:
    """A lens that was touched: a veil over everything, and little contrast."""
    soft = photo.filter(ImageFilter.GaussianBlur(photo.width / 90))
    veiled = Image.blend(photo, soft, random.uniform(0.3, 0.5))
    grey = Image.new("RGB", photo.size, (190, 190, 190))
    return Image.blend(veiled, grey, random.uniform(0.15, 0.3))


def out_of_focus(photo: Picture, random: Random) -> Picture:
    return photo.filter(ImageFilter.GaussianBlur(photo.width / 2000 * random.uniform(0.8, 1.3)))


def warm_light(photo: Picture, random: Random) -> Picture:
    """A bulb of 2 700 K that the camera has not made up for."""
    blue = random.uniform(0.45, 0.65)
    return _tinted(photo, (1.0, 0.82, blue))


def cold_light(photo: Picture, random: Random) -> Picture:
    return _tinted(photo, (random.uniform(0.6, 0.75), 0.9, 1.0))


def black_and_white(photo: Picture, random: Random) -> Picture:
    grey = ImageEnhance.Contrast(photo.convert("L")).enhance(random.uniform(0.8, 1.4))
    return grey.convert("RGB")


def small_jpeg(photo: Picture, random: Random) -> Picture:
    """As chat programs send it on."""
    kept = io.BytesIO()
    side = random.choice((1280, 1600))
    smaller = photo.resize((side, side * photo.height // photo.width), Image.Resampling.LANCZOS)
    smaller.save(kept, "JPEG", quality=40)
    return Image.open(kept).convert("RGB")


def overexposed(photo: Picture, random: Random) -> Picture:
    return ImageEnhance.Brightness(photo).enhance(random.uniform(1.3, 1.6))


def shaken(photo: Picture, random: Random) -> Picture:
    """Moved by a few pixels along a line while the shutter was open."""
    reach = round(photo.width / 2000 * random.uniform(1, 2))
    moved = photo
    for step in range(1, reach + 1):
        moved = Image.blend(moved, ImageChops.offset(photo, step, step // 2), 1 / (step + 1))
    return moved


def glare(photo: Picture, random: Random) -> Picture:
    """A lamp thrown back by the paper, off the codes' corners."""
    width, height = photo.size
    light = Image.new("L", photo.size, 0)
    x, y = random.uniform(0.35, 0.5) * width, random.uniform(0.3, 0.45) * height
    reach = width * 0.07
    ImageDraw.Draw(light).ellipse((x - reach, y - reach, x + reach, y + reach), fill=230)
    veil = light.filter(ImageFilter.GaussianBlur(width / 40))
    return ImageChops.add(photo, Image.merge("RGB", [veil] * 3))


def _lit(photo: Picture, light: Picture) -> Picture:
    return ImageChops.multiply(photo, Image.merge("RGB", [light] * 3))


def _tinted(photo: Picture, parts: tuple[float, float, float]) -> Picture:
    bands = [
        band.point(lambda at, part=part: round(at * part))
        for band, part in zip(photo.split(), parts, strict=True)
    ]
    return Image.merge("RGB", bands)


def curled(sheet: Picture, bend: float) -> Picture:
    """Paper that was rolled: its columns rise to `bend` of its height in the middle."""
    rise = sheet.height * bend
    bent = Image.new("RGB", (sheet.width, sheet.height + math.ceil(rise)), "white")
    strip = sheet.width / STRIPS
    mesh = []
    for place in range(STRIPS):
        left, right = round(place * strip), round((place + 1) * strip)
        up = [math.sin(math.pi * x / sheet.width) * rise for x in (left, right)]
        target = (left, 0, right, bent.height)
        low = bent.height
        source = (left, -up[0], left, low - up[0], right, low - up[1], right, -up[1])
        mesh.append((target, source))
    return sheet.transform(
        bent.size, Image.Transform.MESH, mesh, resample=Image.Resampling.BICUBIC, fillcolor="white"
    )


def wood(size: tuple[int, int], random: Random) -> Picture:
    """A desk with grain along it."""
    noise = Image.effect_noise((size[0] // 40, size[1] // 2), random.randint(50, 80))
    grain = noise.resize(size, Image.Resampling.BICUBIC)
    dark, light = Image.new("RGB", size, (96, 62, 34)), Image.new("RGB", size, (196, 150, 98))
    return Image.composite(light, dark, grain)


EFFECTS: tuple[Effect, ...] = (
    uneven_light, shadow, lens, out_of_focus, warm_light, cold_light, black_and_white, small_jpeg,
    overexposed, shaken, glare,
)  # fmt: skip
