"""Makes the tables of places in `accounts/data/` from published packages.

divisions: from the unpacked npm package china-division (`npm pack china-division@2.7.0`).
countries: from the PyPI packages Babel (names, Unicode CLDR) and pycountry (ISO 3166 codes).

    python tools/reference_data.py divisions <folder of the package>
    python tools/reference_data.py countries
"""

import csv
import importlib
import importlib.metadata
import sys
from collections.abc import Iterable
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "accounts/data"
# Districts of 江苏 and 浙江 that have been merged or renamed; documents still name them.
ABOLISHED = {
    "320103": "白下区", "320107": "下关区", "320124": "溧水县", "320125": "高淳县",
    "320482": "金坛市", "320502": "沧浪区", "320503": "平江区", "320504": "金阊区",
    "320584": "吴江市", "320611": "港闸区", "320683": "通州市", "320721": "赣榆县",
    "320829": "洪泽县", "320982": "大丰市", "321088": "江都市", "321284": "姜堰市",
    "330103": "下城区", "330104": "江干区", "330183": "富阳市", "330185": "临安市",
}  # fmt: skip
DIVISIONS_HEAD = """\
# Administrative divisions of China, GB/T 2260; code, name, active (1) or abolished (0).
# From china-division 2.7.0 (npm, MIT by its package.json, WTFPL by its LICENSE file); the
# abolished ones were added by hand. Made by tools/reference_data.py.
"""
COUNTRIES_HEAD = """\
# Countries and regions, ISO 3166-1 alpha-3; code, name, English name.
# Names from Unicode CLDR (Unicode License v3) by Babel {babel}, codes from pycountry {pycountry}
# (LGPL-2.1). Made by tools/reference_data.py.
"""
# CLDR's names where the usual ones of our offices differ.
NAMES = {"TW": "中国台湾", "HK": "中国香港", "MO": "中国澳门"}
NAMES_EN = {"TW": "Taiwan, China", "HK": "Hong Kong, China", "MO": "Macao, China"}
FIRST = ("CHN", "HKG", "MAC", "TWN")


def divisions(package: Path) -> Iterable[tuple[str, str, int]]:
    """A city without districts stands among them as well; it is taken once, as the city."""
    found: dict[str, str] = {}
    for name in ("provinces", "cities", "areas"):
        with (package / f"dist/{name}.csv").open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                found.setdefault(row["code"].ljust(6, "0"), row["name"])
    rows = [(code, name, 1) for code, name in found.items()]
    return sorted(rows + [(c, name, 0) for c, name in ABOLISHED.items() if c not in found])


def countries() -> Iterable[tuple[str, str, str]]:
    locale = importlib.import_module("babel").Locale
    chinese, english = locale("zh").territories, locale("en").territories
    rows = [
        (
            country.alpha_3,
            NAMES.get(country.alpha_2, chinese[country.alpha_2]),
            NAMES_EN.get(country.alpha_2, english[country.alpha_2]),
        )
        for country in importlib.import_module("pycountry").countries
    ]
    return sorted(rows, key=lambda row: (row[0] not in FIRST, row[0]))


def write(name: str, head: str, rows: Iterable[tuple[object, ...]]) -> None:
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        csv.writer(file, lineterminator="\n").writerows(rows)


def main() -> None:
    match sys.argv[1:]:
        case ["divisions", package]:
            write("divisions.csv", DIVISIONS_HEAD, divisions(Path(package)))
        case ["countries"]:
            versions = {name: importlib.metadata.version(name) for name in ("babel", "pycountry")}
            write("countries.csv", COUNTRIES_HEAD.format(**versions), countries())
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main()
