"""公示信息 on paper: the list as it is on show, to be put up on a board."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.utils import translation

from portal.lib.money import yuan
from portal.lib.pdf import Closing, Document
from programs.documents.content import chinese_date
from programs.documents.ordering import LANGUAGE
from reviews.models import NoticeLine, PublicNotice
from reviews.noticing import AMOUNT, DETAIL, ID_DOC
from reviews.queries.notices import shown_lines

KEPT_FOR = 3600  # seconds


def notice_sheet(notice: PublicNotice) -> bytes:
    """The PDF; drawn once for each list that is the same."""
    lines = list(shown_lines(notice))
    shown = hash(tuple(line.pk for line in lines))
    key = f"notice-sheet:{notice.pk}:{notice.ends_on}:{len(lines)}:{shown}"
    content: bytes | None = cache.get(key)
    if content is None:
        with translation.override(LANGUAGE):
            content = _draw(notice, lines)
        cache.set(key, content, KEPT_FOR)
    return content


def _draw(notice: PublicNotice, lines: list[NoticeLine]) -> bytes:
    document = Document(title=notice.title, number=notice.number, issuer=notice.issuer)
    document.paragraph(introduction(notice))
    head, widths, numeric = ["序号", "姓名", "单位"], [1.3, 2.0, 5.8], [0]
    if ID_DOC in notice.columns:
        head, widths = [*head, "证件号码"], [*widths, 2.2]
    if DETAIL in notice.columns:
        head, widths = [*head, notice.detail_label], [*widths, 2.6]
    if AMOUNT in notice.columns:
        numeric = [0, len(head)]
        head, widths = [*head, notice.amount_label], [*widths, 2.4]
    rows = [_row(notice, line) for line in lines]
    document.table(head, rows, widths=widths, numeric=numeric)
    document.notes([f"在线查看和提出异议：{settings.SITE_URL}/notices/{notice.number}/"])
    document.closing(Closing(issuer=notice.issuer, date=chinese_date(notice.starts_on)))
    return document.render()


def introduction(notice: PublicNotice) -> str:
    """What stands before the list, on paper as on the screen."""
    starts, ends = chinese_date(notice.starts_on), chinese_date(notice.ends_on)
    return (
        f"按照“{notice.call.definition.name.zh}”{notice.call.year}年度申报审核结果，现将名单予以公示，"
        f"接受社会监督。公示期为{starts}至{ends}。对公示对象有异议的，请在公示期内实名提出并提供依据。"
        f"受理部门：{notice.issuer}，受理电话：{notice.phone}。"
    )


def _row(notice: PublicNotice, line: NoticeLine) -> list[str]:
    cells = [str(line.position), line.name or "单位申报", line.unit_name or "—"]
    if ID_DOC in notice.columns:
        cells.append(line.id_doc or "—")
    if DETAIL in notice.columns:
        cells.append(line.detail or "—")
    if AMOUNT in notice.columns:
        cells.append("—" if line.amount is None else yuan(line.amount))
    return cells
