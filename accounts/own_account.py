"""What the account itself stores about its user (see `accounts.own_data`)."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models.fields.files import FieldFile
from django.forms import model_to_dict
from django.utils.translation import gettext_lazy as _

from accounts.models import (
    AppealAttachment,
    DataRequestAttachment,
    ExternalIdentity,
    Membership,
    PersonProfile,
    User,
)
from accounts.own_data import Block, Erased
from portal.lib.masking import mask_email, mask_id_number, mask_mobile, mask_name

EMPTY = "—"
SECRET = {"id", "user", "id_doc_hash"}


def blocks(user: User) -> list[Block]:
    document = f"{user.get_id_doc_type_display()} {mask_id_number(user.id_doc_number)}"
    account = Block(
        _("账号"),
        [
            (_("用户名"), user.username),
            (_("姓名"), mask_name(user.full_name) or EMPTY),
            (_("手机号"), mask_mobile(user.phone or "") or EMPTY),
            (_("邮箱"), mask_email(user.email) or EMPTY),
            (_("证件"), document if user.id_doc_number else EMPTY),
            (_("注册时间"), f"{user.date_joined:%Y-%m-%d}"),
        ],
        "account_security",
    )
    return [account, *_profile(user), *_units(user), _others(user)]


def data(user: User) -> dict[str, Any]:
    profile = PersonProfile.objects.filter(user=user).first()
    return {
        "account": {
            "username": user.username,
            "kind": user.kind,
            "full_name": user.full_name,
            "phone": user.phone,
            "email": user.email,
            "id_doc_type": user.id_doc_type,
            "id_doc_number": user.id_doc_number,
            "date_joined": user.date_joined,
            "last_login": user.last_login,
        },
        "profile": model_to_dict(profile, exclude=[*SECRET]) if profile else None,
        "memberships": list(
            user.memberships.values("unit__name", "unit__uscc", "role", "starts_on", "ends_on")
        ),
        "consents": list(
            user.consents.values("purpose", "edition", "given_at", "address", "withdrawn_at")
        ),
        "identity_checks": list(
            user.identity_checks.values("kind", "provider", "transaction_id", "passed_at")
        ),
        "notifications": list(user.notifications.values("title", "body", "created_at", "read_at")),
        "appeals": list(user.appeals.values("number", "claim", "reason", "state", "opinion")),
        "data_requests": list(
            user.data_requests.values("number", "kind", "reason", "state", "opinion")
        ),
        "outside_accounts": list(user.external_identities.values("issuer", "created_at")),
    }


def files(user: User) -> Iterator[tuple[str, FieldFile]]:
    for proof in AppealAttachment.objects.filter(appeal__user=user):
        yield f"appeals/{proof.pk}-{proof.name}", proof.file
    for paper in DataRequestAttachment.objects.filter(data_request__user=user):
        yield f"requests/{paper.pk}-{paper.name}", paper.file


def erase(user: User) -> Erased:
    """Everything but what identifies the account, which depends on what others have to keep."""
    ended = Membership.objects.filter(user=user, is_active=True).update(is_active=False, seat=None)
    gone = [
        PersonProfile.objects.filter(user=user).delete()[0],
        ExternalIdentity.objects.filter(user=user).delete()[0],
        Authenticator.objects.filter(user=user).delete()[0],
        user.notifications.all().delete()[0],
        user.password_history.all().delete()[0],
    ]
    return Erased(ended + sum(gone))


def _profile(user: User) -> list[Block]:
    profile = PersonProfile.objects.filter(user=user).first()
    if profile is None:
        return []
    lines: list[Any] = [
        (_("人员编号"), profile.person_number),
        (_("性别"), profile.get_sex_display()),
        (_("移动电话"), mask_mobile(profile.mobile)),
        (_("社会保障号码"), mask_id_number(profile.social_security_number)),
        (_("居住地址"), profile.residence_address),
        (_("户籍地址"), profile.household_address),
    ]
    return [Block(_("个人信息"), lines, "person_profile")]


def _units(user: User) -> list[Block]:
    found = user.memberships.filter(is_active=True).select_related("unit")
    lines: list[Any] = [(each.unit.name, each.get_role_display()) for each in found]
    return [Block(_("代表的单位"), lines)] if lines else []


def _others(user: User) -> Block:
    return Block(
        _("其他记录"),
        [
            (_("身份认证记录"), str(user.identity_checks.count())),
            (_("绑定的外部账号"), str(user.external_identities.count())),
            (_("站内消息"), str(user.notifications.count())),
            (_("用户申诉"), str(user.appeals.count())),
        ],
    )
