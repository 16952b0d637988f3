"""企业信息变更: what a unit may not change about itself without proof."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .request import ReviewedRequest
from .stored_file import StoredFile
from .unit import Unit


class UnitChange(ReviewedRequest):
    """A change of the register's data that waits for the office; `changes`: name → [old, new]."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="changes"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申请人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    changes = models.JSONField(_("变更内容"))

    class Meta(ReviewedRequest.Meta):
        verbose_name = verbose_name_plural = _("企业信息变更")
        constraints = [
            *ReviewedRequest.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="pending"), name="one_pending_change_per_unit"
            ),
        ]


class UnitChangeAttachment(StoredFile):
    """The newest licence, and what the register says about the change."""

    unit_change = models.ForeignKey(
        UnitChange, on_delete=models.CASCADE, related_name="attachments"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("企业信息变更材料")
        ordering = ["pk"]
