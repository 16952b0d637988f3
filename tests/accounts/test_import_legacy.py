"""Taking over units, filings and accounts of the earlier system."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from openpyxl import Workbook

from accounts.models import AuditEntry, LegacyFiling, LegacyUnit
from portal.lib.crypto import keyed_hash
from tests.factories import district_office, make_person, make_reviewer

pytestmark = pytest.mark.django_db

USCC, NUMBER = "91320583MA1KEG7ACJ", "32058319790922452X"
UNITS = "统一社会信用代码,单位名称,所属主管部门"
FILINGS = "姓名,证件类型,证件号码,申报项目,年度,认定层次,办理结果,认定日期,申报单位统一社会信用代码"
FILING = f"颜文樑,居民身份证,{NUMBER},高层次人才认定,2017,D类,已认定,2017年9月1日,{USCC}"


def sheet(folder: Path, *lines: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / "sheet.csv"
    path.write_text("\r\n".join(lines), encoding=encoding)
    return path


def unit_row() -> str:
    return f"{USCC},昆山千灯电子材料有限公司,{district_office('320583').name}"


def run(kind: str, path: Path, **options: Any) -> None:
    call_command("import_legacy", kind, path, **options)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_units_and_their_filings_are_taken_over(tmp_path: Path, encoding: str) -> None:
    run("units", sheet(tmp_path, UNITS, unit_row(), "", encoding=encoding))
    run("filings", sheet(tmp_path, FILINGS, FILING, encoding=encoding))

    filing = LegacyFiling.objects.get()
    assert filing.legacy_unit == LegacyUnit.objects.get(uscc=USCC)
    assert (filing.id_doc_number, filing.id_doc_hash) == (NUMBER, keyed_hash(NUMBER))
    assert filing.granted_on is not None
    assert filing.granted_on.isoformat() == "2017-09-01"
    assert AuditEntry.objects.filter(action="import_legacy").count() == 2


def test_document_numbers_are_sealed_in_the_database(tmp_path: Path) -> None:
    run("units", sheet(tmp_path, UNITS, unit_row()))
    run("filings", sheet(tmp_path, FILINGS, FILING))
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(f)::text FROM accounts_legacyfiling f")
        assert NUMBER not in cursor.fetchone()[0]


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["备注", *UNITS.split(",")])
    book.active.append(["旧", *unit_row().split(",")])
    book.save(tmp_path / "units.xlsx")
    run("units", tmp_path / "units.xlsx")
    assert LegacyUnit.objects.get().uscc == USCC


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: Any) -> None:
    run("units", sheet(tmp_path, UNITS, unit_row()), dry_run=True)
    assert "新增 1 条" in capsys.readouterr().out
    assert not LegacyUnit.objects.exists()


def test_again_means_brought_up_to_date(tmp_path: Path, capsys: Any) -> None:
    run("units", sheet(tmp_path, UNITS, unit_row()))
    run("units", sheet(tmp_path, UNITS, unit_row().replace("千灯", "千灯新")))
    assert "更新 1 条" in capsys.readouterr().out
    assert "千灯新" in LegacyUnit.objects.get().name


def test_every_wrong_row_is_named_and_nothing_is_written(tmp_path: Path, capsys: Any) -> None:
    bad = [
        unit_row(),
        unit_row(),
        f"{USCC[:-1]}A,某公司,{district_office().name}",
        "91320508MA1D00TPXD,某公司,没有的部门",
        f"91320508MA1D00TPXD,,{district_office().name}",
    ]
    with pytest.raises(CommandError, match="未导入任何数据"):
        run("units", sheet(tmp_path, UNITS, *bad))

    said = capsys.readouterr().err.splitlines()
    assert [line.split("：")[0] for line in said] == [f"第 {n} 行" for n in (3, 4, 5, 6)]
    assert "与第 2 行重复" in said[0]
    assert "统一社会信用代码" in said[1]
    assert "没有这个主管部门" in said[2]
    assert "单位名称" in said[3]
    assert not LegacyUnit.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        (NUMBER, "320583197909224521", "证件号码"),
        ("居民身份证", "图书证", "证件类型"),
        ("2017,", "17,", "年度"),
        ("2017年9月1日", "去年", "认定日期"),
        (USCC, "91320508MA1D00TPXD", "申报单位统一社会信用代码"),
    ],
)
def test_a_wrong_filing_is_named_without_the_number(
    tmp_path: Path, capsys: Any, old: str, new: str, column: str
) -> None:
    run("units", sheet(tmp_path, UNITS, unit_row()))
    with pytest.raises(CommandError):
        run("filings", sheet(tmp_path, FILINGS, FILING.replace(old, new)))
    said = capsys.readouterr().err
    assert f"第 2 行：{column}" in said
    assert new not in said
    assert not LegacyFiling.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", "单位名称\n某公司", "缺少列"),
        ("a.csv", "", "缺少列"),
        ("a.xlsx", "no workbook", "不是有效的 XLSX"),
        ("missing.csv", None, "No such file"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused(
    tmp_path: Path, name: str, content: str | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    with pytest.raises(CommandError, match=words):
        run("units", tmp_path / name)


@pytest.mark.requirement("S1-006")
def test_accounts_of_the_earlier_system_end_here(tmp_path: Path) -> None:
    person, other = make_person(), make_person()
    run("accounts", sheet(tmp_path, "用户名", person.username))
    person.refresh_from_db()
    other.refresh_from_db()
    assert (person.must_use_network, other.must_use_network) == (True, False)


def test_staff_cannot_be_shut_out_by_a_sheet(tmp_path: Path) -> None:
    reviewer = make_reviewer(district_office())
    with pytest.raises(CommandError):
        run("accounts", sheet(tmp_path, "用户名", reviewer.username))
