"""What the account itself stores about its user (see `accounts.own_data`)."""

from collections.abc import Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import (
    AppealAttachment,
    DataRequestAttachment,
    ExternalIdentity,
    Membership,
    PersonProfile,
    User,
)
from accounts.own_data import Block, Section, local, told
from portal.lib.masking import mask_email, mask_id_number, mask_mobile, mask_name

EMPTY = "—"
SECRET = {"id", "user", "id_doc_hash"}
ACCOUNT = (
    "username", "kind", "full_name", "phone", "email", "id_doc_type", "id_doc_number",
    "date_joined", "last_login",
)  # fmt: skip


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
            (_("注册时间"), f"{timezone.localtime(user.date_joined):%Y-%m-%d}"),
        ],
        "account_security",
    )
    return [account, *_profile(user), *_units(user), _others(user)]


def sections(user: User) -> list[Section]:
    profile = PersonProfile.objects.filter(user=user).first()
    return [
        Section(_("账号"), _("登录、核对身份、联系本人"), told(user, *ACCOUNT)),
        Section(
            _("个人信息"),
            _("填写申报时自动带入，避免重复填写"),
            told(profile, *_columns(PersonProfile)) if profile else None,
        ),
        Section(
            _("代表的单位"),
            _("确认可以为哪些单位办理业务"),
            [
                {**told(each.unit, "name", "uscc"), **told(each, "role", "starts_on", "ends_on")}
                for each in user.memberships.select_related("unit")
            ],
        ),
        *_what_was_done(user),
    ]


def _what_was_done(user: User) -> list[Section]:
    return [
        Section(
            _("我的同意"),
            _("证明处理个人信息已取得同意"),
            _rows(user.consents, "purpose", "edition", "given_at", "address", "withdrawn_at"),
        ),
        Section(
            _("身份认证记录"),
            _("证明申报由本人办理"),
            _rows(user.identity_checks, "kind", "provider", "transaction_id", "passed_at"),
        ),
        Section(
            _("绑定的外部账号"),
            _("通过其他平台登录"),
            _rows(user.external_identities, "issuer", "created_at"),
        ),
        Section(
            _("站内消息"),
            _("告知办理进度"),
            [
                {
                    **told(each, "title", "body"),
                    gettext("发送时间"): local(each.created_at),
                    gettext("阅读时间"): local(each.read_at),
                }
                for each in user.notifications.all()
            ],
        ),
        Section(
            _("用户申诉"),
            _("处理账号申诉"),
            _rows(user.appeals, "number", "claim", "reason", "state", "opinion", "created_at"),
        ),
        Section(
            _("个人信息申请"),
            _("处理更正、注销申请"),
            _rows(user.data_requests, "number", "kind", "reason", "state", "opinion", "created_at"),
        ),
    ]


def _rows(found: Any, *names: str) -> list[dict[str, Any]]:
    return [told(each, *names) for each in found.all()]


def _columns(model: type[Model]) -> list[str]:
    return [field.name for field in model._meta.concrete_fields if field.name not in SECRET]


def files(user: User) -> Iterator[tuple[str, FieldFile]]:
    for proof in AppealAttachment.objects.filter(appeal__user=user):
        yield f"{gettext('用户申诉')}/{proof.pk}-{proof.name}", proof.file
    for paper in DataRequestAttachment.objects.filter(data_request__user=user):
        yield f"{gettext('个人信息申请')}/{paper.pk}-{paper.name}", paper.file


def obstacles(user: User) -> list[str]:
    """A unit must not be left without its own account."""
    own = user.memberships.filter(
        role=Membership.Role.LEGAL_REPRESENTATIVE, is_active=True
    ).exists()
    told_so = gettext("该账号是单位的法人账号，请先办理账号变更，移交后再申请注销。")
    return [told_so] if own else []


def erase(user: User) -> int:
    """Everything but what identifies the account, which depends on what others have to keep."""
    ended = Membership.objects.filter(user=user, is_active=True).update(is_active=False, seat=None)
    gone: list[int] = [
        PersonProfile.objects.filter(user=user).delete()[0],
        ExternalIdentity.objects.filter(user=user).delete()[0],
        Authenticator.objects.filter(user=user).delete()[0],
        user.notifications.all().delete()[0],
        user.password_history.all().delete()[0],
    ]
    return ended + sum(gone)


def restrict(user: User, actor: User) -> int:
    """Nothing: the account itself is closed, and serves no more than to name whose a filing was."""
    return 0


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
