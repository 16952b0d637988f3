"""公示异议: what somebody says against a public notice, and what is said about it until it is
decided."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import StoredFile
from accounts.models.request import ReviewedRequest
from portal.lib.crypto import EncryptedTextField


class Objection(ReviewedRequest):
    """An objection to one line of a notice, or to the whole of it.

    Who objects is proved by an SMS code, kept encrypted, and told to nobody but who decides. The
    `code` is shown once; with the number it opens the page on which the objection is followed.
    """

    notice = models.ForeignKey(
        "reviews.PublicNotice",
        verbose_name=_("公示"),
        on_delete=models.PROTECT,
        related_name="objections",
    )
    line = models.ForeignKey(
        "reviews.NoticeLine",
        verbose_name=_("公示对象"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        help_text=_("对整份公示提出异议的留空"),
    )
    name = EncryptedTextField(_("姓名"))
    phone = EncryptedTextField(_("手机号"))
    phone_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    text = models.TextField(_("异议内容"), max_length=1000)
    awaits_answer = models.BooleanField(_("待补充"), default=False)
    """Whether staff have asked something that was not answered yet."""

    class Meta(ReviewedRequest.Meta):
        verbose_name = verbose_name_plural = _("公示异议")
        constraints = [
            *ReviewedRequest.Meta.constraints,
            models.UniqueConstraint(
                fields=["notice", "line", "phone_hash"],
                condition=Q(state="pending"),
                name="one_pending_objection_to_a_line",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(state__in=["pending", "withdrawn"]) | ~Q(opinion=""),
                name="a_decided_objection_has_an_opinion",
            ),
        ]

    def get_state_display(self) -> str:  # type: ignore[no-redef]  # Django writes one
        """How it stands, in the words of a notice."""
        words = {
            self.State.APPROVED: _("异议成立"),
            self.State.REFUSED: _("异议不成立"),
            self.State.WITHDRAWN: _("已终止"),
        }
        waiting = _("待补充说明") if self.awaits_answer else _("核查中")
        return str(words.get(self.State(self.state), waiting))

    @property
    def tag(self) -> str:
        """The colour of how it stands."""
        return "look" if self.is_pending and self.awaits_answer else self.state


class ObjectionMessage(models.Model):
    """What was asked or answered about an objection; `author` is None for who objects."""

    objection = models.ForeignKey(Objection, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    text = models.TextField(_("内容"), max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = _("异议沟通记录")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.objection_id}-{self.pk}"


class ObjectionProof(StoredFile):
    """Proof of an objection."""

    objection = models.ForeignKey(Objection, on_delete=models.CASCADE, related_name="attachments")

    class Meta:
        verbose_name = verbose_name_plural = _("异议证明材料")
        ordering = ["pk"]
