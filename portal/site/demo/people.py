"""Staff, companies and clerks of the demo, and the answers of the people they file for."""

import datetime as dt
import hashlib
import io
import random
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile, File
from django.utils import timezone
from stdnum import luhn
from stdnum.cn import ric, uscc

from accounts.actions.second_factor import enrol_totp
from accounts.actions.staff import create_staff
from accounts.models import (
    Consent,
    District,
    IdentityCheck,
    Membership,
    Office,
    Unit,
    UnitAttachment,
    User,
)
from accounts.privacy_notice import privacy_notice
from portal.lib.crypto import keyed_hash
from portal.lib.identifiers import IdDocType, birth_date_of
from portal.lib.uploads import thumbnail
from portal.site.demo.cast import (
    COMPANIES,
    GIVEN,
    PASSWORD,
    POSITIONS,
    STAFF,
    SURNAMES,
    TOTP_SECRET,
    Company,
    Staff,
)
from portal.site.demo.scans import scan


def make_staff() -> dict[str, User]:
    """Every member of staff, by user name, with the shared authenticator."""
    return {person.username: _make_one(person) for person in STAFF}


def _make_one(person: Staff) -> User:
    office = None
    if person.office_kind:
        office = Office.objects.get(kind=person.office_kind, district=person.district)
    user = create_staff(person.username, person.name, person.role, office, password=PASSWORD)
    enrol_totp(user, TOTP_SECRET)
    return user


def make_companies() -> dict[str, User]:
    """Every company with its profile and its clerk; the clerks by user name."""
    return {company.username: _make_company(n, company) for n, company in enumerate(COMPANIES)}


def _make_company(number: int, company: Company) -> User:
    body = f"91{company.region}MA1D{number:02d}TPX"[:17]
    unit = Unit.objects.create(
        uscc=body + uscc.calc_check_digit(body),
        name=company.name,
        district=District.objects.get(code=company.district),
        address=company.address,
        legal_representative=SURNAMES[number] + "怀远",
        industry=company.industry,
        contact_name=company.clerk,
        contact_phone=company.phone,
        contact_email=f"{company.username}@example.com",
        bank_name="中国银行苏州分行",
        affiliation=Unit.Affiliation.COUNTY,
        reviewing_office=Office.objects.get(kind="talent_office", district=company.district),
    )
    clerk = User.objects.create_user(
        username=company.username,
        password=PASSWORD,
        email=unit.contact_email,
        kind=User.Kind.ENTERPRISE,
        full_name=company.clerk,
        phone=company.phone,
    )
    _keep_certificate(unit, clerk)
    Membership.objects.create(
        unit=unit,
        user=clerk,
        role=Membership.Role.LEGAL_REPRESENTATIVE,
        starts_on=dt.date(2024, 1, 1),
        all_business=True,
        activated_at=timezone.now(),
    )
    return clerk


def _keep_certificate(unit: Unit, clerk: User) -> None:
    """The credit-code certificate that the company uploaded when it registered."""
    rows = [("名称", unit.name), ("统一社会信用代码", unit.uscc), ("住所", unit.address)]
    content = scan("营 业 执 照", rows, "市场监督管理局", tint=(253, 249, 238))
    UnitAttachment.objects.create(
        unit=unit,
        slot=UnitAttachment.Slot.USCC_CERTIFICATE,
        file=ContentFile(content, name="scan.jpg"),
        thumbnail=ContentFile(thumbnail(File(io.BytesIO(content))), name="thumbnail.jpg"),
        name="营业执照.jpg",
        mime="image/jpeg",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        uploaded_by=clerk,
    )


def make_individual() -> User:
    """One person with an account of her own."""
    number = resident_id(random.Random(7), 777)
    return make_person("person", "徐悲鸿", number, phone="13900000099")


def make_person(username: str, name: str, number: str, **more: Any) -> User:
    """A personal account that is bound to a resident ID."""
    return User.objects.create_user(
        username=username,
        password=PASSWORD,
        kind=User.Kind.PERSON,
        full_name=name,
        id_doc_type=IdDocType.RESIDENT_ID,
        id_doc_number=number,
        id_doc_hash=keyed_hash(number),
        **more,
    )


