"""个人信息: what a person has told about herself."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.crypto import EncryptedTextField
from portal.lib.identifiers import Sex

from .division import AdministrativeDivision


class PersonProfile(models.Model):
    """One person's data beside the document, made when she saves the page for the first time.

    Codes are those of `accounts.code_tables`. `mobile` is where she may be reached; only the
    number in `User.phone` has been proved by a code.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        related_name="profile",
    )
    person_number = models.CharField(_("人员编号"), max_length=40, unique=True)
    sex = models.CharField(_("性别"), max_length=10, choices=Sex.choices)
    birth_date = models.DateField(_("出生日期"))
    mobile = models.CharField(_("移动电话"), max_length=11)
    nationality = models.CharField(_("国籍/地区"), max_length=3)
    ethnic_group = models.CharField(_("民族"), max_length=2)
    education = models.CharField(_("学历"), max_length=2, blank=True)
    political_status = models.CharField(_("政治面貌"), max_length=2, blank=True)
    social_security_number = EncryptedTextField(_("社会保障号码"))
    residence_address = models.CharField(_("居住地址"), max_length=120)
    household_division = models.ForeignKey(
        AdministrativeDivision,
        verbose_name=_("户籍行政区划"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    household_address = models.CharField(_("户籍地址"), max_length=120)
    household_type = models.CharField(_("户籍性质"), max_length=2, blank=True)
    title_profession = models.CharField(_("职称专业"), max_length=2, blank=True)
    title_level = models.CharField(_("职称级别"), max_length=2, blank=True)
    skill_type = models.CharField(_("技能工种（职业资格）"), max_length=60, blank=True)
    skill_level = models.CharField(_("技能等级（职业等级）"), max_length=2, blank=True)
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("保存时间"), auto_now=True)

    class Meta:
        verbose_name = verbose_name_plural = _("个人信息")
        constraints = [
            models.CheckConstraint(
                condition=Q(mobile__regex=r"^[0-9]{11}$"), name="a_mobile_has_eleven_digits"
            ),
            models.CheckConstraint(
                condition=~Q(residence_address="") & ~Q(household_address=""),
                name="a_person_profile_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return self.person_number

    @property
    def provincial_number(self) -> str:
        """省人员识别号: the province's code before the digits of 人员编号."""
        digits = "".join(character for character in self.person_number if character.isdigit())
        return f"32{digits}"
