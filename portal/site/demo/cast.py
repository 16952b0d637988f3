"""Who plays in the demo: staff, companies and the names of their people. All invented."""

from dataclasses import dataclass

from accounts.models import Office, StaffPosition

PASSWORD = "Talent-2026"  # noqa: S105 - shown to everybody on the demo's login page
#: All demo staff share one authenticator secret; the demo's login page shows its current code.
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105


@dataclass(frozen=True)
class Staff:
    """A member of staff; `district` None means the city."""

    username: str
    name: str
    role: str
    district: str | None = None
    office_kind: str | None = None
    note: str = ""


_REVIEWER, _TALENT = StaffPosition.Role.REVIEWER, Office.Kind.TALENT_OFFICE

STAFF = (
    Staff("gusu_review", "范成大", _REVIEWER, "320508", _TALENT, "姑苏区人才办审核员"),
    Staff("gusu_review2", "陆龟蒙", _REVIEWER, "320508", _TALENT, "姑苏区人才办审核员（同事）"),
    Staff("sip_review", "顾炎武", _REVIEWER, "320571", _TALENT, "苏州工业园区人才办审核员"),
    Staff("kunshan_review", "归有光", _REVIEWER, "320583", _TALENT, "昆山市人才办审核员"),
    Staff("wuzhong_review", "吴宽", _REVIEWER, "320506", _TALENT, "吴中区人才办审核员"),
    Staff("xiangcheng_review", "王鏊", _REVIEWER, "320507", _TALENT, "相城区人才办审核员"),
    Staff(
        "gusu_hrss",
        "况逵",
        _REVIEWER,
        "320508",
        Office.Kind.HRSS_BUREAU,
        "姑苏区人社局审核员（账号变更、企业信息变更）",
    ),
    Staff(
        "sip_hrss",
        "陆粲",
        _REVIEWER,
        "320571",
        Office.Kind.HRSS_BUREAU,
        "苏州工业园区业务人员（招聘补贴初审）",
    ),
    Staff(
        "gusu_finance", "沈周", _REVIEWER, "320508", "finance_bureau", "姑苏区财政局审核员（联审）"
    ),
    Staff("city_review", "况钟", _REVIEWER, None, _TALENT, "苏州市人才办审核员"),
    Staff("city_hrss", "祝允明", _REVIEWER, None, Office.Kind.HRSS_BUREAU, "市人社局审核员"),
    Staff("manager", "范仲淹", StaffPosition.Role.PROGRAM_MANAGER, None, _TALENT, "项目管理员"),
    Staff(
        "finance",
        "沈万三",
        StaffPosition.Role.FINANCE,
        None,
        "finance_bureau",
        "市财政局（收据审核、付款文件、银行回单）",
    ),
    Staff("sysadmin", "蒯祥", StaffPosition.Role.SYSTEM_ADMIN, None, None, "系统管理员"),
    Staff("auditor", "海瑞", StaffPosition.Role.AUDITOR, None, None, "审计员（只看日志）"),
)


ENDED_ACCOUNT = "old_account"  # of the earlier system
HANDLING_PASSWORD = "Banshi-2026"  # noqa: S105 - the 经办密码 of the demo's operators


@dataclass(frozen=True)
class Person:
    """Somebody registered whom the first company has granted something."""

    username: str
    name: str
    phone: str
    role: str
    note: str
    is_active: bool = True
    """Whether the grant has been taken up; otherwise it waits for confirmation."""


PEOPLE = (
    Person("li_qingzhao", "李清照", "13900000101", "admin", "李清照，hr_gusu 的管理员"),
    Person("xin_qiji", "辛弃疾", "13900000102", "operator", "辛弃疾，hr_gusu 的经办人"),
    Person("lu_you", "陆游", "13900000103", "operator", "陆游，授权待确认", is_active=False),
)  # fmt: skip


@dataclass(frozen=True)
class Company:
    """A company with its clerk; `people` is how many of them file this year."""

    username: str
    clerk: str
    phone: str
    name: str
    district: str
    region: str
    award_types: tuple[str, ...]
    industry: str
    address: str
    people: int
    unit_state: str = "approved"
    """How far the unit's part of this year is: draft, submitted, returned or approved."""
    note: str = ""
    """What to look at with this login."""


COMPANIES = (
    Company("hr_gusu", "文徵明", "13900000001", "苏州平江精密仪器有限公司",
            "320508", "320508", ("high_tech", "industry"),
            "仪器仪表制造业", "苏州市姑苏区平江路 88 号", 40),
    Company("hr_sip", "唐寅", "13900000002", "苏州金鸡湖生物医药有限公司",
            "320571", "320594", ("high_tech", "talent_plan"),
            "医药制造业", "苏州工业园区星湖街 218 号", 26,
            note="（资金拨付的每个环节各有一笔）"),
    Company("hr_kunshan", "祝允明", "13900000003", "昆山玉山光电科技股份有限公司",
            "320583", "320583", ("industry",),
            "计算机、通信和其他电子设备制造业", "昆山市前进西路 1801 号", 22),
    Company("hr_wuzhong", "沈周", "13900000004", "苏州太湖智能装备有限公司",
            "320506", "320506", ("industry", "local"),
            "专用设备制造业", "苏州市吴中区吴中大道 1368 号", 14, "submitted"),
    Company("hr_xiangcheng", "仇英", "13900000005", "苏州阳澄湖数字金融服务有限公司",
            "320507", "320507", ("finance",),
            "其他金融业", "苏州市相城区高铁新城南天成路 58 号", 12, "returned"),
    Company("hr_new", "张旭", "13900000006", "苏州寒山新材料有限公司",
            "320508", "320508", ("industry",),
            "化学原料和化学制品制造业", "苏州市姑苏区枫桥路 24 号", 0, "draft"),
)  # fmt: skip

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "文博", "雨桐", "子涵", "思远", "嘉怡", "浩然", "明哲", "诗雨", "俊杰", "晓燕", "建国", "丽华",
    "志强", "婷婷", "宇轩", "欣妍", "立新", "海燕", "国栋", "慧敏", "天佑", "若曦", "承志", "静怡",
    "伟", "敏", "磊", "芳", "勇", "静", "涛", "洁", "𠮷祥", "䶮", "㛃",
)  # fmt: skip
POSITIONS = (
    "总经理",
    "副总经理",
    "技术总监",
    "研发总监",
    "总工程师",
    "高级工程师",
    "首席科学家",
    "财务总监",
)
