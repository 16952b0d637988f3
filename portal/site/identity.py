"""Who runs this portal: the names and numbers shown on every page.

Each comes from a setting `PORTAL_<FIELD>`; the defaults are those of 苏州.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Identity:
    """The portal's name, its city and the people behind it."""

    city: Text
    name: Text
    owner: Text
    sponsors: Sequence[Text]
    province: Text
    province_sponsors: Sequence[Text]
    province_hotline: str
    support: Text
    support_email: str
    support_phone: str
    support_qq: str
    hotline: str
    hotline_hours: Text
    government_url: str
    icp_record: str


SUZHOU = Identity(
    city=_("苏州"),
    name=_("苏州人才总入口"),
    owner=_("苏州市人力资源和社会保障局"),
    sponsors=(_("苏州市人才工作领导小组办公室"), _("苏州市人力资源和社会保障局")),
    province=_("江苏省"),
    province_sponsors=(
        _("江苏省人才工作领导小组办公室"),
        _("江苏省人力资源和社会保障厅"),
    ),
    province_hotline="12333",
    support=_("苏州德融嘉信信用管理技术股份有限公司"),
    support_email="techsoft@sipac.gov.cn",
    support_phone="400-8696086",
    support_qq="2967266691",
    hotline="0512-65224600",
    hotline_hours=_("工作日 9:00—17:00"),
    government_url="https://www.suzhou.gov.cn/",
    icp_record="",
)


def get_identity() -> Identity:
    """The identity as the settings have it."""
    names = {field.name: f"PORTAL_{field.name.upper()}" for field in fields(Identity)}
    given = {key: getattr(settings, name) for key, name in names.items() if hasattr(settings, name)}
    return replace(SUZHOU, **given)
