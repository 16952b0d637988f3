"""Sentences that reviewers write again and again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from programs.states import Action


class OpinionPhrase(models.Model):
    """A sentence offered beside the opinion, for one kind of decision."""

    class Verb(models.TextChoices):
        APPROVE = Action.APPROVE.value, Action.APPROVE.label
        RETURN = Action.RETURN.value, Action.RETURN.label
        REJECT = Action.REJECT.value, Action.REJECT.label

    verb = models.CharField(_("用于"), max_length=10, choices=Verb.choices)
    text = models.CharField(_("常用语"), max_length=200)
    position = models.PositiveSmallIntegerField(_("顺序"), default=100)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审核常用语")
        ordering = ["verb", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["verb", "text"], name="phrase_is_offered_once"),
            models.CheckConstraint(condition=~models.Q(text=""), name="phrase_says_something"),
        ]

    def __str__(self) -> str:
        return self.text
