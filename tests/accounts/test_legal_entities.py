"""法人库: what is taken in, and what is refused."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import LegalEntity
from tests.factories.identifiers import uscc

pytestmark = pytest.mark.django_db

HEAD = "统一社会信用代码,单位名称,状态"


def take_in(path: Path, *rows: str, dry_run: bool = False) -> tuple[str, str]:
    sheet, out, errors = path / "register.csv", StringIO(), StringIO()
    sheet.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    try:
        call_command("import_legal_entities", sheet, dry_run=dry_run, stdout=out, stderr=errors)
    except CommandError as error:
        errors.write(str(error))
    return out.getvalue(), errors.getvalue()


def test_rows_are_added_and_brought_up_to_date(tmp_path: Path) -> None:
    first, second = uscc(), uscc()
    assert "新增 1 条" in take_in(tmp_path, f"{first},甲公司,存续")[0]
    said = take_in(tmp_path, f"{first},甲新公司,注销", f"{second},乙公司,存续")[0]
    assert "新增 1 条，更新 1 条" in said
    found = {e.uscc: (e.name, e.is_active) for e in LegalEntity.objects.all()}
    assert found == {first: ("甲新公司", False), second: ("乙公司", True)}


def test_one_wrong_row_keeps_all_out(tmp_path: Path) -> None:
    good = uscc()
    _said, errors = take_in(
        tmp_path,
        f"{good},甲公司,存续",
        "123,乙公司,存续",
        f"{good},丙公司,不明",
        f"{good},丁公司,存续",
    )
    for row in (3, 4, 5):
        assert f"第 {row} 行" in errors
    assert "未导入任何数据" in errors
    assert not LegalEntity.objects.exists()


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    assert "未写入" in take_in(tmp_path, f"{uscc()},甲公司,存续", dry_run=True)[0]
    assert not LegalEntity.objects.exists()
