"""What a reviewer has typed and not decided yet."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from programs.models import Application


class DecisionDraft(models.Model):
    """The opinion and the marks of one reviewer on one application, kept while she types.

    It is nobody else's, and gone with the decision.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    opinion = models.TextField(blank=True)
    marks = models.JSONField(default=dict)
    """Reasons by what they mark, as the form names it: {"field.annual_wage": "…"}."""
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "application"], name="one_draft_per_reviewer_and_application"
            ),
            models.CheckConstraint(
                condition=~Q(opinion="", marks={}), name="a_decision_draft_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.application}"
