"""What a clerk types into the filing forms, by the labels on the page."""

from typing import Any

from tests.factories.identifiers import resident_id

UNIT: dict[str, Any] = {
    "法定代表人": "沈周",
    "注册地址": "苏州市姑苏区平江路 1 号",
    "联系人": "唐寅",
    "联系人手机": "13912340002",
    "在职职工人数": "120",
    "国家高新技术企业": True,
    "高新技术企业证书编号": "GR202632001234",
}

INVOICE = {
    "支出类别": "租赁自住住房",
    "发票代码": "032001900104",
    "发票号码": "00012345",
    "开票日期": "2025-06-30",
    "销售方": "苏州安居置业有限公司",
    "金额（元）": "66000",
}

#: Every slot that is asked of an engineer.
PERSON_SLOTS = (
    "id_document",
    "education_certificate",
    "employment_contract",
    "wage_proof",
    "tax_certificate",
    "invoice_scans",
)


def person(name: str = "祝允明", **changes: Any) -> dict[str, Any]:
    """Local revenue 40 000 yuan, less than the invoice of 66 000."""
    return {
        "姓名": name,
        "性别": "男",
        "证件类型": "居民身份证",
        "证件号码": resident_id(),
        "出生日期": "1988-03-14",
        "手机号码": "13712340003",
        "最高学历": "硕士研究生",
        "人才类别": "核心技术骨干",
        "现任职务": "总工程师",
        "到本单位工作时间": "2018-07-01",
        "上年度工资薪金收入（元）": "520000",
        "上年度缴纳个人所得税（元）": "100000",
        **INVOICE,
        "开户银行": "中国银行苏州分行",
        "本人银行卡号": "6222021102001234569",
        **changes,
    }
