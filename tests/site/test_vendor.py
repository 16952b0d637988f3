"""What third parties wrote is what VENDOR.md says it is."""

import hashlib
import re

from tools.budgets import ROOT

VENDOR = ROOT / "static/vendor"
ROW = re.compile(r"`([\w./-]+\.(?:css|js|svg))` \| `([0-9a-f]{64})`")


def test_every_vendored_file_is_listed_with_its_hash() -> None:
    listed = dict(ROW.findall((VENDOR / "VENDOR.md").read_text()))
    present = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*.*")
        if path.suffix in (".css", ".js", ".svg")
    }

    assert listed == present
