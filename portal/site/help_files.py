"""The files of the help centre: manuals and forms, drawn as PDF from `data/help_files.toml`."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.lib import pdf
from portal.site.identity import get_identity

FILE = Path(__file__).parent / "data" / "help_files.toml"

#: The files by key, in the order of the page, as they are called there.
TITLES: dict[str, Promise] = {
    "unit-registration": _("单位账号在认定系统信息登记操作手册"),
    "talent-system": _("高层次人才申报系统操作手册"),
    "special-talent-form": _("偏才专才认定申请表"),
    "record-filing": _("高层次人才认定备案申请操作手册"),
    "housing-forms": _("住房补贴申请人用相关表单"),
    "housing-tables": _("高层次人才住房补贴常用表格"),
}
BLANK = "　"
TALL_LINES = 9


@cache
def draw(key: str) -> bytes:
    """One file as PDF; it changes with a release only, so each process draws it once."""
    with translation.override("zh-hans"):
        content = _contents()[key]
        page = pdf.Document(
            title=content["title"], number=f"HELP-{key}", issuer=str(get_identity().owner)
        )
        for section in content["section"]:
            _add(page, section)
        return page.render()


def file_name(key: str) -> str:
    return f"{_contents()[key]['title']}.pdf"


@cache
def _contents() -> dict[str, dict[str, Any]]:
    files = tomllib.loads(FILE.read_text(encoding="utf-8"))["file"]
    return {each["key"]: each for each in files}


def _add(page: pdf.Document, section: dict[str, Any]) -> None:
    page.section(section["heading"])
    page.paragraph("\n".join(section.get("lines", [])))
    blank = "\n".join([BLANK] * TALL_LINES) if section.get("tall") else BLANK
    columns = 1 if section.get("tall") else 2
    page.facts([(label, blank) for label in section.get("blanks", [])], columns=columns)
