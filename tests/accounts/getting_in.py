"""What a visitor without an account does, in the words of these tests."""

import io
import re
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import Delivery
from tests.factories.identifiers import resident_id, uscc
from tests.factories.places import district

PASSWORD = "Shihu-2026"
PHONE = "13912340001"


def png(name: str = "营业执照.png") -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(buffer, "PNG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/png")


def captcha_of(page: str) -> dict[str, str]:
    """The fields of the captcha on the page, answered rightly."""
    found = re.search(r'name="captcha_id" value="([^"]+)"', page)
    assert found, "the page asks for no captcha"
    return {
        "captcha_id": found[1],
        "captcha_answer": cache.get(f"captcha:{found[1]}")["characters"],
    }


def ask_for_code(
    client: Client, phone: str = PHONE, page: str = "account_sign_up_unit", **fields: str
) -> str:
    """Gets a code for the phone as a visitor does, captcha included, and reads the SMS."""
    url = reverse(page)
    shown = client.get(url).content.decode()
    answer = captcha_of(shown) if 'name="captcha_id"' in shown else {}
    client.post(url, {"send_code": "1", "phone": phone, **answer, **fields})
    return last_code(phone)


def messages_to(phone: str) -> list[str]:
    """What the phone has received, the newest last."""
    sent = Delivery.objects.order_by("created_at")
    return [delivery.body for delivery in sent if delivery.address == phone]


def last_code(phone: str = PHONE) -> str:
    """The code in the newest message with one, whatever else the phone was told meanwhile."""
    sent = Delivery.objects.filter(kind="verification_code").order_by("created_at")
    found = re.search(r"\d{6}", [each.body for each in sent if each.address == phone][-1])
    assert found
    return found[0]


def unit_fields(**changes: Any) -> dict[str, Any]:
    """The registration form of a company, filled in rightly but for the code."""
    return {
        "username": "hr_pingjiang",
        "unit_name": "苏州平江精密仪器有限公司",
        "district": district().pk,
        "uscc": uscc(),
        "certificate": png(),
        "phone": PHONE,
        "password1": PASSWORD,
        "password2": PASSWORD,
        "consent": "on",
        **changes,
    }


def person_fields(**changes: Any) -> dict[str, Any]:
    """The registration form of a person, filled in rightly but for the code."""
    return {
        "id_doc_type": "resident_id",
        "id_doc_number": resident_id(),
        "full_name": "祝允明",
        "phone": PHONE,
        "password1": PASSWORD,
        "password2": PASSWORD,
        "consent": "on",
        **changes,
    }
