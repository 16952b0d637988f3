"""What a newcomer of the demo tries 批量导入 with: a roster with mistakes, and the scans for it."""

import io
import zipfile
from typing import Any

from portal.lib.dates import filing_year
from portal.site.demo.papers import PAPERS
from portal.site.demo.people import person_answers
from programs.models import Application, Call
from programs.queries.filing import get_unit_call
from programs.roster.columns import Plan
from programs.roster.template import write_template

SLUG = "contribution_award"
SERIALS = range(7001, 7013)
MISTAKES: dict[int, dict[str, Any]] = {
    3: {"mobile": "1380"},
    5: {"id_doc_number": "320501199001011234"},
    8: {"annual_wage": "五十二万"},
}
UNIT = "演示单位"
FORGOTTEN = (10, "tax_certificate")


def roster() -> bytes:
    """A workbook of this year's call with people whom nobody has filed, some of them wrong."""
    call = _call()
    people = [{**answers, **MISTAKES.get(n, {})} for n, answers in enumerate(_people(call.year))]
    target = io.BytesIO()
    write_template(target, Plan(call.definition.form("person")), str(call.program), people)
    return target.getvalue()


def archive() -> bytes:
    """The scans of the same people, one folder each; one paper was forgotten."""
    call = _call()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as packed:
        for number, answers in enumerate(_people(call.year)):
            filing = Application(
                call=call, version=call.version, part=Application.Part.PERSON, unit_name=UNIT
            )
            for slot in filing.form.visible_slots(answers):
                if (number, slot.key) != FORGOTTEN:
                    kind = "pdf" if slot.key == "employment_contract" else "jpg"
                    path = f"{answers['name']}/{slot.label.zh}.{kind}"
                    packed.writestr(path, PAPERS[slot.key](filing, answers))
    return target.getvalue()


def _people(year: int) -> list[dict[str, Any]]:
    """Told apart by their names."""
    people = {answers["name"]: answers for answers in (person_answers(n, year) for n in SERIALS)}
    return list(people.values())


def _call() -> Call:
    return get_unit_call(SLUG, filing_year())
