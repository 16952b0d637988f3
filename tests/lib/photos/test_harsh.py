"""Photos as they come from offices are read all the same: each kind, with other dice each time."""

import math
from random import Random

import pytest
from PIL import Image

from portal.lib.photos.layout import SEAL_BOX, Box
from portal.lib.photos.mark import Mark
from portal.lib.photos.receipt import ReceiptPhoto

from .camera import Shot, jpeg
from .harsh import EFFECTS, Effect, black_and_white, cold_light, curled, shadow, warm_light, wood
from .paper import receipt, stamp
from .test_receipt import read

MARK = Mark("SJ2026000123", 1)
SIZE = (2000, 1500)
QUALITY = 80


def seen(sheet: Image.Image, random: Random, *effects: Effect, tilt: float = 0.08) -> ReceiptPhoto:
    """A hand-held photo of the sheet on a wooden desk."""
    turn, scale = random.uniform(-12, 12), random.uniform(0.55, 0.75)
    shot = Shot(size=SIZE, turn=turn, scale=scale, tilt=tilt)
    photo = shot.picture(sheet, wood(SIZE, random))
    for effect in effects:
        photo = effect(photo, random)
    return read(jpeg(photo, QUALITY))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("effect", EFFECTS, ids=lambda effect: effect.__name__)
def test_light_lens_and_hand(effect: Effect, seed: int) -> None:
    found = seen(receipt(), Random(seed), effect)
    assert found.mark == MARK
    # A hint for who looks at it: no colour, no red.
    assert found.has_seal is (effect is not black_and_white)


@pytest.mark.parametrize("degrees", [8, 15, 25])
def test_held_at_a_slant(degrees: int) -> None:
    tilt = math.sin(math.radians(degrees)) / 2
    assert seen(receipt(), Random(degrees), tilt=tilt).mark == MARK


@pytest.mark.parametrize("bend", [0.01, 0.03])
def test_paper_that_was_rolled(bend: float) -> None:
    assert seen(curled(receipt(), bend), Random(3)).mark == MARK


@pytest.mark.parametrize("faded", [0.5, 0.25])
def test_a_seal_that_has_little_ink_left_is_seen(faded: float) -> None:
    sheet = receipt(seal=False)
    stamp(sheet, faded)
    assert seen(sheet, Random(4)).has_seal


@pytest.mark.parametrize("effect", [warm_light, cold_light, shadow])
def test_coloured_light_makes_no_seal(effect: Effect) -> None:
    assert not seen(receipt(seal=False), Random(5), effect).has_seal


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_seal_on_the_code_is_looked_through(seed: int) -> None:
    sheet, aside = receipt(seal=False), Random(seed).uniform(-8, 8)
    stamp(sheet, box=Box(SEAL_BOX.x + 105 + aside, 70, SEAL_BOX.width, SEAL_BOX.height))
    assert seen(sheet, Random(seed)).mark == MARK