def vouch_for(person: User) -> None:
    """As if the person had passed 实人认证 just now."""
    IdentityCheck.objects.create(
        user=person,
        kind=IdentityCheck.Kind.REAL_PERSON,
        provider=IdentityCheck.Provider.ALIPAY,
        transaction_id=f"demo-{person.username}",
        id_doc_hash=person.id_doc_hash or "",
        passed_at=timezone.now(),
    )


def unit_answers(unit: Unit, company: Company) -> dict[str, Any]:
    """What the company says of itself."""
    return {
        "unit_name": unit.name,
        "uscc": unit.uscc,
        "district": unit.district_id,
        "legal_representative": unit.legal_representative,
        "address": unit.address,
        "contact_name": unit.contact_name,
        "contact_phone": unit.contact_phone,
        "contact_email": unit.contact_email,
        "employees": "320",
        "award_types": list(company.award_types),
        "high_tech_number": "GR202532001888" if "high_tech" in company.award_types else "",
    }


def person_answers(serial: int, year: int) -> dict[str, Any]:
    """Person number `serial`: the same identity every year, the figures of the year before."""
    who = random.Random(serial)
    money = random.Random(serial * 10_000 + year)
    number = resident_id(who, serial)
    wage = Decimal(money.randrange(310_000, 1_600_000, 500))
    category = who.choice(["executive", "engineer", "engineer", "talent_plan"])
    return {
        "name": who.choice(SURNAMES) + who.choice(GIVEN),
        "sex": "male" if int(number[16]) % 2 else "female",
        "id_doc_type": "resident_id",
        "id_doc_number": number,
        "birth_date": birth_date_of(number).isoformat(),
        "mobile": f"138{serial:08d}",
        "email": f"talent{serial}@example.com",
        "education": who.choice(["doctorate", "master", "master", "bachelor"]),
        "category": category,
        "talent_plan_name": "姑苏创新创业领军人才计划" if category == "talent_plan" else "",
        "position": who.choice(POSITIONS),
        "employed_since": f"{who.randrange(2012, 2023)}-07-01",
        "annual_wage": f"{wage:.2f}",
        "tax_paid": f"{wage * Decimal('0.22'):.2f}",
        "invoices": [_invoice(serial, year, n, money) for n in range(money.randrange(1, 4))],
        "bank_name": "中国工商银行苏州分行",
        "bank_account": _bank_card(serial),
    }


def _invoice(serial: int, year: int, number: int, chance: random.Random) -> dict[str, str]:
    kind, seller = chance.choice(
        [
            ("home_rent", "苏州人才公寓管理有限公司"),
            ("car_purchase", "苏州华星汽车销售有限公司"),
            ("training", "苏州高级管理培训中心"),
            ("home_purchase", "苏州城投置业有限公司"),
        ]
    )
    return {
        "type": kind,
        "code": f"0320{year % 100}0011",
        "number": f"{serial:05d}{number:03d}",
        "date": f"{year - 1}-{chance.randrange(1, 13):02d}-15",
        "seller": seller,
        "amount": f"{chance.randrange(8_000, 180_000, 10):.2f}",
    }


def resident_id(chance: random.Random, serial: int) -> str:
    """A number of 姑苏区 with a correct check digit."""
    born = dt.date(1970, 1, 1) + dt.timedelta(days=chance.randrange(9_000))
    body = f"320508{born:%Y%m%d}{serial % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")


def _bank_card(serial: int) -> str:
    body = f"622202110{serial:09d}"
    return body + luhn.calc_check_digit(body)


def all_have_agreed() -> None:
    """Everybody who files has ticked the privacy notice in force."""
    edition, purpose = privacy_notice().edition, Consent.Purpose.PRIVACY_NOTICE
    missing = User.objects.filter(is_staff=False).exclude(consents__purpose=purpose)
    Consent.objects.bulk_create(
        Consent(user=user, purpose=purpose, edition=edition) for user in missing
    )
