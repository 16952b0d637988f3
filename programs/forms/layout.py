"""How the questions of a section stand on the page: crispy-forms layouts."""

import json

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row

from programs.definitions.base import Condition
from programs.definitions.forms import FormField, Section

FIELD_TEMPLATE = "programs/form/field.html"


def section_helper(section: Section) -> FormHelper:
    """Two columns on wide screens; a question with a condition carries it for the browser."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.field_template = FIELD_TEMPLATE
    helper.layout = Layout(Row(*(_column(question) for question in section.fields)))
    return helper


def when_json(condition: Condition | None) -> str:
    """A condition as the browser reads it (static/gov/filing.js); "" for always."""
    if condition is None:
        return ""
    return json.dumps(condition.model_dump(mode="json", exclude_defaults=True))


def _column(question: FormField) -> Column:
    width = "col-12" if question.wide or question.type == "textarea" else "col-md-6"
    attributes = {"data_when": when_json(question.when)} if question.when else {}
    return Column(question.key, css_class=width, **attributes)
