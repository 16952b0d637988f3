"""What of an earlier filing still holds: each item kept, to be renewed or lapsed, with the rule."""

import datetime as dt
from typing import Any

import pytest

from programs.carrying import Fate, Item, known_answers, plan_of
from programs.definitions.forms import Form
from programs.models import Attachment


def text(words: str) -> dict[str, str]:
    return {"zh": words, "en": words}


def question(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    return {"key": key, "type": kind, "label": text(key), **more}


def form(*fields: dict[str, Any], slots: tuple[dict[str, Any], ...] = (), **group: Any) -> Form:
    sections = [{"key": "basics", "title": text("basics"), "fields": list(fields)}]
    if group:
        repeat = {"row_label": text("发票"), **group}
        rows = [question("code"), question("sum", "money")]
        sections.append({"key": "rows", "title": text("rows"), "fields": rows, "repeat": repeat})
    made = {"title": text("form"), "sections": sections, "slots": list(slots)}
    return Form.model_validate(made)


def slot(key: str = "paper", **more: Any) -> dict[str, Any]:
    return {"key": key, "label": text(key), **more}


def file(key: str = "paper", **more: Any) -> Attachment:
    known = {"name": "scan.pdf", "mime": "application/pdf", "size": 1000, "scan": "clean"}
    return Attachment(slot=key, **{**known, **more})


def fate(earlier: Form, now: Form, answers: dict[str, Any], *files: Attachment) -> Item:
    """The only item of a plan."""
    (item,) = plan_of(earlier, now, answers, files).items
    return item


CHOICE = {"options": [{"value": "a", "label": text("甲")}, {"value": "b", "label": text("乙")}]}
LESS = {"options": [{"value": "a", "label": text("甲")}]}


@pytest.mark.parametrize(
    ("before", "now", "value", "expected", "rule"),
    [
        pytest.param({}, {}, "x", Fate.KEPT, "自动带入", id="unchanged"),
        pytest.param({}, {"carry": "renew"}, "x", Fate.RENEWED, "每年数据不同", id="renew"),
        pytest.param(
            {},
            {"carry": "renew", "carry_reason": text("按年度核定")},
            "x",
            Fate.RENEWED,
            "按年度核定",
            id="renew by a rule of its own",
        ),
        pytest.param({}, {"carry": "drop"}, "x", Fate.LAPSED, "仅当年有效", id="drop"),
        pytest.param({}, {}, "", Fate.RENEWED, "未填写", id="not told then"),
        pytest.param({}, {"max_length": 2}, "xyz", Fate.LAPSED, "最多 2 个字", id="too long now"),
        pytest.param({}, {"type": "date"}, "x", Fate.LAPSED, "方式已变更", id="another type"),
        pytest.param(
            {"type": "money"},
            {"type": "money", "min_value": 500},
            "100.00",
            Fate.LAPSED,
            "不能小于 500",
            id="below this year's least",
        ),
        pytest.param(
            {"type": "choice", **CHOICE},
            {"type": "choice", **LESS},
            "b",
            Fate.LAPSED,
            "“乙”本年度不再提供",
            id="an option that is gone",
        ),
        pytest.param(
            {},
            {"read_only": True, "prefill": "unit.name"},
            "x",
            Fate.KEPT,
            "会员中心",
            id="profile",
        ),
    ],
)
def test_a_field(before: Any, now: Any, value: str, expected: Fate, rule: str) -> None:
    item = fate(
        form(question("x", **{"kind": before.get("type", "text"), **_but_type(before)})),
        form(question("x", **{"kind": now.get("type", "text"), **_but_type(now)})),
        {"x": value},
    )
    assert item.fate == expected
    assert rule in item.reason


def _but_type(more: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in more.items() if key != "type"}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2026, 3, 14), Fate.KEPT),
        (dt.date(2026, 3, 15), Fate.KEPT),
        (dt.date(2026, 3, 16), Fate.LAPSED),
    ],
)
def test_a_validity_ends_with_its_last_day(day: dt.date, expected: Fate) -> None:
    now = form(question("until", "date", expires=True), slots=(slot(proves=["until"]),))

    plan = plan_of(now, now, {"until": "2026-03-15"}, [file()], day=day)

    assert [item.fate for item in plan.items] == [expected, expected]
    if expected == Fate.LAPSED:
        assert "已于 2026-03-15 到期" in plan.items[0].reason


