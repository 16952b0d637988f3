"""Units (organisations that file) and the people who act for them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.lib.dates import today
from portal.lib.search import GramIndex

from .place import District
from .stored_file import StoredFile


class Unit(models.Model):
    """A company or institution, known by its unified social credit code (USCC)."""

    class Type(models.TextChoices):
        ENTERPRISE = "enterprise", _("企业单位")
        PUBLIC_INSTITUTION = "public_institution", _("事业单位")

    uscc = models.CharField(_("统一社会信用代码"), max_length=18, unique=True)
    name = models.CharField(_("单位名称"), max_length=100)
    type = models.CharField(
        _("单位类型"), max_length=20, choices=Type.choices, default=Type.ENTERPRISE
    )
    district = models.ForeignKey(
        District, verbose_name=_("区域"), on_delete=models.PROTECT, related_name="units"
    )
    address = models.CharField(_("注册地址"), max_length=200, blank=True)
    legal_representative = models.CharField(_("法定代表人"), max_length=60, blank=True)
    industry = models.CharField(_("所属行业"), max_length=60, blank=True)
    established_on = models.DateField(_("成立日期"), null=True, blank=True)
    contact_name = models.CharField(_("联系人"), max_length=60, blank=True)
    contact_phone = models.CharField(_("联系电话"), max_length=20, blank=True)
    contact_email = models.EmailField(_("联系邮箱"), blank=True)
    bank_name = models.CharField(_("开户银行"), max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("单位")
        ordering = ["name"]
        indexes = [GramIndex("name", name="unit_name_grams")]

    def __str__(self) -> str:
        return self.name


class UnitAttachment(StoredFile):
    """Proof that a unit keeps on file, such as its credit-code certificate."""

    class Slot(models.TextChoices):
        USCC_CERTIFICATE = "uscc_certificate", _("统一社会信用代码证")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="attachments")
    slot = models.CharField(max_length=30, choices=Slot.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("单位材料")
        ordering = ["slot", "-created_at"]

    def __str__(self) -> str:
        return f"{self.get_slot_display()} · {self.name}"


class Membership(models.Model):
    """A user's right to act for a unit, from a date to a date."""

    class Role(models.TextChoices):
        LEGAL_REPRESENTATIVE = "legal_representative", _("法定代表人")
        ADMIN = "admin", _("管理员")
        OPERATOR = "operator", _("经办人")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    is_active = models.BooleanField(_("有效"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("单位成员")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(role="admin", is_active=True),
                name="one_active_admin_per_unit",
            ),
            models.UniqueConstraint(
                fields=["unit", "user"],
                condition=Q(is_active=True),
                name="one_active_membership_per_unit_and_user",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="a_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit} · {self.get_role_display()}"

    @property
    def has_ended(self) -> bool:
        return self.ends_on is not None and self.ends_on < today()


class JoinRequest(models.Model):
    """Somebody asks to act for a unit that is registered already; its administrator decides."""

    class State(models.TextChoices):
        PENDING = "pending", _("待处理")
        ACCEPTED = "accepted", _("已同意")
        REFUSED = "refused", _("已拒绝")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="join_requests")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="join_requests"
    )
    reason = models.CharField(_("申请说明"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PENDING)
    opinion = models.CharField(_("处理意见"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("加入申请")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "user"],
                condition=Q(state="pending"),
                name="one_pending_join_request",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(opinion=""),
                name="a_refused_join_request_has_an_opinion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.unit}"
