"""单位展示信息: how a unit presents itself, shown once its reviewing office agrees."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .place import Office
from .request import ReviewedRequest
from .stored_file import StoredFile
from .unit import Unit


class UnitIntroduction(ReviewedRequest):
    """A logo and a text that wait for the office, or were decided.

    `office` is the unit's reviewing office at the time: another one chosen later gets what is
    published later.
    """

    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.CASCADE, related_name="introductions"
    )
    office = models.ForeignKey(
        Office, verbose_name=_("审核机构"), on_delete=models.PROTECT, related_name="+"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申请人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    text = models.TextField(_("单位简介"), max_length=1000)

    class Meta(ReviewedRequest.Meta):
        verbose_name = verbose_name_plural = _("单位展示信息")
        constraints = [
            *ReviewedRequest.Meta.constraints,
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(state="pending"),
                name="one_pending_introduction_per_unit",
            ),
        ]


class UnitIntroductionAttachment(StoredFile):
    """The logo. An introduction without one leaves the unit the logo that it has."""

    unit_introduction = models.ForeignKey(
        UnitIntroduction, on_delete=models.CASCADE, related_name="attachments"
    )

    class Meta:
        verbose_name = verbose_name_plural = _("单位标志")
