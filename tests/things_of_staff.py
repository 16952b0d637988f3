"""What members of staff find in the admin: what waits for a decision, with its papers."""

from typing import Any

from django.utils import timezone

from accounts.models import (
    AccountChange,
    AccountChangeAttachment,
    Appeal,
    AppealAttachment,
    DataRequestAttachment,
    Delivery,
    NotificationTemplate,
    StaffPosition,
    Unit,
    UnitAttachment,
    UnitChange,
    UnitChangeAttachment,
    UnitIntroduction,
    UnitIntroductionAttachment,
    User,
)
from programs.models import Application, Attachment
from reviews.models import (
    BankResult,
    BatchDecision,
    Payment,
    PaymentFile,
    QueueExport,
    ReceiptPhoto,
)
from tests.cast import (
    Cast,
)


def add_things_of_staff(cast: Cast) -> None:
    """What stands for the arguments of the admin's addresses."""
    item = Application.objects.get(number=cast.things["submitted"])
    reviewers = StaffPosition.objects.filter(office=item.office, role="reviewer")
    reviewer = reviewers.order_by("pk")[0].user
    cast.things |= {
        "item": item.pk,
        "stage": item.stage,
        "secret": "id_doc_number",
        "reason": "与原件核对",
        "batch": BatchDecision.objects.create(created_by=reviewer, verb="approve").pk,
        "export": QueueExport.objects.create(created_by=reviewer).pk,
        "sheet": "csv",
        **money_of(cast),
        "delivery": Delivery.objects.all()[0].pk,
        "template": NotificationTemplate.objects.all()[0].pk,
        "person": User.objects.filter(kind=User.Kind.PERSON)[0].pk,
        "colleague": reviewer.pk,
        **an_appeal(cast),
        **changes_of(cast),
        "data proof": data_proof(cast).pk,
        "unit paper": UnitAttachment.objects.get(unit=cast.things["unit"]).pk,
    }


def money_of(cast: Cast) -> dict[str, Any]:
    """A payment whose photo was handed in, a file for a bank, and what a bank answered."""
    payment = Payment.objects.get(number=cast.things["payment"])
    ReceiptPhoto.objects.update(submitted_at=timezone.now())
    finance = StaffPosition.objects.filter(role="finance")[0].user
    stored = payment.employment_proofs.get()
    file = PaymentFile.objects.create(
        number="FK-1", bank="ICBC", format="csv", file=stored.file.name, sha256=stored.sha256,
        count=1, total=1, created_by=finance,
    )  # fmt: skip
    result = BankResult.objects.create(name="回单.csv", sha256="0", created_by=finance)
    return {
        "paid": payment.pk,
        "disbursement": payment.batch_id,
        "payment file": file.pk,
        "bank result": result.pk,
    }


def an_appeal(cast: Cast) -> dict[str, Any]:
    """An appeal with a proof: any stored file will do."""
    appeal = Appeal.objects.create(number="SS-1", claim="phone", phone="13912340009")
    filed = Attachment.objects.get(pk=cast.things["filed"])
    proof = AppealAttachment.objects.create(
        appeal=appeal,
        file=filed.file.name,
        name=filed.name,
        mime=filed.mime,
        size=filed.size,
        sha256=filed.sha256,
    )
    return {"appeal": appeal.pk, "proof": proof.pk}


def changes_of(cast: Cast) -> dict[str, Any]:
    """A 账号变更 and a 企业信息变更 of the cast's unit, each with a proof."""
    filed = Attachment.objects.get(pk=cast.things["filed"])
    paper = {name: getattr(filed, name) for name in ("file", "name", "mime", "size", "sha256")}
    unit, user = Unit.objects.get(pk=cast.things["unit"]), User.objects.filter(kind="enterprise")[0]
    handover = AccountChange.objects.create(
        number="BG-1", kind="enterprise", uscc=unit.uscc, phone="13912340008"
    )
    change = UnitChange.objects.create(
        number="XX-1", unit=unit, user=user, changes={"address": ["旧址", "新址"]}
    )
    proofs = (
        AccountChangeAttachment.objects.create(account_change=handover, **paper),
        UnitChangeAttachment.objects.create(unit_change=change, **paper),
    )
    return {
        "account change": handover.pk,
        "unit change": change.pk,
        "handover proof": proofs[0].pk,
        "change proof": proofs[1].pk,
        **an_introduction(unit, user, paper),
    }


def data_proof(cast: Cast) -> DataRequestAttachment:
    """A paper handed in with the request of the cast's person: any stored file will do."""
    filed = Attachment.objects.get(pk=cast.things["filed"])
    paper = {name: getattr(filed, name) for name in ("file", "name", "mime", "size", "sha256")}
    request_id = cast.things["data request"]
    return DataRequestAttachment.objects.create(data_request_id=request_id, **paper)


def an_introduction(unit: Unit, user: User, paper: dict[str, Any]) -> dict[str, Any]:
    """A 单位展示信息 with a logo, of the office that the unit has chosen."""
    office = unit.reviewing_office
    assert office
    introduction = UnitIntroduction.objects.create(
        number="ZS-1", unit=unit, office=office, user=user, text="简介"
    )
    logo = UnitIntroductionAttachment.objects.create(unit_introduction=introduction, **paper)
    return {"introduction": introduction.pk, "introduction logo": logo.pk}
