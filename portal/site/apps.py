from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# The Celery application must be known in every process before a task is called.
from portal.celery import app as celery_app

__all__ = ["SiteConfig", "celery_app"]


class SiteConfig(AppConfig):
    name = "portal.site"
    label = "site"
    verbose_name = _("门户")