def test_only_days_to_come_expire() -> None:
    for wrong in (question("x", expires=True), question("x", "date", expires=True, past=True)):
        with pytest.raises(ValueError, match="what expires is a date"):
            form(wrong)


def test_what_the_profile_says_today_stands_and_outdates_its_paper() -> None:
    now = form(question("boss"), question("town"), slots=(slot(proves=["boss"]),))
    told = {"boss": "then", "town": "then"}

    plan = plan_of(now, now, told, [file()], profile={"boss": "now", "town": ""})

    assert plan.answers == {"boss": "now", "town": "then"}
    assert "会员中心" in plan.items[0].reason
    assert (plan.items[2].fate, plan.files) == (Fate.LAPSED, [])
    assert "所证明的“boss”已变更" in plan.items[2].reason


def test_a_field_that_is_new_and_one_that_is_gone() -> None:
    plan = plan_of(form(question("old")), form(question("new")), {"old": "x"}, [])

    told = {item.key: (item.fate, item.reason) for item in plan.items}
    assert told == {
        "new": (Fate.RENEWED, "本年度新增。"),
        "old": (Fate.LAPSED, "本年度不再要求。"),
    }
    assert plan.answers == {}


def test_rows_are_carried_over_whole_or_not_at_all() -> None:
    rows = {"x": "1", "rows": [{"code": "A1", "sum": "5.00"}, {"code": "A2", "sum": "x"}]}
    same = form(question("x"), carry="keep")
    bad = plan_of(same, same, rows, [])
    assert [item.fate for item in bad.items] == [Fate.KEPT, Fate.LAPSED]
    assert "发票 2 · sum" in bad.items[1].reason
    assert bad.answers == {"x": "1"}

    rows["rows"][1]["sum"] = "6.00"  # type: ignore[index]
    assert plan_of(same, same, rows, []).answers == rows
    once = form(question("x"), carry="keep", unique=["code"])
    assert "同一发票只能使用一次" in plan_of(once, once, rows, []).items[1].reason


@pytest.mark.parametrize(
    ("stored", "now", "expected", "rule"),
    [
        (file(), {}, Fate.KEPT, "沿用上次上传的文件"),
        (file(scan="infected"), {}, Fate.LAPSED, "未通过安全检查"),
        (file(mime="image/png"), {"types": ["pdf"]}, Fate.LAPSED, "不再接受此类文件"),
        (file(size=3 << 20), {"max_mib": 2}, Fate.LAPSED, "超过本年度上限 2 MB"),
        (file(), {"carry": "renew"}, Fate.RENEWED, "每年数据不同"),
    ],
)
def test_a_paper(stored: Attachment, now: dict[str, Any], expected: Fate, rule: str) -> None:
    item = plan_of(form(slots=(slot(),)), form(slots=(slot(**now),)), {}, [stored]).items[0]
    assert (item.key, item.fate) == ("paper", expected)
    assert rule in item.reason


def test_a_paper_goes_with_what_it_proves() -> None:
    before = form(question("x"), slots=(slot(),))
    now = form(question("x", max_length=2), slots=(slot(proves=["x"]),))

    plan = plan_of(before, now, {"x": "long"}, [file()])

    assert [item.fate for item in plan.items] == [Fate.LAPSED, Fate.LAPSED]
    assert "“x”已失效" in plan.items[1].reason
    assert plan.files == []


def test_the_newest_filing_that_tells_something_counts() -> None:
    now = form(question("x"), question("y"), question("wage", carry="renew"))
    newest = (form(question("x")), {"x": "new"})
    older = (
        form(question("x"), question("y"), question("wage")),
        {"x": "old", "y": "1", "wage": "9"},
    )

    assert known_answers(now, [newest, older]) == {"x": "new", "y": "1"}
    assert known_answers(now, [newest, older], renewed=True) == {"x": "new", "y": "1", "wage": "9"}
