"""Choosing an administrative division, one level after the other."""

from accounts.models import AdministrativeDivision

Choices = list[tuple[str, str]]


def provinces() -> Choices:
    found = AdministrativeDivision.objects.filter(parent=None, is_active=True)
    return list(found.values_list("code", "name"))


def below(code: str) -> Choices:
    """What belongs to a division today; nothing for one that is not known."""
    if not code:
        return []
    found = AdministrativeDivision.objects.filter(parent=code, is_active=True)
    return list(found.values_list("code", "name"))


def path_of(division: AdministrativeDivision | None) -> tuple[str, str, str]:
    """The codes of the province, the city and the district, "" where there is none."""
    codes: list[str] = []
    while division is not None:
        codes.insert(0, division.code)
        division = division.parent
    province, city, district = [*codes, "", "", ""][:3]
    return province, city, district


def full_name(division: AdministrativeDivision | None) -> str:
    """江苏省 / 南京市 / 栖霞区."""
    names: list[str] = []
    while division is not None:
        names.insert(0, division.name)
        division = division.parent
    return " / ".join(names)
