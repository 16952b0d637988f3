"""What the earlier system left behind: a unit, its filings, and an account that has ended."""

import datetime as dt

from accounts.models import LegacyFiling, LegacyUnit, Office
from portal.lib.crypto import keyed_hash
from portal.site.demo.cast import ENDED_ACCOUNT
from portal.site.demo.people import make_person

# As the stand-in of the service network knows them: accounts/service_network_stand_in.py.
USCC, UNIT = "91320583MA1KEG7ACJ", "昆山千灯电子材料有限公司"
PEOPLE = (
    ("颜文樑", "32058319790922452X", "高层次人才认定", 2017, "D类", "已认定", dt.date(2017, 9, 18)),
    ("颜文樑", "32058319790922452X", "高层次人才购房补贴", 2018, "", "已发放", dt.date(2018, 6, 5)),
    ("徐悲鸿", "32050819840711777X", "高层次人才认定", 2016, "E类", "已认定", dt.date(2016, 11, 2)),
)


def make_legacy() -> None:
    office = Office.objects.get(kind=Office.Kind.TALENT_OFFICE, district="320583")
    unit = LegacyUnit.objects.create(uscc=USCC, name=UNIT, reviewing_office=office)
    for name, number, programme, year, level, status, granted_on in PEOPLE:
        LegacyFiling.objects.create(
            full_name=name,
            id_doc_number=number,
            id_doc_hash=keyed_hash(number),
            programme=programme,
            year=year,
            level=level,
            status=status,
            granted_on=granted_on,
            legacy_unit=unit,
        )
    number = "320508198803126416"
    make_person(ENDED_ACCOUNT, "吴作人", number, must_use_network=True)
