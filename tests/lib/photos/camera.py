"""A photo of a sheet on a table, made by Pillow: askew, turned, dim, noisy, out of focus."""

import io
import math
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageFilter

from portal.lib.photos.layout import Point
from portal.lib.photos.plane import find_plane

TABLE_TOP = (92, 70, 48)


@dataclass(frozen=True)
class Shot:
    """`scale`: how much of the width the sheet takes. `aside`: how far it lies off the middle."""

    size: tuple[int, int] = (2000, 1500)
    scale: float = 0.75
    turn: float = 4
    tilt: float = 0.06
    aside: float = 0
    blur: float = 0
    light: float = 1
    lamp: tuple[float, float, float] = (1, 0.97, 0.92)
    noise: float = 6
    quality: int = 88

    def take(self, sheet: Image.Image) -> bytes:
        """As the bytes of a JPEG."""
        return jpeg(self.picture(sheet), self.quality)

    def picture(self, sheet: Image.Image, table: Image.Image | None = None) -> Image.Image:
        corners = [Point(0, 0), Point(sheet.width, 0), Point(*sheet.size), Point(0, sheet.height)]
        plane = find_plane(list(zip(self._places(sheet), corners, strict=True)))
        mode, smooth = Image.Transform.PERSPECTIVE, Image.Resampling.BICUBIC
        paper = sheet.transform(self.size, mode, plane.coefficients, resample=smooth)
        whole = Image.new("L", sheet.size, 255)
        shape = whole.transform(self.size, mode, plane.coefficients, resample=smooth)
        seen = table.copy() if table else Image.new("RGB", self.size, TABLE_TOP)
        seen.paste(paper, (0, 0), shape)
        bands = [
            band.point(lambda at, part=part: round(at * part * self.light))
            for band, part in zip(seen.split(), self.lamp, strict=True)
        ]
        seen = Image.merge("RGB", bands)
        if self.blur:
            seen = seen.filter(ImageFilter.GaussianBlur(self.blur))
        grain = Image.effect_noise(self.size, self.noise)
        return ImageChops.add(seen, Image.merge("RGB", [grain] * 3), offset=-128)

    def _places(self, sheet: Image.Image) -> list[Point]:
        """Where the sheet's corners come to lie in the photo."""
        width = self.size[0] * self.scale
        height = width * sheet.height / sheet.width
        near = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
        spread = [1 - self.tilt, 1 - self.tilt, 1 + self.tilt, 1 + self.tilt]
        turn = math.radians(self.turn)
        places = []
        for (x, y), wider in zip(near, spread, strict=True):
            across, down = x * width * wider, y * height
            places.append(
                Point(
                    self.size[0] * (0.5 + self.aside)
                    + across * math.cos(turn)
                    - down * math.sin(turn),
                    self.size[1] / 2 + across * math.sin(turn) + down * math.cos(turn),
                )
            )
        return places


def jpeg(picture: Image.Image, quality: int = 88, **options: object) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=quality, **options)
    return target.getvalue()
