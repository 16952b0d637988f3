"""年度参数: every figure of a call set by managers, beside last year's."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEntry, StaffPosition
from programs.actions.calls import clone_call
from programs.forms.figures import typed as as_typed
from programs.models import Call, ProgramVersion
from programs.queries.figures import figures_to_begin_with, newest_loaded
from tests.cast import signed_in
from tests.factories import make_staff, open_call
from tests.factories.applications import draft_person_application, submitted_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Any:
    return make_staff(StaffPosition.Role.PROGRAM_MANAGER)


@pytest.fixture
def manager(staff: Any) -> Client:
    return signed_in(staff)


@pytest.fixture
def following(staff: Any) -> Call:
    """Next year's call of the award, its figures not set yet."""
    return clone_call(open_call().pk, staff)


def url_of(call: Call) -> str:
    return reverse("admin:programs_call_figures", args=[call.pk])


def typed(call: Call, **changes: Any) -> dict[str, Any]:
    """What the page sends when nothing is changed, and what is."""
    begin, known = figures_to_begin_with(call), call.definition.figures_by_key
    assert begin
    return {
        "seen": call.version_id,
        **{f"figure_{name}": as_typed(known[name], value) for name, value in begin.values.items()},
        "districts-TOTAL_FORMS": "0",
        "districts-INITIAL_FORMS": "0",
        **changes,
    }


def district_row(at: int, figure: str, value: str, code: str = "320508") -> dict[str, Any]:
    names = {"district": code, "figure": figure, "value": value}
    total = {"districts-TOTAL_FORMS": str(at + 1)}
    return {**{f"districts-{at}-{name}": text for name, text in names.items()}, **total}


def test_last_years_figures_stand_beside_this_years(manager: Client, following: Call) -> None:
    html = manager.get(url_of(following)).content.decode()
    assert "尚未保存" in html
    assert "¥300,000.00" in html
    assert 'value="40"' in html
    sent = typed(following, figure_wage_floor="320000.50")
    assert manager.post(url_of(following), sent).status_code == 302
    call = Call.objects.get(pk=following.pk)
    assert call.figures
    assert call.figures.values["wage_floor"] == Decimal("320000.50")
    assert call.figures.values["local_share"] == Decimal("0.4")
    html = manager.get(url_of(call)).content.decode()
    assert html.count("有变化") == 1


def test_figures_are_a_version_of_their_own(manager: Client, following: Call) -> None:
    """What was loaded stays the newest loaded, and other calls keep what they have."""
    loaded = following.version
    manager.post(url_of(following), typed(following, **district_row(0, "wage_floor", "250000")))
    call = Call.objects.get(pk=following.pk)
    assert call.version != loaded
    assert call.version.origin == loaded
    assert newest_loaded(call.program) == loaded
    assert Call.objects.get(year=following.year - 1).version == loaded
    assert call.figures
    assert call.figures.for_district("320508")["wage_floor"] == 250_000
    assert call.figures.for_district("320507")["wage_floor"] == 300_000
    entry = AuditEntry.objects.get(action="set_figures")
    assert entry.detail["changed"]["320508.wage_floor"] == [None, "250000"]


def test_saving_what_stands_makes_no_version(manager: Client, following: Call) -> None:
    manager.post(url_of(following), typed(following))
    call, count = Call.objects.get(pk=following.pk), ProgramVersion.objects.count()
    manager.post(url_of(call), typed(call))
    assert ProgramVersion.objects.count() == count
    assert AuditEntry.objects.filter(action="set_figures").count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"figure_wage_floor": "-1"}, "figure_wage_floor"),
        ({"figure_wage_floor": "1.005"}, "figure_wage_floor"),
        ({"figure_wage_floor": "many"}, "figure_wage_floor"),
        ({"figure_wage_floor": ""}, "figure_wage_floor"),
        ({"figure_local_share": "140"}, "figure_local_share"),
        ({"figure_lifetime_cap": "1e30"}, "figure_lifetime_cap"),
    ],
)
def test_a_wrong_figure_is_named_and_kept(
    manager: Client, following: Call, changes: dict[str, str], field: str
) -> None:
    response = manager.post(url_of(following), typed(following, **changes))
    assert response.status_code == 400
    assert list(response.context["form"].errors) == [field]
    assert f'value="{changes[field]}"' in response.content.decode() or not changes[field]
    assert Call.objects.get(pk=following.pk).figures is None


