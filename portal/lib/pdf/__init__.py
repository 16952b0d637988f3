"""Official documents as PDF: A4, Chinese fonts embedded, the same bytes for the same content.

document = Document(title="申报受理回执", number="GX2026-00000123-7", issuer="某市人社局")
document.section("一、申报信息")
document.facts([("申报单位", "某某科技有限公司"), ("申报年度", "2026")], columns=2)
document.closing(Closing(issuer="某市人社局", date="2026年11月21日", verification=check))
content = document.render()
"""

from portal.lib.pdf.closing import Closing, Verification
from portal.lib.pdf.document import Document

__all__ = ["Closing", "Document", "Verification"]
