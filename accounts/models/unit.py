"""Units: the organisations that file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.search import GramIndex

from .place import District, Office
from .stored_file import StoredFile


class Unit(models.Model):
    """A company or institution, known by its unified social credit code (USCC)."""

    class Type(models.TextChoices):
        ENTERPRISE = "enterprise", _("企业单位")
        PUBLIC_INSTITUTION = "public_institution", _("事业单位")

    class Affiliation(models.TextChoices):
        """The levels of GB/T 12404 (单位隶属关系代码)."""

        CENTRAL = "central", _("中央")
        PROVINCE = "province", _("省（自治区、直辖市）")
        CITY = "city", _("市（地区）")
        COUNTY = "county", _("县（市、区）")
        TOWNSHIP = "township", _("街道、镇、乡")
        COMMUNITY = "community", _("居民、村民委员会")
        OTHER = "other", _("其他")

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
    affiliation = models.CharField(
        _("隶属关系"), max_length=20, choices=Affiliation.choices, blank=True
    )
    reviewing_office = models.ForeignKey(
        Office,
        verbose_name=_("审核机构（所属主管部门）"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
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
        # Handed in with a registration by certificate, all stamped.
        ADMIN_DOCUMENT = "admin_document", _("管理员证件正反面复印件")
        ADMIN_FILING = "admin_filing", _("管理员备案信息")
        REGISTRATION_FORM = "registration_form", _("企业注册信息表")
        USER_AGREEMENT = "user_agreement", _("用户实名注册及使用协议")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="attachments")
    slot = models.CharField(max_length=30, choices=Slot.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("单位材料")
        ordering = ["slot", "-created_at"]

    def __str__(self) -> str:
        return f"{self.get_slot_display()} · {self.name}"
