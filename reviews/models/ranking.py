"""A call whose people are ranked before they are granted anything."""

from django.utils.translation import gettext_lazy as _

from programs.models import Call


class RankedCall(Call):
    """The call itself, as the office that ranks sees it."""

    class Meta:
        proxy = True
        verbose_name = verbose_name_plural = _("排名定档")
        default_permissions = ()
