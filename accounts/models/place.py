"""Where things belong: districts, and the offices that serve them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.language import in_language

from .reference import new_version


class District(models.Model):
    """A district or county-level city of the portal's city, or a functional area such as 园区."""

    code = models.CharField(_("区划代码"), max_length=6, primary_key=True)
    name = models.CharField(_("名称"), max_length=40, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    position = models.PositiveSmallIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("区域")
        ordering = ["position", "code"]
        triggers = [new_version()]

    def __str__(self) -> str:
        """In the visitor's language; records and documents use `name`."""
        return in_language(self.name, self.name_en)


class Office(models.Model):
    """A public office that handles files: of one district, or of the whole city (no district)."""

    class Kind(models.TextChoices):
        TALENT_OFFICE = "talent_office", _("人才办")
        HRSS_BUREAU = "hrss_bureau", _("人社局")
        STI_BUREAU = "sti_bureau", _("科技局")
        FINANCE_BUREAU = "finance_bureau", _("财政局")
        INDUSTRY_BUREAU = "industry_bureau", _("工信局")
        TAX_BUREAU = "tax_bureau", _("税务局")

    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    district = models.ForeignKey(
        District,
        verbose_name=_("区域"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        help_text=_("市级机构留空"),
    )
    name = models.CharField(_("名称"), max_length=80, unique=True)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    phone = models.CharField(_("咨询电话"), max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("机构")
        ordering = ["district__position", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "district"],
                name="one_office_of_a_kind_per_district",
                nulls_distinct=False,
            )
        ]
        triggers = [new_version()]

    def __str__(self) -> str:
        """In the visitor's language; records and documents use `name`."""
        return in_language(self.name, self.name_en)

    @property
    def is_city_level(self) -> bool:
        return self.district_id is None


class StaffPosition(models.Model):
    """What a member of staff may do, and for which office."""

    class Role(models.TextChoices):
        REVIEWER = "reviewer", _("审核员")
        FINANCE = "finance", _("财务")
        PROGRAM_MANAGER = "program_manager", _("项目管理员")
        SYSTEM_ADMIN = "system_admin", _("系统管理员")
        AUDITOR = "auditor", _("审计员")

    user = models.ForeignKey(
        "accounts.User", verbose_name=_("人员"), on_delete=models.CASCADE, related_name="positions"
    )
    office = models.ForeignKey(
        Office, verbose_name=_("机构"), on_delete=models.PROTECT, null=True, blank=True
    )
    role = models.CharField(_("角色"), max_length=20, choices=Role.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("岗位")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "office", "role"],
                name="one_position_per_office_and_role",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(role="reviewer") | Q(office__isnull=False),
                name="a_reviewer_has_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
