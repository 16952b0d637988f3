"""People who sign in: individuals, the people of units, and staff."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from portal.lib.crypto import EncryptedTextField
from portal.lib.identifiers import IdDocType
from portal.lib.masking import mask_name


class User(AbstractUser):
    """One sign-in. Its kind decides which login page accepts it and what it may open.

    A human may hold a personal and an enterprise account with the same phone: phones are unique
    within a kind. `phone` holds verified numbers only; a number that waits for its code stands in
    the verification row, so that nobody can squat on somebody else's.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("个人")
        ENTERPRISE = "enterprise", _("企业")
        STAFF = "staff", _("工作人员")

    #: Of a person who works for a unit just now: the membership under which, set for each request.
    #: Everywhere else a person has no power over a unit.
    acting_under: int | None = None

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    kind = models.CharField(_("账号类别"), max_length=10, choices=Kind.choices, default=Kind.PERSON)
    full_name = models.CharField(_("姓名"), max_length=60, blank=True)
    phone = models.CharField(_("手机号"), max_length=11, null=True, blank=True, default=None)
    id_doc_type = models.CharField(
        _("证件类型"), max_length=20, choices=IdDocType.choices, blank=True
    )
    id_doc_number = EncryptedTextField(_("证件号码"), blank=True, default="")
    id_doc_hash = models.CharField(max_length=64, null=True, blank=True, default=None)
    must_use_network = models.BooleanField(
        _("停用本地登录"),
        default=False,
        help_text=_("原系统账号：只能通过政务服务网登录。"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("用户")
        constraints = [
            models.UniqueConstraint(Lower("username"), name="one_account_per_user_name"),
            models.UniqueConstraint(
                fields=["kind", "phone"],
                condition=Q(phone__isnull=False),
                name="one_account_per_kind_and_phone",
            ),
            models.UniqueConstraint(
                fields=["kind", "id_doc_hash"],
                condition=Q(id_doc_hash__isnull=False),
                name="one_account_per_kind_and_document",
            ),
        ]

    def __str__(self) -> str:
        return mask_name(self.full_name) if self.full_name else self.username

    def get_full_name(self) -> str:
        return self.full_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    @property
    def is_enterprise(self) -> bool:
        return self.kind == self.Kind.ENTERPRISE

    @property
    def is_for_unit(self) -> bool:
        """Whether the user is there for a unit: its account, or a person who acts for one."""
        return self.is_enterprise or self.acting_under is not None

    @property
    def is_person(self) -> bool:
        return self.kind == self.Kind.PERSON
