"""证书: what was granted to whom, how long it is valid, and how to see that it still is."""

from portal.lib.pdf.certificate import Certificate, render
from programs.models import Document

from .parts import number_of, verification_of


def draw(document: Document) -> bytes:
    """The certificate as PDF."""
    content = document.content
    return render(
        Certificate(
            title=content["title"],
            subtitle=content["title_en"],
            number=number_of(document),
            holder=content["name"],
            identity=f"（{content['id_doc']}）",
            statement=content["statement"],
            facts=[*map(tuple, content["facts"]), ("政策依据", content["basis"])],
            issuer=content["office"],
            date=content["date"],
            seal_kind="人才业务专用章",
            verification=verification_of(document),
        )
    )
