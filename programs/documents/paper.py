"""A paper for somebody to sign or stamp: the template of a slot, with our blanks filled in.

Drawn when it is asked for and not kept: it says nothing that the profile does not, and becomes a
document only by the signature.
"""

from django.utils import translation

from portal.lib import pdf
from programs.blanks import filled_in
from programs.definitions.forms import Template
from programs.models import Application

from .ordering import LANGUAGE


def draw_paper(template: Template, application: Application) -> bytes:
    """The paper as PDF, always in Chinese."""
    with translation.override(LANGUAGE):
        page = pdf.Document(
            title=template.title.zh,
            number=application.number,
            issuer=application.definition.name.zh,
        )
        if template.to:
            page.addressee(template.to.zh)
        paragraphs = filled_in(template.body.zh.strip(), application).split("\n\n")
        for paragraph in paragraphs:
            page.paragraph(paragraph.replace("\n", ""))
        page.signatures([*(line.zh for line in template.signed_by), "日期：　　　　年　　月　　日"])
        return page.render()
