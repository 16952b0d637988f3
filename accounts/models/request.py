"""What staff decide: a numbered request with proof, a state, and an opinion."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReviewedRequest(models.Model):
    """A request that waits for staff, and how they decided it.

    Its proofs are a `StoredFile` of its own, found as `attachments`. A subclass that adds
    constraints begins with `*ReviewedRequest.Meta.constraints`.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("待审核")
        APPROVED = "approved", _("已通过")
        REFUSED = "refused", _("未通过")
        WITHDRAWN = "withdrawn", _("已撤回")

    number = models.CharField(_("编号"), max_length=40, unique=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PENDING)
    opinion = models.CharField(_("审核意见"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    created_at = models.DateTimeField(_("提交时间"), auto_now_add=True)

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["state", "-created_at"], name="%(class)s_queue")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="pending")
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="a_decided_%(class)s_names_its_judge",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(opinion=""),
                name="a_refused_%(class)s_has_an_opinion",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_pending(self) -> bool:
        return self.state == self.State.PENDING
