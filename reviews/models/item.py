"""An application as the offices see it."""

from django.utils.translation import gettext_lazy as _

from portal.lib.dates import today, waiting_days
from programs.models import Application
from programs.states import IN_REVIEW


class ReviewItem(Application):
    """A row of the review desk: the application itself, never written through this model."""

    stage_title: str = ""
    """Set by lists that know the titles of all their rows' stages."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = _("申报审核")
        default_permissions = ()

    @property
    def is_waiting(self) -> bool:
        """Whether some office has to act."""
        return self.state in IN_REVIEW and not self.is_restricted

    @property
    def waited(self) -> int | None:
        """Calendar days in the present stage; None outside review."""
        if not self.is_waiting or self.stage_entered_at is None:
            return None
        return waiting_days(self.stage_entered_at)

    @property
    def is_late(self) -> bool:
        """Whether the stage's time limit has passed."""
        return self.is_waiting and self.due_on is not None and self.due_on < today()

    @property
    def who(self) -> str:
        """The person, or the unit when the unit's part is meant."""
        return self.name if self.is_person else self.unit_name
