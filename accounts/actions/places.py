"""Loading the districts and offices of a city from its data file."""

import tomllib
from pathlib import Path

from django.db import transaction

from accounts.models import District, Office

FOLDER = Path(__file__).resolve().parents[1] / "data"


@transaction.atomic
def load_places(city: str) -> tuple[int, int]:
    """Creates or renames districts and offices; returns how many of each the city has.

    Offices keep the telephone numbers that staff gave them. Raises FileNotFoundError for an
    unknown city.
    """
    data = tomllib.loads((FOLDER / f"{city}.toml").read_text(encoding="utf-8"))
    for position, row in enumerate(data["districts"]):
        code = row["code"]
        district, _created = District.objects.update_or_create(
            code=code, defaults={**row, "position": position}
        )
        for kind, names in data["district_offices"].items():
            _load_office(
                kind,
                district,
                district.name + names["name"],
                f"{row['name_en']} {names['name_en']}",
            )
    for kind, names in data["city_offices"].items():
        _load_office(kind, None, **names)
    return District.objects.count(), Office.objects.count()


def _load_office(
    kind: str, district: District | None, name: str, name_en: str, phone: str = ""
) -> None:
    names = {"name": name, "name_en": name_en}
    Office.objects.update_or_create(
        kind=kind, district=district, defaults=names, create_defaults={**names, "phone": phone}
    )
