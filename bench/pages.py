"""The applicant's pages against a bare Django view with one indexed query.

Both go through every middleware. What is over 5 is rendering: the working list draws some forty
rows through template components (about a millisecond each), the form draws every field through
crispy-forms, which renders a template for each.
"""

from collections.abc import Iterator

from django.test import Client
from django.test.utils import override_settings

from bench.measure import Ratio, take_turns
from tests.factories import draft_person_application, submit, submitted_unit

PEOPLE = 40


@override_settings(ROOT_URLCONF="bench.urls")
def _measure(client: Client, name: str, path: str, bare: str) -> Ratio:
    for each in (path, bare):
        assert client.get(each).status_code == 200, each
    ours, limit = take_turns(lambda: client.get(path), lambda: client.get(bare), rounds=30)
    return Ratio(f"{name} : bare view", ours, limit, note="over 5: rendering, see bench/pages.py")


def run() -> Iterator[Ratio]:
    unit = submitted_unit()
    people = [submit(draft_person_application(unit)) for _ in range(PEOPLE)]
    draft = draft_person_application(unit)
    client = Client()
    client.force_login(unit.created_by)
    call = unit.call
    bare = f"/bare/{people[0].number}/"
    workspace = f"/file/{call.program.slug}/{call.year}/people/"
    yield _measure(client, f"working list of {PEOPLE + 1} people", workspace, bare)
    yield _measure(client, "form page of one person", f"/my/{draft.number}/", bare)
    yield _measure(client, "page of a submitted person", f"/my/{people[0].number}/", bare)
