"""What persons of the demo ask about their own data, waiting for the system administrator."""

from accounts.models import DataRequest, DataRequestAttachment, User
from portal.lib.dates import today
from portal.lib.masking import mask_id_number
from portal.lib.numbering import next_number
from portal.site.demo.handovers import keep


def make_data_requests(person: User) -> None:
    """One has a name written wrongly, with her card as proof; another wants to leave."""
    correction = _ask(
        person, DataRequest.Kind.CORRECT, "更正姓名：“鸿”误写，应为“泓”，见附件身份证。"
    )
    rows = [("姓名", "徐悲泓"), ("公民身份号码", mask_id_number(person.id_doc_number))]
    proof = DataRequestAttachment(data_request=correction)
    keep(proof, "居民身份证", rows, "苏州市公安局")
    _ask(
        User.objects.get(username="talent2"),
        DataRequest.Kind.ERASE,
        "已到外地工作，不再申报，请注销账号。",
    )


def _ask(person: User, kind: str, reason: str) -> DataRequest:
    return DataRequest.objects.create(
        number=next_number("SJ", today().year), kind=kind, user=person, reason=reason
    )
