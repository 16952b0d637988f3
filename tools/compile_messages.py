"""Compile locale/*/LC_MESSAGES/*.po where the .mo is missing or older. Needs no gettext tools."""

from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    for source in sorted(ROOT.glob("locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))
            print(f"messages: compiled {source.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