@pytest.mark.parametrize(
    ("row", "named"),
    [
        (district_row(0, "wage_floor", "-3"), "value"),
        (district_row(0, "local_share", "200%"), "value"),
        (district_row(0, "bogus", "3"), "figure"),
        (district_row(0, "wage_floor", "3", code="999999"), "district"),
        (district_row(0, "wage_floor", "3") | district_row(1, "wage_floor", "4"), "figure"),
    ],
)
def test_a_wrong_figure_of_a_district_is_named(
    manager: Client, following: Call, row: dict[str, str], named: str
) -> None:
    response = manager.post(url_of(following), typed(following, **row))
    assert response.status_code == 400
    assert [list(form.errors) for form in response.context["exceptions"] if form.errors] == [
        [named]
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("amount_second", "900000"), ("weight_shortage", "50"), ("share_second", "90")],
)
def test_tiers_and_weights_must_fit(manager: Client, name: str, value: str) -> None:
    call = open_call(slug="key_shortage")
    sent = typed(call, **{f"figure_{name}": value})
    response = manager.post(url_of(call), sent)
    assert list(response.context["form"].errors) == [f"figure_{name}"]


def test_two_managers_at_once(manager: Client, following: Call) -> None:
    """The second is told, sees what stands now, keeps what she typed and may save it then."""
    first = typed(following, figure_wage_floor="310000")
    second = typed(following, figure_wage_floor="320000")
    manager.post(url_of(following), first)
    response = manager.post(url_of(following), second)
    html = response.content.decode()
    assert response.status_code == 409
    assert "已由他人修改" in html
    assert "现值 ¥310,000.00" in html
    assert 'value="320000"' in html
    call = Call.objects.get(pk=following.pk)
    assert manager.post(url_of(call), second | {"seen": call.version_id}).status_code == 302


def test_what_was_submitted_keeps_its_figures(manager: Client) -> None:
    unit = submitted_unit()
    call, draft = unit.call, draft_person_application(unit)
    changed = typed(call, figure_wage_floor="200000")
    refused = manager.post(url_of(call), changed)
    assert refused.status_code == 409
    assert "须说明理由" in refused.content.decode()
    manager.post(url_of(call), changed | {"reason": "市政府会议纪要更正"})
    for each in (unit, draft):
        each.refresh_from_db()
    call = Call.objects.get(pk=call.pk)
    assert (unit.version, draft.version) == (newest_loaded(call.program), call.version)
    assert AuditEntry.objects.get(action="set_figures").detail["reason"] == "市政府会议纪要更正"


def test_others_look_only(following: Call) -> None:
    finance = signed_in(make_staff(StaffPosition.Role.FINANCE))
    html = finance.get(url_of(following)).content.decode()
    assert "保存参数" not in html
    assert finance.post(url_of(following), typed(following)).status_code == 403


def test_the_values_of_a_year_are_whole(following: Call) -> None:
    """A loaded file says what each of its figures is called."""
    for version in ProgramVersion.objects.all():
        definition = version.definition
        named = {name for each in definition.parameters.values() for name in each.values}
        assert named == set(definition.figures_by_key), definition.slug


def test_exceptions_of_last_year_come_along(manager: Client, staff: Any) -> None:
    following = clone_call(open_call(slug="rent_grant").pk, staff)
    page = manager.get(url_of(following))
    sent = {bound.html_name: str(bound.value() or "") for bound in page.context["form"]}
    for form in page.context["exceptions"]:
        sent |= {bound.html_name: str(bound.value() or "") for bound in form}
    management = page.context["exceptions"].management_form
    sent |= {bound.html_name: str(bound.value()) for bound in management}
    sent |= {"seen": str(following.version_id)}
    assert manager.post(url_of(following), sent).status_code == 302
    earlier = Call.objects.get(program=following.program, year=2026).figures
    assert Call.objects.get(pk=following.pk).figures == earlier
