"""A photo of a receipt straightened and read, against plain Pillow decoding it."""

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.core.files.base import ContentFile
from PIL import Image

from bench.measure import Ratio, take_turns
from portal.lib.photos.receipt import read_receipt
from tests.lib.photos.camera import Shot
from tests.lib.photos.paper import receipt

SIZES = {"12 MP": (4000, 3000), "48 MP": (8000, 6000)}
BOUND = 5
MEMORY_LIMIT = 300  # MiB for the whole process


def run() -> Iterator[Ratio]:
    for name, size in SIZES.items():
        photo = Shot(size=size).take(receipt())
        ours, plain = take_turns(
            lambda photo=photo: read_receipt(ContentFile(photo)),  # type: ignore[misc]
            lambda photo=photo: Image.open(io.BytesIO(photo)).load(),  # type: ignore[misc]
            rounds=7,
            warm_up=1,
        )
        before, peak = _memory(photo)
        note = f"{len(photo) / 2**20:.1f} MiB; process {before} MiB before, {peak} MiB at its peak"
        if peak >= MEMORY_LIMIT:
            note += f": FAILED, over {MEMORY_LIMIT} MiB"
        bound = BOUND if peak < MEMORY_LIMIT else 0
        yield Ratio(f"receipt photo of {name} read : decoded", ours, plain, bound, note)


def _memory(photo: bytes) -> tuple[int, int]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(photo)
        command = [sys.executable, "-m", "bench.receipt_photo_once", str(path)]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    before, peak = (int(number) for number in output.split())
    return before, peak
