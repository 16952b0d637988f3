"""The banks to which money goes: how files for them are named, and which one a text means."""

from django.utils.translation import gettext_lazy as _

#: Code → name. The code is the bank's usual English abbreviation and names its payment file.
BANKS = {
    "ICBC": "中国工商银行",
    "ABC": "中国农业银行",
    "BOC": "中国银行",
    "CCB": "中国建设银行",
    "BOCOM": "交通银行",
    "PSBC": "中国邮政储蓄银行",
    "CMB": "招商银行",
    "CITIC": "中信银行",
    "CEB": "中国光大银行",
    "HXB": "华夏银行",
    "CMBC": "中国民生银行",
    "CGB": "广发银行",
    "PAB": "平安银行",
    "CIB": "兴业银行",
    "SPDB": "上海浦东发展银行",
    "CZBANK": "浙商银行",
    "JSB": "江苏银行",
    "NJCB": "南京银行",
    "NBCB": "宁波银行",
    "SZB": "苏州银行",
    "SRCB": "苏州农村商业银行",
}
OTHER = "OTHER"
#: What people write instead.
ALIASES = {
    "工商银行": "ICBC",
    "工行": "ICBC",
    "农业银行": "ABC",
    "农行": "ABC",
    "建设银行": "CCB",
    "建行": "CCB",
    "中行": "BOC",
    "交行": "BOCOM",
    "邮政储蓄": "PSBC",
    "邮储": "PSBC",
    "光大银行": "CEB",
    "民生银行": "CMBC",
    "广东发展银行": "CGB",
    "浦发": "SPDB",
    "浦东发展银行": "SPDB",
    "苏州农商": "SRCB",
}
CHOICES = [*BANKS.items(), (OTHER, _("其他银行"))]
_NAMES = {name: code for code, name in BANKS.items()} | ALIASES


def bank_of(text: str) -> str:
    """The code of the bank that a text such as 工行苏州分行 means; `OTHER` when none is known."""
    known = [(name, code) for name, code in _NAMES.items() if name in text]
    # 中国银行 stands in no other name, but the longest is the surest all the same.
    return max(known, key=lambda found: len(found[0]))[1] if known else OTHER


def bank_name(code: str) -> str:
    return BANKS.get(code) or str(_("其他银行"))
