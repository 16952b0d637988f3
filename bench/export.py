"""Export of 100 000 approved rows to XLSX against COPY, with the memory it takes."""

import io
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from bench.data import SHARES, fill, make_companies
from bench.measure import Ratio, seconds
from programs.states import State

ROWS = 100_000
MEMORY_LIMIT = 200  # MiB for the whole process
COPY = """
COPY (SELECT unit_name, name, number, district_id, id_doc_tail, state, proposed_amount,
             approved_amount, submitted_at, decided_at
      FROM programs_application WHERE part = 'person' AND state = 'approved') TO STDOUT
"""


def run() -> Iterator[Ratio]:
    make_companies()
    fill(1, ROWS * 100 // SHARES[State.APPROVED])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "approved.xlsx"
        command = [sys.executable, "-m", "bench.export_once", str(path), str(ROWS)]
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        rows, took, before, peak = output.split()
        size = path.stat().st_size // 2**20
    note = f"{rows} rows, {size} MiB; process {before} MiB before, {peak} MiB at its peak"
    if int(peak) >= MEMORY_LIMIT:
        note += f": FAILED, over {MEMORY_LIMIT} MiB"
    bound = None if int(peak) < MEMORY_LIMIT else 0
    yield Ratio("export of approved rows : COPY", float(took), seconds(_copy), bound, note)


def _copy() -> None:
    with connection.cursor() as cursor:
        cursor.copy_expert(COPY, io.StringIO())
