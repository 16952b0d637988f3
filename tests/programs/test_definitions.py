"""Definition files: refused with file, line and reason; stored as immutable versions."""

from pathlib import Path

import pytest
from django.db import transaction
from django.db.utils import InternalError

from programs.actions.definitions import load_programs
from programs.definitions.loader import FOLDER, DefinitionError, definition_files, read_definition
from programs.models import ProgramVersion

SOURCE = (FOLDER / "contribution_award.toml").read_text(encoding="utf-8")


def spoiled(folder: Path, old: str, new: str) -> str:
    """What the loader says of the definition after one replacement."""
    assert old in SOURCE
    path = folder / "contribution_award.toml"
    path.write_text(SOURCE.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as refusal:
        read_definition(path)
    return str(refusal.value)


def line_of(text: str, after: str = "") -> int:
    start = SOURCE.index(after) if after else 0
    return SOURCE[: SOURCE.index(text, start)].count("\n") + 1


@pytest.mark.parametrize("path", definition_files(), ids=lambda path: path.stem)
def test_every_definition_loads_and_survives_storage(path: Path) -> None:
    definition = read_definition(path)
    stored = definition.model_dump(mode="json", exclude_defaults=True)
    assert type(definition).model_validate(stored) == definition


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('type = "multichoice"', 'type = "multichois"', "Input should be"),
        ("max_files = 30", "max_fils = 30", "Extra inputs are not permitted"),
        ('key = "annual_wage"', 'key = "Annual Wage"', "String should match pattern"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, reason: str) -> None:
    complaint = spoiled(tmp_path, old, new)
    assert complaint.startswith(f"contribution_award.toml:{line_of(old)}: ")
    assert reason in complaint


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ('field = "category", equals', 'field = "kategory", equals', "condition on unknown"),
        ('key = "position"', 'key = "education"', "keys used twice"),
        ('office_kind = "talent_office"', "", "needs office_kind"),
        ('slug = "contribution_award"', 'slug = "something"', "not the file's name"),
        ("slug =", "slug", "contribution_award.toml: "),
        ('unique = ["', 'unique = ["nothing", "', "invoices: rows have no nothing"),
    ],
)
def test_what_does_not_fit_together_is_refused(
    tmp_path: Path, old: str, new: str, reason: str
) -> None:
    assert reason in spoiled(tmp_path, old, new)


@pytest.mark.django_db
def test_loading_twice_keeps_the_version_and_a_change_makes_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "contribution_award.toml"
    path.write_text(SOURCE, encoding="utf-8")
    first = load_programs(tmp_path)[0]
    assert load_programs(tmp_path)[0] == first
    path.write_text(SOURCE.replace("wage_floor = 300000", "wage_floor = 310000"), encoding="utf-8")
    second = load_programs(tmp_path)[0]
    assert (first.number, second.number) == (1, 2)
    assert first.definition.parameters["2026"].values["wage_floor"] == 300_000


@pytest.mark.django_db
def test_a_version_cannot_be_changed_or_deleted() -> None:
    version = load_programs()[0]
    rows = ProgramVersion.objects.filter(pk=version.pk)
    with pytest.raises(InternalError, match="immutable"), transaction.atomic():
        rows.update(content={})
    with pytest.raises(InternalError, match="immutable"), transaction.atomic():
        rows.delete()
