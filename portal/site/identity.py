"""Who runs this portal: the names and numbers shown on every page.

Each comes from a setting `PORTAL_<FIELD>`; the defaults are those of 苏州.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Identity:
    """The portal's name, its city and the people behind it."""

    city: Text = _("苏州")
    name: Text = _("苏州人才总入口")
    owner: Text = _("苏州市人力资源和社会保障局")
    sponsors: Sequence[Text] = (_("苏州市人才工作领导小组办公室"), _("苏州市人力资源和社会保障局"))
    support: Text = _("苏州市大数据管理局")
    hotline: str = "0512-65224600"
    hotline_hours: Text = _("工作日 9:00—17:00")
    government_url: str = "https://www.suzhou.gov.cn/"
    icp_record: str = ""


def get_identity() -> Identity:
    """The identity as the settings have it."""
    given = {
        field.name: getattr(settings, f"PORTAL_{field.name.upper()}")
        for field in fields(Identity)
        if hasattr(settings, f"PORTAL_{field.name.upper()}")
    }
    return Identity(**given)
