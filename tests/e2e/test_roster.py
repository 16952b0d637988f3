"""HR with a whole department: a roster with a mistake, its correction, a ZIP of scans, a tick."""

import io
import re
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Download, FilePayload, Page, expect

from programs.actions import submissions
from programs.models import Application
from tests.factories import make_clerk, open_call, person_answers, submitted_unit
from tests.programs.roster.books import PEOPLE, as_bytes, column_of, filled, put
from tests.programs.roster.books import people as complete_people
from tests.worker import Worker

from .pages import Clerk
from .papers import scan

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NAMES = ("祝允明", "文徵明", "仇英")
PAPERS = ("身份证", "学历证书", "劳动合同", "工资证明", "完税证明", "发票")
FORGOTTEN = ("仇英", "完税证明")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORK = 60_000
"""How long a busy machine may take for what a worker does."""


def sheet(content: bytes, name: str = "名单.xlsx") -> FilePayload:
    return {"name": name, "mimeType": XLSX, "buffer": content}


def archive() -> FilePayload:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for name in NAMES:
            for paper in PAPERS:
                if (name, paper) == FORGOTTEN:
                    continue
                packed.writestr(f"{name}/{paper}.pdf", scan()["buffer"])
    return {"name": "材料.zip", "mimeType": "application/zip", "buffer": target.getvalue()}


def read(download: Download) -> Workbook:
    return load_workbook(io.BytesIO(Path(download.path()).read_bytes()))


def send(page: Page, file: FilePayload, verb: str) -> None:
    field = page.get_by_label("名单" if verb == "上传并检查" else "材料压缩包")
    field.set_input_files(file)
    page.get_by_role("button", name=verb).click()


def test_a_roster_is_corrected_scans_follow_and_everybody_is_ticked(
    clerk: Clerk,
    celery_worker_process: Worker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(submissions, "AT_ONCE", 1)
    call, user = open_call(), make_clerk()
    submitted_unit(call, user)
    page = clerk.page
    clerk.log_in(user.username)
    clerk.open(f"/file/contribution_award/{call.year}/people/")
    clerk.follow("批量导入")
    clerk.look()
    with page.expect_download() as template:
        clerk.press("下载模板")
    assert PEOPLE in read(template.value).sheetnames

    said = [person_answers(name=name) for name in NAMES]
    book = filled(call, said)
    put(book, 3, "手机号码", "1380")
    send(page, sheet(as_bytes(book)), "上传并检查")
    expect(page.get_by_role("button", name="导入 2 人")).to_be_visible(timeout=WORK)
    expect(page.get_by_role("row", name=re.compile("文徵明"))).to_contain_text("手机号码")
    clerk.look()
    with page.expect_download() as returned:
        page.get_by_role("link", name="下载标注的名单").click()
    marked = read(returned.value)
    cell = marked[PEOPLE].cell(3, column_of(marked, "手机号码"))
    assert cell.comment is not None
    clerk.press("导入 2 人")
    expect(page.get_by_text("已导入 2 人")).to_be_visible(timeout=WORK)

    cell.value = said[1]["mobile"]
    clerk.follow("返回批量导入")
    send(page, sheet(as_bytes(marked), "名单-改.xlsx"), "上传并检查")
    expect(page.get_by_role("button", name="导入 1 人")).to_be_visible(timeout=WORK)
    clerk.press("导入 1 人")
    expect(page.get_by_text("已导入 1 人")).to_be_visible(timeout=WORK)
    assert Application.objects.filter(part="person").count() == len(NAMES)

    _send_scans(clerk)
    _tick_everybody(clerk)


def _send_scans(clerk: Clerk) -> None:
    page = clerk.page
    clerk.follow("返回批量导入")
    send(page, archive(), "上传并匹配")
    files = len(NAMES) * len(PAPERS) - 1
    expect(page.get_by_text(f"共 {files} 个文件")).to_be_visible(timeout=WORK)
    clerk.look()
    clerk.press("确认上传")
    expect(page.get_by_text(f"已上传 {files} 个，未上传 0 个")).to_be_visible(timeout=WORK)
    clerk.look()


def _tick_everybody(clerk: Clerk) -> None:
    """Who lacks a paper is named; she is mended, and submitted by one click."""
    page = clerk.page
    clerk.follow("去勾选提交")
    expect(page.get_by_role("row", name=re.compile("仇英"))).to_contain_text("缺 1 项")
    clerk.look()
    page.get_by_label("全选").check()
    clerk.press("提交审核")
    clerk.confirm()
    expect(page.get_by_text("共 3 人，2 人已提交审核")).to_be_visible(timeout=WORK)
    clerk.look()
    result = page.url
    page.get_by_role("link", name=re.compile("完税证明")).click()
    clerk.upload_well("tax_certificate", scan())
    page.goto(result)
    clerk.press("重新提交未提交的 1 人")
    clerk.confirm()
    expect(page.get_by_text("共 1 人，1 人已提交审核")).to_be_visible(timeout=WORK)
    clerk.look()
    states = Application.objects.filter(part="person").values_list("state", flat=True)
    assert set(states) == {"pending_review"}


def test_the_pages_fit_a_phone(clerk_on_a_phone: Clerk) -> None:
    call, user = open_call(), make_clerk()
    submitted_unit(call, user)
    clerk_on_a_phone.log_in(user.username)
    clerk_on_a_phone.open(f"/file/contribution_award/{call.year}/roster/")
    clerk_on_a_phone.look()
    content = as_bytes(filled(call, complete_people(1)))
    send(clerk_on_a_phone.page, sheet(content), "上传并检查")
    expect(clerk_on_a_phone.page.get_by_text("正在检查")).to_be_visible()
    clerk_on_a_phone.look()
