"""Pieces that several documents share."""

from collections.abc import Sequence

from django.conf import settings

from portal.lib import pdf
from programs.display import value_of
from programs.models import Document

PLUS = " + "
MAX_TERMS = 4


def verification_url(document: Document) -> str:
    """The public check of this document. The token says nothing about anybody."""
    return f"{settings.SITE_URL}/verify/{document.token}/"


def number_of(document: Document) -> str:
    """The number on the paper, with the version from the second on."""
    if document.version == 1:
        return document.number
    return f"{document.number}（第{document.version}版）"


def working_table(page: pdf.Document, working: Sequence[dict[str, str]]) -> None:
    """How an amount came about, one step to a row."""
    rows = [[step["label"], _short(step["formula"]), value_of(step)] for step in working]
    if rows:
        header = ("项目", "计算方法", "金额")
        page.table(header, rows, widths=(3, 5, 2.2), numeric=(2,), recurring=True)


def _short(formula: str) -> str:
    """A long sum by its ends: all thirty invoices stand in the file, not on the paper."""
    terms = formula.split(PLUS)
    if len(terms) <= MAX_TERMS:
        return formula
    return f"{terms[0]}{PLUS}…{PLUS}{terms[-1]}（共 {len(terms)} 项）"


def closing_of(document: Document, seal_kind: str) -> pdf.Closing:
    """Signature of the issuing office and the way to verify."""
    office = document.content["office"]
    return pdf.Closing(
        issuer=office,
        date=document.content["date"],
        seal_name=office,
        seal_kind=seal_kind,
        verification=verification_of(document),
    )


def verification_of(document: Document) -> pdf.Verification:
    """The ways to verify: by the QR code, or by typing."""
    return pdf.Verification(
        url=verification_url(document), code=document.code, site=f"{settings.SITE_URL}/verify/"
    )
