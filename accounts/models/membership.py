"""Who may act for a unit, from when to when, in which business; and who asks to."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.lib.dates import today

from .unit import Unit

MAX_OPERATORS = 10


class Membership(models.Model):
    """A user's right to act for a unit, from a date to a date.

    One that was granted to a person is worth nothing until she has activated it.
    """

    class Role(models.TextChoices):
        LEGAL_REPRESENTATIVE = "legal_representative", _("法定代表人")
        ADMIN = "admin", _("管理员")
        OPERATOR = "operator", _("经办人")

    #: Who decides on the others of the unit, and may do every business.
    ADMINISTERING = (Role.LEGAL_REPRESENTATIVE, Role.ADMIN)

    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        related_name="memberships",
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"), null=True, blank=True)
    is_active = models.BooleanField(_("有效"), default=True)
    # What the member is called when signing in with the unit's name; most have no such name.
    login_name = models.CharField(_("单位内用户名"), max_length=30, blank=True, default="")
    seat = models.PositiveSmallIntegerField(_("席位"), null=True, blank=True)
    all_business = models.BooleanField(_("可办理全部业务"), default=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("授权人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("本人确认时间"), null=True, blank=True)
    activated_at = models.DateTimeField(_("启用时间"), null=True, blank=True)
    # Hashed as passwords are; not the person's own password.
    handling_password = models.CharField(_("经办密码"), max_length=128, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("单位成员")
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(role="legal_representative", is_active=True),
                name="one_active_legal_representative_per_unit",
            ),
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
            models.UniqueConstraint(
                fields=["unit", "login_name"],
                condition=Q(is_active=True) & ~Q(login_name=""),
                name="one_active_member_per_unit_and_login_name",
            ),
            models.UniqueConstraint(
                fields=["unit", "seat"],
                condition=Q(role="operator", is_active=True),
                name="one_active_operator_per_seat",
            ),
            models.CheckConstraint(
                condition=~Q(role="operator")
                | Q(is_active=False)
                | Q(seat__isnull=False, seat__gte=1, seat__lte=MAX_OPERATORS),
                name="an_active_operator_has_one_of_ten_seats",
            ),
            models.CheckConstraint(
                condition=Q(role="operator") | Q(all_business=True),
                name="who_administers_may_do_every_business",
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

    @property
    def is_pending(self) -> bool:
        """Granted, and not taken up yet: 待确认."""
        return self.activated_at is None

    @property
    def administers(self) -> bool:
        return self.role in self.ADMINISTERING


class JoinRequest(models.Model):
    """Somebody asks to act for a unit that is registered already; its administrator decides."""

    class State(models.TextChoices):
        PENDING = "pending", _("待处理")
        ACCEPTED = "accepted", _("已同意")
        REFUSED = "refused", _("已拒绝")

    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="join_requests"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        related_name="join_requests",
    )
    reason = models.CharField(_("申请说明"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PENDING)
    opinion = models.CharField(_("处理意见"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)

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
