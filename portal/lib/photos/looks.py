"""How a straightened receipt looks: sharp or not, sealed or not."""

from PIL import Image, ImageChops, ImageFilter, ImageStat

# Second derivative in both directions; 128 keeps what is below zero.
LAPLACE = ImageFilter.Kernel((3, 3), (0, 1, 0, 1, -4, 1, 0, 1, 0), scale=4, offset=128)

PAPER = 0.7  # the share of pixels darker than the paper, at most
RED_HUES = 12  # of 256, on either side of pure red
RED_SATURATION = 40
RED_VALUE = 60


def sharpness(picture: Image.Image) -> float:
    """Of a picture in grey: how steep its edges are against its contrast, whatever the light."""
    contrast: float = ImageStat.Stat(picture).var[0]
    edges: float = ImageStat.Stat(picture.filter(LAPLACE)).var[0]
    return 100 * edges / contrast if contrast else 0.0


def red_share(box: Image.Image) -> float:
    """The share of red in an RGB picture, as it were in white light."""
    hue, saturation, value = _in_white_light(box).convert("HSV").split()
    reds = ImageChops.multiply(
        hue.point(lambda at: 255 if at <= RED_HUES or at >= 256 - RED_HUES else 0),
        ImageChops.multiply(
            saturation.point(lambda at: 255 if at >= RED_SATURATION else 0),
            value.point(lambda at: 255 if at >= RED_VALUE else 0),
        ),
    )
    return float(ImageStat.Stat(reds).mean[0]) / 255


def _in_white_light(box: Image.Image) -> Image.Image:
    """With the paper made white: a lamp turns everything yellow, and a shadow blue."""
    bands = []
    for band in box.split():
        paper = max(_percentile(band.histogram(), PAPER), 1)
        bands.append(band.point([min(255, round(level * 255 / paper)) for level in range(256)]))
    return Image.merge("RGB", bands)


def _percentile(histogram: list[int], share: float) -> int:
    left = sum(histogram) * share
    for level, count in enumerate(histogram):
        left -= count
        if left <= 0:
            return level
    return 255
