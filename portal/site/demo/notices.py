"""公示 of the demo: one that runs, with an objection that waits, and one that has ended."""

import datetime as dt

import pgtrigger

from accounts.actions.codes import send_code
from accounts.models import Delivery, User, VerificationCode
from portal.lib.dates import add_working_days, today
from portal.site.demo.disbursement import agree, hire
from portal.site.demo.filings import backdate
from portal.site.demo.handovers import keep
from programs.models import Application, Call
from reviews.actions.notices import publish
from reviews.actions.objections import answer, ask, file_objection
from reviews.models import NoticeLine, ObjectionProof, PublicNotice
from reviews.noticing import AMOUNT, DETAIL, FULL_NAME, Terms, conclude
from reviews.queries.notices import Scope, fingerprint, publishable, waiting

HIRED = (
    ("钱谷", 961, "48000"),
    ("陆治", 962, "66000"),
    ("陈道复", 963, "36000"),
    ("周天球", 964, "52000"),
)  # fmt: skip
ISSUER, PHONE = "苏州市人才办公室", "0512-65224600"
OBJECTOR = "13900000969"
TEXT = "名单第 2 号陆治在原单位的劳动合同到今年 9 月才到期，引进时间与公示条件不符，请核查。"
ENDED_DAYS_AGO = 20


def make_notices(hiring: Call, clerk: User, staff: dict[str, User]) -> None:
    """Whoever of the company is hired this year and whoever was recognised goes on show."""
    part = hiring.applications.get(part=Application.Part.UNIT, created_by=clerk)
    for each in HIRED:
        agree(hire(part, *each), staff)
    title = f"关于{hiring.year}年度高层次和紧缺人才招聘补贴拟补贴人员名单的公示"
    terms = Terms(title, ISSUER, PHONE, 5, [AMOUNT, DETAIL], "qualification")
    _object_to(_publish(hiring, terms, staff["manager"]), staff["manager"])
    _recognise(staff["manager"])


def _publish(call: Call, terms: Terms, manager: User) -> PublicNotice:
    stage = next(each for each in call.definition.route if each.kind == "public_notice")
    scope = Scope(call, stage)
    return publish(scope, terms, fingerprint(publishable(waiting(scope))), manager)


def _object_to(notice: PublicNotice, manager: User) -> None:
    """What a visitor says about one line, what she is asked, and what she answers."""
    send_code(OBJECTOR, VerificationCode.Purpose.OBJECTION, "127.0.0.1")
    sent = Delivery.objects.filter(kind="verification_code").latest("created_at")
    code = "".join(sign for sign in sent.body if sign.isdigit())[:6]
    claim = {"name": "黄姬水", "phone": OBJECTOR, "text": TEXT}
    line = notice.lines.get(name__startswith="陆")
    objection, _secret = file_objection(notice, line, claim, code, [])
    rows = [("异议编号", objection.number), ("内容", "原单位劳动合同期限页")]
    keep(ObjectionProof(objection=objection), "情况说明", rows, "黄姬水")
    ask(objection.pk, "请说明原单位名称，并补充能证明合同终止时间的材料。", manager)
    answer(objection.pk, "原单位为苏州虎丘仪表厂，合同终止证明可向该单位人事科核实。", [])


def _recognise(manager: User) -> None:
    """The notice of those who file for themselves, as if it had ended some days ago."""
    call = Call.objects.get(program__slug="recognition")
    title = f"关于谢孝思等人被认定为{call.year}年度高层次人才的公示"
    notice = _publish(call, Terms(title, ISSUER, PHONE, 5, [FULL_NAME]), manager)
    starts_on = today() - dt.timedelta(days=ENDED_DAYS_AGO)
    with pgtrigger.ignore("reviews.PublicNotice:what_was_published_stays"):
        PublicNotice.objects.filter(pk=notice.pk).update(
            starts_on=starts_on, ends_on=add_working_days(starts_on, 5)
        )
    conclude(notice.pk)
    listed = list(NoticeLine.objects.filter(notice=notice).values_list("application", flat=True))
    filed = starts_on - dt.timedelta(days=10)
    backdate(listed, dt.datetime.combine(filed, dt.time(10), dt.UTC), spread=dt.timedelta(days=5))
